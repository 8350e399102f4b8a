package dynamo.node.coordinate;

import dynamo.contract.Key;
import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.ring.PreferenceList;
import dynamo.ring.Ring;

/**
 * What every coordination works with: who stores a key, how to ask them, and the doors.
 *
 * @param readRepair whether gets mend what they find stale
 */
public record Cluster(NodeId self, Ring ring, Requests requests, Reach reach, Doors doors, boolean readRepair) {

    public boolean isHome(Key key) {
        return homesOf(key).isPrimary(self);
    }

    PreferenceList homesOf(Key key) {
        return ring.preferenceList(KeyHash.of(key.bucket(), key.key()).partition(ring.partitions()));
    }
}
