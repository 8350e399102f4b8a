package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.node.replica.Standing;
import dynamo.ring.NodeId;

/** What this node's disk lost: of each partition, until it has been compared with all other homes. */
record Loss(Standing standing, Homes homes, Territory territory) implements Recovery.Cause {
    @Override
    public boolean isReady() {
        return standing.mayHeal();
    }

    @Override
    public long generation() {
        return standing.disk();
    }

    @Override
    public ImmutableList<Integer> partitions() {
        return homes.partitions().stream()
                .filter(partition -> !standing.votes(partition))
                .collect(ImmutableList.toImmutableList());
    }

    /** Who is down as well: an operator's word that others need not wait for it says nothing of what it alone may have. */
    @Override
    public ImmutableList<NodeId> sources(int partition) {
        return homes.otherNodes(partition).stream()
                .filter(home -> !territory.isRemoved(home))
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public void onWhole(int partition) {
        standing.heal(partition, homes.partitions());
    }

    @Override
    public void onNothingLeft() {
        standing.healRest();
    }
}
