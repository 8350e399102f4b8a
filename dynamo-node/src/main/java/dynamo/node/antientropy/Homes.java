package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;

/** The partitions this node is a home of, each with all its homes in ring order. */
final class Homes {
    private final NodeId self;
    private final ImmutableSortedMap<Integer, ImmutableList<NodeId>> homes;
    private final ImmutableList<Pair> ownPairs;

    Homes(NodeId self, Ring ring) {
        this.self = self;
        ImmutableSortedMap.Builder<Integer, ImmutableList<NodeId>> found = ImmutableSortedMap.naturalOrder();
        for (int partition = 0; partition < ring.partitions(); partition++) {
            ImmutableList<NodeId> primaries = ring.preferenceList(partition).primaries();
            if (primaries.contains(self)) {
                found.put(partition, primaries);
            }
        }
        homes = found.build();
        ownPairs = begunHere();
    }

    ImmutableList<Integer> partitions() {
        return homes.keySet().asList();
    }

    /** Whether the partition's homes are this node and that one, and perhaps others. */
    boolean shares(int partition, NodeId other) {
        return homes.getOrDefault(partition, ImmutableList.of()).contains(other);
    }

    ImmutableList<NodeId> otherNodes(int partition) {
        return others(partition).stream().map(Pair::peer).collect(ImmutableList.toImmutableList());
    }

    ImmutableList<Pair> others(int partition) {
        return homes.getOrDefault(partition, ImmutableList.of()).stream()
                .filter(home -> !home.equals(self))
                .map(home -> new Pair(partition, home))
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
