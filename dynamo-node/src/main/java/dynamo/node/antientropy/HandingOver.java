package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.node.replica.Dropping;
import dynamo.ring.NodeId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Drops what this node holds of partitions it is no home of, whatever the reason: they went elsewhere, the plan that gave them to
 * it lost, an old disk came back. Never before every home has been compared with, and has all of it: nobody writes to such a
 * partition here any more, so what was compared is what is dropped.
 */
final class HandingOver {
    private static final int LOOKED_AT_MAX = 256;
    private static final int ROWS_MAX = 256;
    private static final int NONE = -1;

    private final OwnSide own;
    private final Dropping dropping;
    private final Territory territory;
    private final Homes homes;
    private final int ringPartitions;
    /** Partitions with something to drop, and the homes that have all of it. */
    private final Map<Integer, Set<NodeId>> given = new TreeMap<>();

    private int next;
    private boolean isStale;
    private int dropped = NONE;
    private boolean isResting;
    private boolean isStopped;

    HandingOver(OwnSide own, Territory territory, Homes homes, int ringPartitions) {
        this.own = own;
        dropping = own.replica().dropping();
        this.territory = territory;
        this.homes = homes;
        this.ringPartitions = ringPartitions;
    }

    /** Some partition may have other homes: everything is looked at again. */
    void refresh() {
        isStale = true;
    }

    /** Another plan counts: who was given something may have dropped it since. */
    void startOver() {
        given.clear();
        isStale = true;
    }

    void tick() {
        if (isStale && next == ringPartitions) {
            isStale = false;
            next = 0;
        }
        for (int looked = 0; next < ringPartitions && looked < LOOKED_AT_MAX; looked++, next++) {
            if (!homes.contains(next) && dropping.isNeeded(next)) {
                given.computeIfAbsent(next, p -> new TreeSet<>());
            }
        }
        given.keySet().removeIf(homes::contains);
        if (dropped == NONE && !isResting && !isStopped) {
            given.entrySet().stream()
                    .filter(entry -> mayDrop(entry.getKey(), entry.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(this::drop);
        }
    }

    /** Partitions of which something is here that others own, and that is not going already. */
    ImmutableList<Integer> partitions() {
        return given.keySet().stream()
                .filter(partition -> partition != dropped)
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether an exchange gives only: nothing is taken of a partition that is not this node's. */
    boolean contains(int partition) {
        return given.containsKey(partition);
    }

    ImmutableList<Pair> left() {
        ImmutableList.Builder<Pair> left = ImmutableList.builder();
        given.forEach((partition, having) -> {
            if (territory.mayDrop(partition)) {
                takers(partition).stream()
                        .filter(home -> partition != dropped)
                        .filter(home -> !having.contains(home))
                        .forEach(home -> left.add(new Pair(partition, home)));
            }
        });
        return left.build();
    }

    /** For people. */
    ImmutableList<Progress.Leftover> leftovers() {
        return given.entrySet().stream()
                .map(entry -> new Progress.Leftover(
                        entry.getKey(),
                        takers(entry.getKey()).stream()
                                .filter(home -> !entry.getValue().contains(home))
                                .collect(ImmutableList.toImmutableList()),
                        entry.getKey() == dropped))
                .collect(ImmutableList.toImmutableList());
    }

    /** A home has all that is here of the partition. */
    void onGiven(Pair pair) {
        Set<NodeId> having = given.get(pair.partition());
        if (having != null) {
            having.add(pair.peer());
        }
    }

    /** A home that nobody waits for may never come to take it; but if no other is left, it is the one that must have it. */
    private ImmutableList<NodeId> takers(int partition) {
        return territory.awaited(homes.of(partition));
    }

    private boolean mayDrop(int partition, Set<NodeId> having) {
        ImmutableList<NodeId> takers = takers(partition);
        return territory.mayDrop(partition) && !takers.isEmpty() && having.containsAll(takers);
    }

    private void drop(int partition) {
        dropped = partition;
        own.doors().events().onDropping(partition);
        dropping.begin(partition);
        dropSome(partition);
    }

    /** Each slice waits for the one before, and is a turn of the loop of its own. */
    private void dropSome(int partition) {
        if (isStopped || !given.containsKey(partition) || !territory.mayDrop(partition)) {
            endDrop(partition);
            return;
        }
        dropping.some(partition, ROWS_MAX, left -> {
            if (left) {
                own.later(() -> dropSome(partition));
            } else {
                endDrop(partition);
            }
        });
    }

    /** The next partition waits as the next slice does. */
    private void endDrop(int partition) {
        dropping.end(partition);
        dropped = NONE;
        isResting = true;
        own.later(() -> isResting = false);
        given.remove(partition);
        if (!homes.contains(partition) && dropping.isNeeded(partition)) { // a commit failed
            given.put(partition, new TreeSet<>());
        }
    }

    void stop() {
        isStopped = true;
    }
}
