package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;

/** What this node became a home of: it is fetched from who had it, by comparing until nothing differs. */
record Gain(Territory territory) implements Recovery.Cause {
    @Override
    public boolean isReady() {
        return !territory.toFetch().isEmpty();
    }

    @Override
    public long generation() {
        return territory.rank();
    }

    @Override
    public ImmutableList<Integer> partitions() {
        return territory.toFetch();
    }

    @Override
    public ImmutableList<NodeId> sources(int partition) {
        return territory.sources(partition);
    }

    @Override
    public void onWhole(int partition) {
        territory.onWhole(partition);
    }

    @Override
    public void onNothingLeft() {}
}
