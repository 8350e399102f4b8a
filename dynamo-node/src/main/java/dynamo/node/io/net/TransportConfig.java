package dynamo.node.io.net;

import dynamo.ring.NodeId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Who a node is to its peers, and where it listens for them.
 *
 * @param clusterId 1 to 64 bytes of UTF-8; nodes of different clusters refuse each other
 * @param ringDigest of the ring the node uses; nodes of different rings refuse each other
 * @param listen port 0 takes a free one
 */
public record TransportConfig(
        NodeId self, String clusterId, long ringDigest, InetSocketAddress listen, TransportLimits limits) {
    public static final int CLUSTER_ID_BYTES_MAX = 64;

    public TransportConfig {
        int bytes = clusterId.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > CLUSTER_ID_BYTES_MAX) {
            throw new IllegalArgumentException("a cluster id has 1 to 64 bytes, not " + bytes);
        }
    }
}
