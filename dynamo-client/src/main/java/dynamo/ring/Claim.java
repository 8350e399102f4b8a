package dynamo.ring;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** Decides who owns what. A claim depends on its arguments only, not on the order of the members: any node may make it. */
public final class Claim {
    private Claim() {}

    /**
     * The first ring of a cluster, epoch 1. In this order of importance:
     *
     * <ol>
     *   <li>each node owns floor or ceiling of Q / nodes;
     *   <li>with more than N nodes, no N consecutive partitions repeat a node, the last partition being the first one's
     *       neighbour;
     *   <li>with N zones or more, no N consecutive partitions repeat a zone, wherever such a ring exists: where no zone
     *       must own more than Q / N (rounded down);
     *   <li>elsewhere, every node is a home of as equal a number of partitions as a few plans offer.
     * </ol>
     *
     * @param partitions Q, a power of two in 8..65536
     * @param n the replicas wanted of every key
     * @throws IllegalArgumentException where no such ring exists
     */
    public static Ring first(List<Member> members, int partitions, int n) {
        Ring.checkPartitions(partitions);
        Ring.checkN(n);
        ImmutableList<Member> sorted = Ring.sorted(members);
        int nodes = sorted.size();
        checkArgument(nodes <= partitions, "%s nodes are more than %s partitions", nodes, partitions);
        int mostOwned = (partitions + nodes - 1) / nodes;
        checkArgument(
                nodes <= n || partitions / mostOwned >= n,
                "%s partitions are too few for n=%s on %s nodes: some %s consecutive ones would repeat a node",
                partitions,
                n,
                nodes,
                n);
        return new FirstClaim(sorted, partitions, n).ring();
    }
}
