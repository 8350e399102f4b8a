package dynamo.node.coordinate;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Quorum;
import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the durable copies of one write and decides its fate; knows who may stand in for whom.
 *
 * <p>Unit: the key's homes, each held by itself or by a node that keeps a hint for it. So the copies counted are on distinct
 * nodes, and on as many distinct homes once the hints are handed over: two hints for one home would end as one copy. A
 * stand-in whose copy is not needed for its home any more, since the home has its own, may stand in for another.
 *
 * <p>While a partition moves there are two groups of homes, and the write needs its quorum of each.
 */
final class WriteQuorum {
    private static final class Place {
        final NodeId home;

        @Nullable
        NodeId holder;

        int outstanding;
        long lastAskedNanos;

        Place(NodeId home) {
            this.home = home;
        }
    }

    private final Quorum wish;
    private final Map<NodeId, Place> places = new LinkedHashMap<>();
    private final List<NodeId> spare;
    private List<ImmutableList<NodeId>> groups;

    /**
     * @param wish how many of each group, however many these are
     * @param spare nodes that may stand in for a home, best first
     */
    WriteQuorum(Quorum wish, List<ImmutableList<NodeId>> groups, List<NodeId> spare) {
        this.wish = wish;
        this.spare = new ArrayList<>(spare);
        this.groups = groups;
        become(groups);
    }

    /** The partition has moved on: these homes count from now on. */
    void become(List<ImmutableList<NodeId>> now) {
        groups = now;
        now.forEach(group -> group.forEach(home -> {
            places.computeIfAbsent(home, Place::new);
            spare.remove(home);
        }));
        places.values()
                .forEach(
                        place -> { // who is a home itself counts for itself: two copies on one disk are one
                            if (place.holder != null && !place.holder.equals(place.home) && isHome(place.holder)) {
                                place.holder = null;
                            }
                        });
    }

    private boolean isHome(NodeId node) {
        return groups.stream().anyMatch(group -> group.contains(node));
    }

    /** Some node was asked to hold a copy for the home. */
    void onAsked(NodeId home, long nowNanos) {
        Place place = place(home);
        place.outstanding++;
        place.lastAskedNanos = nowNanos;
    }

    /** The one answer to a request; a lost connection is one, silence is none. */
    void onAnswer(NodeId home, NodeId node, boolean durable) {
        Place place = place(home);
        if (place.outstanding == 0) {
            throw new IllegalStateException(node + " was not asked for " + home);
        }
        place.outstanding--;
        if (!durable || !node.equals(home) && isHome(node)) {
            return;
        }
        if (place.holder == null) {
            place.holder = node;
        } else if (node.equals(home)) {
            spare.add(place.holder);
            place.holder = node;
        } else {
            spare.add(node);
        }
    }

    /** The next one who can store; used once. */
    Optional<NodeId> takeSpare(Predicate<NodeId> canStore) {
        Optional<NodeId> found = spare.stream().filter(canStore).findFirst();
        found.ifPresent(spare::remove);
        return found;
    }

    boolean hasSpare() {
        return !spare.isEmpty();
    }

    /** Homes of which nobody holds a copy, and nobody is asked. */
    ImmutableList<NodeId> unserved() {
        return homes(place -> place.holder == null && place.outstanding == 0);
    }

    /** Homes of which nobody holds a copy, though somebody was asked, the last one before that time. */
    ImmutableList<NodeId> silentSince(long nanos) {
        return homes(place -> place.holder == null && place.outstanding > 0 && place.lastAskedNanos - nanos <= 0);
    }

    QuorumTally.State state() {
        QuorumTally.State least = QuorumTally.State.SATISFIED;
        for (ImmutableList<NodeId> group : groups) {
            int needed = wish.over(group.size()).needed();
            int acks = 0;
            int outstanding = 0;
            for (NodeId home : group) {
                Place place = place(home);
                acks += place.holder != null ? 1 : 0;
                outstanding += place.outstanding;
            }
            if (acks + outstanding < needed) {
                return QuorumTally.State.IMPOSSIBLE;
            }
            least = acks < needed ? QuorumTally.State.PENDING : least;
        }
        return least;
    }

    int needed() {
        return wish.over(groups.get(groups.size() - 1).size()).needed();
    }

    int acks() {
        return homes(place -> place.holder != null).size();
    }

    /** Acks by nodes that hold a copy for a home. */
    int hinted() {
        return homes(place -> place.holder != null && !place.holder.equals(place.home))
                .size();
    }

    private ImmutableList<NodeId> homes(Predicate<Place> which) {
        return places.values().stream()
                .filter(place -> isHome(place.home))
                .filter(which)
                .map(place -> place.home)
                .collect(ImmutableList.toImmutableList());
    }

    private Place place(NodeId home) {
        Place place = places.get(home);
        if (place == null) {
            throw new IllegalArgumentException(home + " is no home, nor was one");
        }
        return place;
    }
}
