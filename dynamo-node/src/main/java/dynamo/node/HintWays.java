package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.node.hint.HintedHandoff;
import dynamo.ring.NodeId;
import java.util.function.Predicate;

/** Where hints may go, by what the node knows of the ring and of its peers. */
record HintWays(RingState ring, Greetings greetings, Predicate<NodeId> isReachable, Predicate<NodeId> hasSpace)
        implements HintedHandoff.Ways {
    @Override
    public int ringPartitions() {
        return ring.partitions();
    }

    @Override
    public boolean takesWrites(NodeId node) {
        return isReachable.test(node) && hasSpace.test(node) && greetings.isWelcomedBy(node);
    }

    @Override
    public boolean mayHandOver(NodeId home) {
        return takesWrites(home) || !ring.isWaitedFor(home);
    }

    @Override
    public ImmutableList<NodeId> takers(NodeId home, int partition) {
        return ring.takers(home, partition);
    }
}
