package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.node.Node;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which partitions can reach a quorum of their homes, as this node sees it now. */
final class ClusterHealth {
    private static final int NAMED_MAX = 32;

    private ClusterHealth() {}

    /** Called on the node's loop. Empty when every partition can. */
    static Optional<Problem> complaint(Node node) {
        Ring ring = node.ring();
        int needed = ring.replicas() / 2 + 1;
        Map<NodeId, Boolean> reachable = new HashMap<>();
        ring.members().forEach(member -> reachable.put(member.id(), node.isReachable(member.id())));
        ImmutableList.Builder<Integer> named = ImmutableList.builder();
        int lacking = 0;
        int fewest = needed;
        for (int partition = 0; partition < ring.partitions(); partition++) {
            int reached = 0;
            for (NodeId home : ring.preferenceList(partition).primaries()) {
                reached += reachable.getOrDefault(home, false) ? 1 : 0;
            }
            if (reached < needed) {
                fewest = Math.min(fewest, reached);
                if (lacking++ < NAMED_MAX) {
                    named.add(partition);
                }
            }
        }
        if (lacking == 0) {
            return Optional.empty();
        }
        String detail = lacking + " of " + ring.partitions() + " partitions cannot reach a quorum of their homes"
                + (lacking > NAMED_MAX ? "; the first " + NAMED_MAX + " are named" : "");
        Failure failure = new Failure(ErrorCode.QUORUM_NOT_AVAILABLE, detail, needed, fewest);
        return Optional.of(Problem.of(failure).naming(named.build()));
    }
}
