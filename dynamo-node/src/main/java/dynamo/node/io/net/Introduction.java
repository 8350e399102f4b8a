package dynamo.node.io.net;

import dynamo.ring.NodeId;
import dynamo.ring.Ring;

/**
 * What a node says of its cluster to one that wants to join.
 *
 * @param node the one that says so
 * @param n replicas wanted of every key
 */
public record Introduction(String clusterId, NodeId node, int n, int partitions) implements Preamble {
    public Introduction {
        clusterId = new NodeId(clusterId).name(); // the same form
        if (n < 1 || n > Ring.N_MAX) {
            throw new IllegalArgumentException("n=" + n);
        }
        if (partitions < Ring.PARTITIONS_MIN || Integer.bitCount(partitions) != 1) {
            throw new IllegalArgumentException(partitions + " partitions");
        }
    }
}
