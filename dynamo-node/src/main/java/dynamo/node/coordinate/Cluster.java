package dynamo.node.coordinate;

import dynamo.contract.Key;
import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import java.util.function.IntFunction;

/**
 * What every coordination works with: who stores a key, how to ask them, and the doors.
 *
 * @param partitions of the ring
 * @param placements who serves a partition now; it may move while a request is under way
 * @param readRepair whether gets mend what they find stale
 */
public record Cluster(
        NodeId self,
        int partitions,
        IntFunction<Placement> placements,
        Requests requests,
        Reach reach,
        Doors doors,
        boolean readRepair) {

    public boolean isHome(Key key) {
        return placement(key).isHome(self);
    }

    Placement placement(Key key) {
        return placements.apply(KeyHash.of(key.bucket(), key.key()).partition(partitions));
    }
}
