package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.node.Node;
import dynamo.ring.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which partitions can reach a quorum of their homes, as this node sees it now; one that moves needs a quorum of the old ones, and
 * one of the new ones.
 */
final class ClusterHealth {
    private static final int NAMED_MAX = 32;

    private ClusterHealth() {}

    /** Called on the node's loop. Empty when every partition can. */
    static Optional<Problem> complaint(Node node) {
        int partitions = node.ring().partitions();
        Map<NodeId, Boolean> reachable = new HashMap<>();
        TreeSet<Integer> lacking = new TreeSet<>();
        int needed = 0;
        int missingMost = 0;
        for (int partition = 0; partition < partitions; partition++) {
            for (ImmutableList<NodeId> homes :
                    node.ringViews().placement(partition).writing()) {
                int quorum = homes.size() / 2 + 1;
                int missing = quorum;
                for (NodeId home : homes) {
                    missing -= reachable.computeIfAbsent(home, node::isReachable) ? 1 : 0;
                }
                if (missing > 0) {
                    lacking.add(partition);
                }
                if (missing > missingMost) {
                    missingMost = missing;
                    needed = quorum;
                }
            }
        }
        if (lacking.isEmpty()) {
            return Optional.empty();
        }
        String detail = lacking.size() + " of " + partitions + " partitions cannot reach a quorum of their homes"
                + (lacking.size() > NAMED_MAX ? "; the first " + NAMED_MAX + " are named" : "");
        Failure failure = new Failure(ErrorCode.QUORUM_NOT_AVAILABLE, detail, needed, needed - missingMost);
        return Optional.of(
                Problem.of(failure).naming(lacking.stream().limit(NAMED_MAX).collect(ImmutableList.toImmutableList())));
    }
}
