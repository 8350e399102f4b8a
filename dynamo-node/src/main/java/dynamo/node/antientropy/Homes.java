package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import java.util.function.IntFunction;

/** The partitions this node is a home of, old or new, and the homes of each; as they were when last looked at. */
final class Homes {
    private final NodeId self;
    private final int ringPartitions;
    private final IntFunction<Placement> placements;
    private ImmutableSortedMap<Integer, ImmutableList<NodeId>> homes = ImmutableSortedMap.of();
    private ImmutableList<Pair> ownPairs = ImmutableList.of();

    Homes(NodeId self, int ringPartitions, IntFunction<Placement> placements) {
        this.self = self;
        this.ringPartitions = ringPartitions;
        this.placements = placements;
        refresh();
    }

    /** @return whether anything is other than it was */
    boolean refresh() {
        ImmutableSortedMap.Builder<Integer, ImmutableList<NodeId>> found = ImmutableSortedMap.naturalOrder();
        for (int partition = 0; partition < ringPartitions; partition++) {
            Placement placement = placements.apply(partition);
            if (placement.isHome(self)) {
                found.put(partition, placement.homes());
            }
        }
        ImmutableSortedMap<Integer, ImmutableList<NodeId>> now = found.build();
        if (now.equals(homes)) {
            return false;
        }
        homes = now;
        ownPairs = begunHere();
        return true;
    }

    ImmutableList<Integer> partitions() {
        return homes.keySet().asList();
    }

    boolean contains(int partition) {
        return homes.containsKey(partition);
    }

    /** All homes of any partition, whether or not this node is one. */
    ImmutableList<NodeId> of(int partition) {
        return placements.apply(partition).homes();
    }

    ImmutableList<NodeId> otherNodes(int partition) {
        return homes.getOrDefault(partition, ImmutableList.of()).stream()
                .filter(home -> !home.equals(self))
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * All pairs this node begins: with the homes in the half of the ring of homes that follows it, so that every two homes meet
     * without having agreed on who begins.
     */
    ImmutableList<Pair> ownPairs() {
        return ownPairs;
    }

    private ImmutableList<Pair> begunHere() {
        ImmutableList.Builder<Pair> pairs = ImmutableList.builder();
        homes.forEach((partition, all) -> {
            int at = all.indexOf(self);
            for (int distance = 1; distance <= all.size() / 2; distance++) {
                pairs.add(new Pair(partition, all.get((at + distance) % all.size())));
            }
        });
        return pairs.build();
    }
}
