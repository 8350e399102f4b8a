package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.hash.Hashing;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Placement.Stage;
import dynamo.ring.PreferenceList;
import dynamo.ring.Ring;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One decision about the ring: where every partition is to be, and where it was when that was decided. Of two plans the higher
 * counts, whole, whatever the other says.
 *
 * <p>Immutable.
 */
public final class RingPlan implements Comparable<RingPlan> {
    private static final int TIE_BITS = 16;
    private static final Comparator<RingPlan> ORDER = Comparator.comparingLong(RingPlan::rank)
            .thenComparing(RingPlan::proposer)
            .thenComparingLong(plan -> plan.target.digest());

    private final String proposer;
    private final long base;
    private final Ring before;
    private final Ring target;
    private final ImmutableSortedSet<Integer> still;
    private final ImmutableSortedMap<Integer, ImmutableList<NodeId>> moves;

    /**
     * @param proposer the node where it was committed; empty for a cluster's first ring
     * @param base rank of the plan it was made from
     * @param before the homes partitions move from
     * @param still partitions that have their homes of the target already
     */
    RingPlan(String proposer, long base, Ring before, Ring target, Set<Integer> still) {
        if (before.partitions() != target.partitions() || before.n() != target.n()) {
            throw new IllegalArgumentException("two rings of one cluster have as many partitions and replicas");
        }
        this.proposer = proposer;
        this.base = base;
        this.before = before;
        this.target = target;
        this.still = ImmutableSortedSet.copyOf(still);
        moves = findMoves();
    }

    /** What a cluster is created with, or a new node assumes. */
    static RingPlan first(Ring ring) {
        return new RingPlan("", 0, ring, ring, ImmutableSortedSet.of());
    }

    private ImmutableSortedMap<Integer, ImmutableList<NodeId>> findMoves() {
        ImmutableSortedMap.Builder<Integer, ImmutableList<NodeId>> found = ImmutableSortedMap.naturalOrder();
        for (int partition = 0; partition < target.partitions(); partition++) {
            ImmutableList<NodeId> from = before.preferenceList(partition).primaries();
            ImmutableList<NodeId> to = target.preferenceList(partition).primaries();
            if (!from.equals(to) && !still.contains(partition) && !new TreeSet<>(from).equals(new TreeSet<>(to))) {
                found.put(partition, from);
            }
        }
        return found.build();
    }

    public long epoch() {
        return target.epoch();
    }

    String proposer() {
        return proposer;
    }

    /**
     * Orders plans; carried by every message. Of plans of one epoch the proposer decides, by a hash.
     */
    public long rank() {
        int tie = proposer.isEmpty()
                ? 0
                : Hashing.murmur3_32_fixed()
                        .hashString(proposer, StandardCharsets.UTF_8)
                        .asInt();
        return epoch() << TIE_BITS | tie & (1 << TIE_BITS) - 1;
    }

    static long epochOf(long rank) {
        return rank >>> TIE_BITS;
    }

    long base() {
        return base;
    }

    Ring before() {
        return before;
    }

    Ring target() {
        return target;
    }

    ImmutableSortedSet<Integer> still() {
        return still;
    }

    /** Partitions whose homes change, and the homes they have before that. */
    ImmutableSortedMap<Integer, ImmutableList<NodeId>> moves() {
        return moves;
    }

    boolean moves(int partition) {
        return moves.containsKey(partition);
    }

    PreferenceList newHomes(int partition) {
        return target.preferenceList(partition);
    }

    /** Old and new ones of a partition that moves; its homes otherwise. */
    ImmutableList<NodeId> allHomes(int partition) {
        return placement(partition, Stage.JOINT).homes();
    }

    Placement placement(int partition, Stage stage) {
        ImmutableList<NodeId> from = moves.get(partition);
        return from == null || stage == Stage.SETTLED
                ? Placement.settled(target.preferenceList(partition))
                : Placement.moving(from, target.preferenceList(partition), stage);
    }

    /** Members that have a share of the partitions. */
    public ImmutableList<NodeId> owners() {
        return target.members().stream()
                .filter(member -> member.status().owns())
                .map(Member::id)
                .collect(ImmutableList.toImmutableList());
    }

    Optional<Member> member(NodeId id) {
        return target.members().stream()
                .filter(member -> member.id().equals(id))
                .findFirst();
    }

    @Override
    public int compareTo(RingPlan other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RingPlan that
                && proposer.equals(that.proposer)
                && base == that.base
                && before.equals(that.before)
                && target.equals(that.target)
                && still.equals(that.still);
    }

    @Override
    public int hashCode() {
        return target.hashCode();
    }

    @Override
    public String toString() {
        return "epoch " + epoch() + (proposer.isEmpty() ? "" : " of " + proposer) + ", " + moves.size() + " moves";
    }
}
