package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.net.HostAndPort;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.nio.file.Path;
import java.util.Optional;

/** Every setting there is, in the order in which they are shown. */
final class Catalogue {

    static final int PEER_PORT_DEFAULT = 7000;

    /** Where records are kept. */
    enum StorageKind {
        /** In the data directory; an acknowledged write survives a power cut. */
        DISK,
        /** In this process only; everything is gone when it ends. */
        MEMORY
    }

    /** How much the log says. */
    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    static final Setting<NodeId> NODE_ID = Setting.of(
            "node.id",
            "node1",
            "1 to 64 of A-Z a-z 0-9 _ . -",
            "this node's name, the same over restarts",
            NodeId::new);

    static final Setting<Optional<String>> NODE_ZONE = Setting.of(
            "node.zone",
            "",
            "1 to 64 of A-Z a-z 0-9 _ . -",
            "what fails together with this node, such as a rack; for a node that joins or starts alone",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(new NodeId(text).name()));

    static final Setting<Double> NODE_WEIGHT = Setting.of(
            "node.weight",
            "1",
            Member.WEIGHT_MIN + " to " + Member.WEIGHT_MAX,
            "its share of the data, beside the weights of the others; for a node that joins or starts alone",
            Texts.decimal(Member.WEIGHT_MIN, Member.WEIGHT_MAX));

    static final Setting<Optional<String>> CLUSTER_ID = Setting.of(
            "cluster.id",
            "",
            "1 to 64 of A-Z a-z 0-9 _ . -",
            "the cluster's name; nodes of another one are turned away (needed with several members)",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(new NodeId(text).name()));

    static final Setting<ImmutableList<MemberAddress>> CLUSTER_MEMBERS = Setting.of(
            "cluster.members",
            "",
            "list of id=host:port[/zone]",
            "the first nodes of a new cluster with their peer addresses, this one included; empty: this node alone",
            Texts.list(MemberAddress::parse));

    static final Setting<Optional<HostAndPort>> CLUSTER_JOIN = Setting.of(
            "cluster.join",
            "",
            "host[:port]",
            "the peer address of any node of a cluster, for a new node to join it, instead of cluster.members; port "
                    + PEER_PORT_DEFAULT + " when not given",
            Texts.optional(text -> Texts.place(text).withDefaultPort(PEER_PORT_DEFAULT)));

    static final Setting<Optional<NodeId>> CLUSTER_REPLACE = Setting.of(
            "cluster.replace",
            "",
            "a node's name",
            "the member whose place this node is to take when it joins",
            Texts.optional(NodeId::new));

    static final Setting<Optional<String>> CLUSTER_SECRET = Setting.of(
                    "cluster.secret",
                    "",
                    "16 or more characters",
                    "shared by all nodes; seals the contexts clients are given (needed with several members, and to join)",
                    Catalogue::secretText)
            .secret();

