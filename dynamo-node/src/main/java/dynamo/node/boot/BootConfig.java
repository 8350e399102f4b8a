package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.HostAndPort;
import dynamo.node.Joining;
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
 * @param members of a new cluster, this one included; empty for a node alone, whose peer port may be a free one, and for
 *     one that joins
 * @param join where a node of the cluster listens that this one is to join at its first start
 * @param joining what it asks for there, or begins with when it is alone
 * @param clusterId empty: drawn at first start
 * @param secret empty: drawn at first start
 * @param advertised what peers are told instead of {@code peer}; perhaps without a port
 */
record BootConfig(
        NodeId node,
        ImmutableList<MemberAddress> members,
        Optional<HostAndPort> join,
        Joining joining,
        Optional<String> clusterId,
        Optional<String> secret,
        int n,
        int partitions,
        StorageKind storage,
        Path dataDir,
        HostAndPort data,
        HostAndPort admin,
        HostAndPort peer,
        Optional<HostAndPort> advertised,
        Limits limits,
        RepairPaths repairPaths,
        RocksOptions rocks,
        LogLevel logLevel) {

    /** What one node takes on. */
    record Limits(int valueBytesMax, int connectionsMax, int requestsMax, long hintBytesMax) {}

    private static final ImmutableSet<String> WILDCARDS = ImmutableSet.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");
    private static final String LOOPBACK = "127.0.0.1";

    static BootConfig of(Settings settings) throws ConfigException {
        NodeId node = settings.get(Catalogue.NODE_ID);
        ImmutableList<MemberAddress> members = settings.get(Catalogue.CLUSTER_MEMBERS);
        Optional<String> clusterId = settings.get(Catalogue.CLUSTER_ID);
        Optional<String> secret = secret(settings);
        Optional<MemberAddress> listed =
                members.stream().filter(member -> member.id().equals(node)).findFirst();
        Optional<HostAndPort> own = listed.map(MemberAddress::address);
        Joining joining = new Joining(
                settings.get(Catalogue.NODE_ZONE)
                        .or(() -> listed.map(MemberAddress::zone))
                        .orElse(Member.ZONE_DEFAULT),
                settings.get(Catalogue.NODE_WEIGHT),
                settings.get(Catalogue.CLUSTER_REPLACE));
        HostAndPort peer = HostAndPort.fromParts(
                settings.get(Catalogue.PEER_HOST)
                        .orElse(own.map(HostAndPort::getHost).orElse(LOOPBACK)),
                settings.get(Catalogue.PEER_PORT)
                        .orElse(own.map(HostAndPort::getPort).orElse(Catalogue.PEER_PORT_DEFAULT)));
        BootConfig config = new BootConfig(
                node,
                members,
                settings.get(Catalogue.CLUSTER_JOIN),
                joining,
                clusterId,
                secret,
                settings.get(Catalogue.CLUSTER_N),
                settings.get(Catalogue.CLUSTER_PARTITIONS),
                settings.get(Catalogue.STORAGE_KIND),
                settings.get(Catalogue.DATA_DIR),
                address(settings, Catalogue.HTTP_DATA_HOST, Catalogue.HTTP_DATA_PORT),
                address(settings, Catalogue.HTTP_ADMIN_HOST, Catalogue.HTTP_ADMIN_PORT),
                peer,
                settings.get(Catalogue.PEER_ADVERTISE),
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
        ImmutableList<String> faults = ImmutableList.<String>builder()
                .addAll(config.contradictions())
                .addAll(config.contradictionsOfJoining(
                        settings.get(Catalogue.PEER_HOST).isPresent()))
                .build();
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
        boolean isAsListed = members.stream()
                .filter(member -> member.id().equals(node))
                .allMatch(member -> member.zone().equals(joining.zone()) && joining.weight() == 1);
        if (!isAsListed) {
            faults.add(
                    "node.zone and node.weight are for a node that joins or starts alone; cluster.members names the zone");
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

    private ImmutableList<String> contradictionsOfJoining(boolean isHostGiven) {
        ImmutableList.Builder<String> faults = ImmutableList.builder();
        if (joining.replaces().isPresent() && join.isEmpty()) {
            faults.add("cluster.replace needs cluster.join");
        }
        if (joining.replaces().filter(node::equals).isPresent()) {
            faults.add("cluster.replace names this node itself, " + node + "; a new node has a new name");
        }
        if (join.isEmpty()) {
            return faults.build();
        }
        if (!members.isEmpty()) {
            faults.add(
                    "cluster.join and cluster.members are both given: a cluster's first nodes are listed, a new one joins");
        }
        if (secret.isEmpty()) {
            faults.add("cluster.secret (or cluster.secret-file) is needed to join a cluster: the one its nodes have");
        }
        if (join.get().equals(peer)) {
            faults.add("cluster.join is this node's own address, " + peer);
        }
        if (addressToTell(peer.getPort()).isEmpty()) {
            faults.add("peer.host " + peer.getHost() + " is no address that other nodes can connect to; say in"
                    + " peer.advertise where they find this one");
        }
        boolean isLocal = isLoopback(join.get().getHost());
        if (!isLocal && !isHostGiven && advertised.isEmpty()) {
            faults.add("peer.host is needed to join " + join.get() + ": other nodes cannot connect to " + peer.getHost()
                    + ", which it is when not set");
        }
        return faults.build();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** The members of the first ring. */
    ImmutableList<Member> firstMembers() {
        return members.isEmpty()
                ? ImmutableList.of(new Member(node, joining.zone()).withWeight(joining.weight()))
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
        if (advertised.isPresent()) {
            return advertised.get().withDefaultPort(port).toString();
        }
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
        return "node=" + node + join.map(place -> " join=" + place).orElse(" members=" + members) + " data=" + data
                + " admin=" + admin + " peer=" + peer + " storage=" + storage + " dir=" + dataDir + " n=" + n
                + " partitions=" + partitions;
    }
}
