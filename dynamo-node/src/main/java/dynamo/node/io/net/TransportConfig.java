package dynamo.node.io.net;

import com.google.common.hash.Hashing;
import dynamo.ring.NodeId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Who a node is to its peers, and where it listens for them.
 *
 * @param listen port 0 takes a free one
 */
public record TransportConfig(NodeId self, Cluster cluster, InetSocketAddress listen, TransportLimits limits) {

    /**
     * What never changes of a cluster: nodes of different clusters refuse each other, and who joins is told it.
     *
     * @param id 1 to 64 bytes of UTF-8
     * @param secretDigest nodes with different ones refuse each other ({@link TransportConfig#secretDigest})
     * @param n replicas wanted of every key
     */
    public record Cluster(String id, long secretDigest, int n, int partitions) {
        public static final int ID_BYTES_MAX = 64;

        public Cluster {
            int bytes = id.getBytes(StandardCharsets.UTF_8).length;
            if (bytes < 1 || bytes > ID_BYTES_MAX) {
                throw new IllegalArgumentException("a cluster id has 1 to 64 bytes, not " + bytes);
            }
        }
    }

    /** Tells one secret from another: 64 bits of SHA-256, of no use for anything else that the secret is used for. */
    public static long secretDigest(String secret) {
        return Long.reverseBytes(Hashing.sha256()
                .newHasher()
                .putString("dynamo: may this node talk to that one?\n", StandardCharsets.UTF_8)
                .putString(secret, StandardCharsets.UTF_8)
                .hash()
                .asLong());
    }
}