    static final Setting<Optional<Path>> CLUSTER_SECRET_FILE = Setting.of(
            "cluster.secret-file",
            "",
            "file",
            "a file that holds the secret, instead of cluster.secret",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));

    static final Setting<Integer> CLUSTER_N = Setting.of(
            "cluster.n",
            "3",
            "1 to " + Ring.N_MAX,
            "copies of each value (fewer while the cluster has fewer nodes); fixed at first start",
            Texts.number(1, Ring.N_MAX));

    static final Setting<Integer> CLUSTER_PARTITIONS = Setting.of(
            "cluster.partitions",
            "256",
            "a power of two from " + Ring.PARTITIONS_MIN + " to " + Ring.PARTITIONS_MAX,
            "slices of the hash space; fixed at first start",
            Catalogue::partitions);

    static final Setting<StorageKind> STORAGE_KIND = Setting.of(
            "storage.kind",
            "disk",
            Texts.names(StorageKind.class),
            "memory: nothing is written, and nothing survives the process",
            Texts.oneOf(StorageKind.class));

    static final Setting<Path> DATA_DIR =
            Setting.of("data.dir", "data", "directory", "where this node keeps its data; made when absent", Path::of);

    static final Setting<String> HTTP_DATA_HOST =
            Setting.of("http.data.host", "127.0.0.1", "address", "where clients connect", Texts::host);

    static final Setting<Integer> HTTP_DATA_PORT =
            Setting.of("http.data.port", "8080", "0 to 65535", "the data port; 0 takes a free one", Texts::port);

    static final Setting<String> HTTP_ADMIN_HOST =
            Setting.of("http.admin.host", "127.0.0.1", "address", "where operators and probes connect", Texts::host);

    static final Setting<Integer> HTTP_ADMIN_PORT =
            Setting.of("http.admin.port", "8081", "0 to 65535", "the admin port; 0 takes a free one", Texts::port);

    static final Setting<Optional<String>> PEER_HOST = Setting.of(
            "peer.host",
            "",
            "address",
            "where peers connect; this node's host in cluster.members, or 127.0.0.1, when not set",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(Texts.host(text)));

    static final Setting<Optional<Integer>> PEER_PORT = Setting.of(
            "peer.port",
            "",
            "0 to 65535",
            "the peer port; this node's in cluster.members, or 7000, when not set",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(Texts.port(text)));

    static final Setting<Optional<HostAndPort>> PEER_ADVERTISE = Setting.of(
            "peer.advertise",
            "",
            "host[:port]",
            "where peers are told to connect, when that is not peer.host and peer.port, such as behind a wildcard",
            Texts.optional(Texts::place));

    static final Setting<Long> LIMITS_VALUE_BYTES = Setting.of(
            "limits.value-bytes",
            "8MiB",
            "size from 1KiB to 64MiB",
            "the largest value a client may write",
            Texts.size(1 << 10, 64L << 20));

    static final Setting<Integer> LIMITS_CONNECTIONS = Setting.of(
            "limits.connections",
            "4096",
            "1 to 100000",
            "client connections open at once; more are turned away",
            Texts.number(1, 100_000));

    static final Setting<Integer> LIMITS_REQUESTS = Setting.of(
            "limits.requests",
            "4096",
            "1 to 100000",
            "client requests in progress at this node; more are shed with 429, and sooner when answers take long",
            Texts.number(1, 100_000));

    static final Setting<Long> LIMITS_HINT_BYTES = Setting.of(
            "limits.hint-bytes",
            "1GiB",
            "size from 0 to 1024GiB",
            "disk that writes for absent nodes may take; beyond it they go to other nodes",
            Texts.size(0, 1L << 40));

    static final Setting<Boolean> REPAIR_HINTS = Setting.of(
            "repair.hints",
            "true",
            "true or false",
            "whether hints are handed over; off in experiments only, for hints then wait for ever",
            Texts::flag);

    static final Setting<Boolean> REPAIR_READ_REPAIR = Setting.of(
            "repair.read-repair",
            "true",
            "true or false",
            "whether reads mend the stale replicas they meet; off in experiments only",
            Texts::flag);

    static final Setting<Long> STORAGE_BLOCK_CACHE = Setting.of(
            "storage.block-cache",
            "64MiB",
            "size from 1MiB to 1024GiB",
            "memory outside the heap for what was read from files",
            Texts.size(1 << 20, 1L << 40));

    static final Setting<Long> STORAGE_WRITE_BUFFER = Setting.of(
            "storage.write-buffer",
            "32MiB",
            "size from 1MiB to 64GiB",
            "memory outside the heap for rows not yet in sorted files; a start reads as much log again",
            Texts.size(1 << 20, 64L << 30));

    static final Setting<Long> STORAGE_RESERVE = Setting.of(
            "storage.reserve",
            "256MiB",
            "size from 0 to 1024GiB",
            "free space on the disk below which no client writes are taken",
            Texts.size(0, 1L << 40));

    static final Setting<LogLevel> LOG_LEVEL = Setting.of(
            "log.level",
            "info",
            Texts.names(LogLevel.class),
            "how much is said on stderr",
            Texts.oneOf(LogLevel.class));

    static final ImmutableList<Setting<?>> ALL = ImmutableList.of(
            NODE_ID,
            NODE_ZONE,
            NODE_WEIGHT,
            CLUSTER_ID,
            CLUSTER_MEMBERS,
            CLUSTER_JOIN,
            CLUSTER_REPLACE,
            CLUSTER_SECRET,
            CLUSTER_SECRET_FILE,
            CLUSTER_N,
            CLUSTER_PARTITIONS,
            STORAGE_KIND,
            DATA_DIR,
            HTTP_DATA_HOST,
            HTTP_DATA_PORT,
            HTTP_ADMIN_HOST,
            HTTP_ADMIN_PORT,
            PEER_HOST,
            PEER_PORT,
            PEER_ADVERTISE,
            LIMITS_VALUE_BYTES,
            LIMITS_CONNECTIONS,
            LIMITS_REQUESTS,
            LIMITS_HINT_BYTES,
            REPAIR_HINTS,
            REPAIR_READ_REPAIR,
            STORAGE_BLOCK_CACHE,
            STORAGE_WRITE_BUFFER,
            STORAGE_RESERVE,
            LOG_LEVEL);

    static final ImmutableMap<String, Setting<?>> BY_KEY = Maps.uniqueIndex(ALL, Setting::key);

    static final ImmutableMap<String, Setting<?>> BY_VARIABLE = Maps.uniqueIndex(ALL, Setting::variable);

    private Catalogue() {}

    static Optional<String> secretText(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.length() < 16) {
            throw new IllegalArgumentException("must have 16 characters at least");
        }
        return Optional.of(text);
    }

    private static Integer partitions(String text) {
        int partitions = Texts.number(Ring.PARTITIONS_MIN, Ring.PARTITIONS_MAX).apply(text);
        if (Integer.bitCount(partitions) != 1) {
            throw new IllegalArgumentException("must be a power of two, such as " + Integer.highestOneBit(partitions));
        }
        return partitions;
    }
}
