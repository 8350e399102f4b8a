package dynamo.node;

import dynamo.node.antientropy.AntiEntropyConfig;
import dynamo.node.hint.HintConfig;
import dynamo.node.membership.SwimConfig;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;

/**
 * What a node is told at its start.
 *
 * @param ring the first one this node uses, which knows N; of epoch 0 when it is a guess of a node that is new
 * @param requestsMax requests in flight before more are shed, of clients and passed on by other nodes
 * @param siblingsMax siblings a client's put may leave in a record
 * @param recordBytesMax bytes a client's put may leave in a record
 * @param swim how failures are detected
 * @param joining what this node asks for while the ring does not name it
 */
public record NodeConfig(
        NodeId self,
        Ring ring,
        int requestsMax,
        int siblingsMax,
        int recordBytesMax,
        SwimConfig swim,
        HintConfig hints,
        AntiEntropyConfig antiEntropy,
        RepairPaths repairPaths,
        Joining joining) {
    /** Requests in flight to one peer, or being served for it: twice what clients may cause, and what goes on besides. */
    private static final int PEER_REQUESTS_MORE = 2048;

    public static NodeConfig of(NodeId self, Ring ring) {
        return new NodeConfig(
                self,
                ring,
                4096,
                100,
                32 << 20,
                SwimConfig.DEFAULT,
                HintConfig.DEFAULT,
                AntiEntropyConfig.DEFAULT,
                RepairPaths.ALL,
                Joining.DEFAULT);
    }

    public NodeConfig withRequestsMax(int requests) {
        return new NodeConfig(
                self, ring, requests, siblingsMax, recordBytesMax, swim, hints, antiEntropy, repairPaths, joining);
    }

    int peerRequestsMax() {
        return 2 * requestsMax + PEER_REQUESTS_MORE;
    }

    public NodeConfig with(HintConfig hints) {
        return new NodeConfig(
                self, ring, requestsMax, siblingsMax, recordBytesMax, swim, hints, antiEntropy, repairPaths, joining);
    }

    public NodeConfig with(AntiEntropyConfig antiEntropy) {
        return new NodeConfig(
                self, ring, requestsMax, siblingsMax, recordBytesMax, swim, hints, antiEntropy, repairPaths, joining);
    }

    public NodeConfig with(RepairPaths repairPaths) {
        return new NodeConfig(
                self, ring, requestsMax, siblingsMax, recordBytesMax, swim, hints, antiEntropy, repairPaths, joining);
    }

    public NodeConfig with(Joining joining) {
        return new NodeConfig(
                self, ring, requestsMax, siblingsMax, recordBytesMax, swim, hints, antiEntropy, repairPaths, joining);
    }
}
