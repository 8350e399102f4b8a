package dynamo.node;

import dynamo.ring.NodeId;
import dynamo.ring.Ring;

/**
 * What a node is told at its start.
 *
 * @param ring of all the cluster's nodes; knows N
 * @param requestsMax requests in flight before more are shed, of clients and passed on by other nodes
 * @param siblingsMax siblings a client's put may leave in a record
 * @param recordBytesMax bytes a client's put may leave in a record
 */
public record NodeConfig(NodeId self, Ring ring, int requestsMax, int siblingsMax, int recordBytesMax) {
    public static NodeConfig of(NodeId self, Ring ring) {
        return new NodeConfig(self, ring, 4096, 100, 32 << 20);
    }
}
