package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.HostAndPort;
import dynamo.node.RepairPaths;
import dynamo.node.boot.Catalogue.LogLevel;
import dynamo.node.boot.Catalogue.StorageKind;
import dynamo.node.io.disk.RocksOptions;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * All that a start needs to know, checked: what is wrong here is said before anything is opened.
 *
 * @param members all members, this one included; empty for a node alone, whose peer port may be a free one
 * @param clusterId empty: drawn at first start
 * @param secret empty: drawn at first start
 */
record BootConfig(
        NodeId node,
        ImmutableList<MemberAddress> members,
        Optional<String> clusterId,
        Optional<String> secret,
        int n,
        int partitions,
        StorageKind storage,
        Path dataDir,
        HostAndPort data,
        HostAndPort admin,
        HostAndPort peer,
        Limits limits,
        RepairPaths repairPaths,
        RocksOptions rocks,
        LogLevel logLevel) {

    /** What one node takes on. */
    record Limits(int valueBytesMax, int connectionsMax, int requestsMax, long hintBytesMax) {}

    private static final int PEER_PORT_DEFAULT = 7000;
    private static final ImmutableSet<String> WILDCARDS = ImmutableSet.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");
    private static final String LOOPBACK = "127.0.0.1";

    static BootConfig of(Settings settings) throws ConfigException {
        NodeId node = settings.get(Catalogue.NODE_ID);
        ImmutableList<MemberAddress> members = settings.get(Catalogue.CLUSTER_MEMBERS);
        Optional<String> clusterId = settings.get(Catalogue.CLUSTER_ID);
        Optional<String> secret = secret(settings);
        Optional<HostAndPort> own = members.stream()
                .filter(member -> member.id().equals(node))
                .map(MemberAddress::address)
                .findFirst();
        HostAndPort peer = HostAndPort.fromParts(
                settings.get(Catalogue.PEER_HOST)
                        .orElse(own.map(HostAndPort::getHost).orElse(LOOPBACK)),
                settings.get(Catalogue.PEER_PORT)
                        .orElse(own.map(HostAndPort::getPort).orElse(PEER_PORT_DEFAULT)));
        BootConfig config = new BootConfig(
                node,
                members,
                clusterId,
                secret,
                settings.get(Catalogue.CLUSTER_N),
                settings.get(Catalogue.CLUSTER_PARTITIONS),
                settings.get(Catalogue.STORAGE_KIND),
                settings.get(Catalogue.DATA_DIR),
                address(settings, Catalogue.HTTP_DATA_HOST, Catalogue.HTTP_DATA_PORT),
                address(settings, Catalogue.HTTP_ADMIN_HOST, Catalogue.HTTP_ADMIN_PORT),
                peer,
                new Limits(
                        settings.get(Catalogue.LIMITS_VALUE_BYTES).intValue(),
                        settings.get(Catalogue.LIMITS_CONNECTIONS),
                        settings.get(Catalogue.LIMITS_REQUESTS),
                        settings.get(Catalogue.LIMITS_HINT_BYTES)),
                new RepairPaths(settings.get(Catalogue.REPAIR_READ_REPAIR), settings.get(Catalogue.REPAIR_HINTS), true),
                new RocksOptions(
                        settings.get(Catalogue.STORAGE_BLOCK_CACHE),
                        settings.get(Catalogue.STORAGE_WRITE_BUFFER),
                        settings.get(Catalogue.STORAGE_RESERVE)),
                settings.get(Catalogue.LOG_LEVEL));
        ImmutableList<String> faults = config.contradictions();
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return config;
    }

    private static HostAndPort address(Settings settings, Setting<String> host, Setting<Integer> port) {
        return HostAndPort.fromParts(settings.get(host), settings.get(port));
    }

    private static Optional<String> secret(Settings settings) throws ConfigException {
        Optional<String> given = settings.get(Catalogue.CLUSTER_SECRET);
        Optional<Path> file = settings.get(Catalogue.CLUSTER_SECRET_FILE);
        if (file.isEmpty()) {
            return given;
        }
        if (given.isPresent()) {
            throw new ConfigException("cluster.secret and cluster.secret-file are both given; one is enough");
        }
        try {
            return Catalogue.secretText(Files.readString(file.get()).strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("cluster.secret-file: what is in " + file.get() + " " + e.getMessage());
        } catch (IOException e) {
            throw new ConfigException("cluster.secret-file: cannot read " + file.get());
        }
    }

    private ImmutableList<String> contradictions() {
        ImmutableList.Builder<String> faults = ImmutableList.builder();
        Set<NodeId> ids = new HashSet<>();
        Set<HostAndPort> places = new HashSet<>();
        for (MemberAddress member : members) {
            if (!ids.add(member.id())) {
                faults.add("cluster.members names " + member.id() + " twice");
            }
            if (!places.add(member.address())) {
                faults.add("cluster.members has two nodes at " + member.address());
            }
        }
        if (!members.isEmpty() && !ids.contains(node)) {
            faults.add("cluster.members does not name this node, " + node);
        }
        if (members.size() > 1 && secret.isEmpty()) {
            faults.add("cluster.secret is needed when the cluster has several members");
        }
        if (members.size() > 1 && clusterId.isEmpty()) {
            faults.add("cluster.id is needed when the cluster has several members");
        }
        if (members.size() > 1 && peer.getPort() == 0) {
            faults.add("peer.port must not be 0 when the cluster has several members");
        }
        if (data.equals(admin) && data.getPort() != 0) {
            faults.add("http.data.port and http.admin.port are the same");
        }
        return faults.build();
    }

    /** The members of the first ring. */
    ImmutableList<Member> firstMembers() {
        return members.isEmpty()
                ? ImmutableList.of(new Member(node, Member.ZONE_DEFAULT))
                : members.stream().map(MemberAddress::member).collect(ImmutableList.toImmutableList());
    }

    /**
     * Where peers can dial this node, for it to tell them. A wildcard is a place to listen at, and none to dial: the
     * member list may name one.
     *
     * @param port where it listens
     * @return empty when nothing is known that a peer could use
     */
    String addressToTell(int port) {
        if (!WILDCARDS.contains(peer.getHost())) {
            return HostAndPort.fromParts(peer.getHost(), port).toString();
        }
        return members.stream()
                .filter(member -> member.id().equals(node))
                .map(member ->
                        HostAndPort.fromParts(member.address().getHost(), port).toString())
                .findFirst()
                .orElse("");
    }

    /** What is fit to be logged: no secret in it. */
    @Override
    public String toString() {
        return "node=" + node + " members=" + members + " data=" + data + " admin=" + admin + " peer=" + peer
                + " storage=" + storage + " dir=" + dataDir + " n=" + n + " partitions=" + partitions;
    }
}
