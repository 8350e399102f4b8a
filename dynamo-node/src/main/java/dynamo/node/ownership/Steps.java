package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dynamo.node.ownership.Progress.Level;
import dynamo.node.ownership.Progress.Row;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Bytes;
import java.util.List;

/**
 * When a home may go a stage further with a partition: never before all homes, old and new, have durably told that they did the
 * stage before. So no two homes are ever two stages apart, and what is read has always been written to.
 *
 * <p>And no partition is read anew, or even fetched, before every member has adopted the plan: from then on no other plan of its
 * epoch can win. Members that are down or removed, by an operator's word, are not waited for.
 *
 * <p>Pure functions.
 */
final class Steps {
    private final RingPlan plan;
    private final Progress progress;

    Steps(RingPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** The row of a member that has just adopted the plan. */
    static Row first(RingPlan plan, NodeId self) {
        byte[] levels = new byte[plan.target().partitions()];
        plan.moves().keySet().forEach(partition -> {
            if (plan.allHomes(partition).contains(self)) {
                levels[partition] = (byte) Level.ADOPTED.ordinal();
            }
        });
        return new Row(Bytes.owning(levels), false);
    }

    /** Whether the others wait for what this member does. */
    boolean isWaitedFor(NodeId node) {
        return !progress.down().contains(node)
                && plan.member(node)
                        .map(Member::status)
                        .filter(status -> status != Member.Status.DOWN && status != Member.Status.REMOVED)
                        .isPresent();
    }

    /** Members that have not yet durably adopted the plan, and are waited for. */
    ImmutableList<NodeId> unaware() {
        return plan.target().members().stream()
                .map(Member::id)
                .filter(node -> isWaitedFor(node) && !progress.hasAdopted(node))
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * Those of a group of homes that are waited for. When no other is left, also who is down: it has, or must get, what nobody else
     * does. Who is removed has nothing to come back for.
     */
    ImmutableList<NodeId> awaited(List<NodeId> homes) {
        ImmutableList<NodeId> awaited =
                homes.stream().filter(this::isWaitedFor).collect(ImmutableList.toImmutableList());
        return awaited.isEmpty()
                ? homes.stream().filter(home -> !isRemoved(home)).collect(ImmutableList.toImmutableList())
                : awaited;
    }

    boolean isRemoved(NodeId node) {
        return plan.member(node)
                .filter(member -> member.status() != Member.Status.REMOVED)
                .isEmpty();
    }

    /** Homes of a moving partition, old and new, that the others wait for: one of the new at least. */
    ImmutableList<NodeId> required(int partition) {
        ImmutableList<NodeId> to = awaited(plan.newHomes(partition).primaries());
        return plan.allHomes(partition).stream()
                .filter(home -> isWaitedFor(home) || to.contains(home))
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether all homes of the partition are as far. */
    boolean haveAll(int partition, Level level) {
        return required(partition).stream()
                .allMatch(home -> progress.level(home, partition).compareTo(level) >= 0);
    }

    /** Whether the partition's move is over, or it has none. */
    boolean isOver(int partition) {
        return !plan.moves(partition) || haveAll(partition, Level.MOVED);
    }

    boolean isOver() {
        return plan.moves().keySet().stream().allMatch(this::isOver);
    }

    /** Whether somebody may read the partition's new homes already. */
    boolean isSwitched(int partition) {
        return required(partition).stream()
                .anyMatch(home -> progress.level(home, partition).compareTo(Level.SWITCHED) >= 0);
    }

    /** Whether some member has said that the plan is to be cancelled. */
    boolean isFrozen() {
        return progress.rows().keySet().stream().anyMatch(node -> isWaitedFor(node) && progress.isFrozen(node));
    }

    /** Whether no member will switch another partition. */
    boolean isFrozenByAll() {
        return plan.target().members().stream()
                .map(Member::id)
                .filter(this::isWaitedFor)
                .allMatch(progress::isFrozen);
    }

    /**
     * How far a member may durably go now. One that is down, and froze the plan before, goes after the others, who went on without
     * it.
     *
     * @param lacking partitions that it does not have whole
     */
    Row next(NodeId self, Row own, ImmutableSortedSet<Integer> lacking) {
        boolean frozen = own.frozen() || isFrozen();
        boolean allAware = unaware().isEmpty();
        byte[] levels = own.levels().toArray();
        for (int partition : plan.moves().keySet()) {
            Level level = own.level(partition);
            boolean isStopped = frozen && (isWaitedFor(self) || !haveAll(partition, Level.SWITCHED));
            boolean mayAdvance = switch (level) {
                case NONE, MOVED -> false;
                case ADOPTED ->
                    allAware && !isStopped && !lacking.contains(partition) && haveAll(partition, Level.ADOPTED);
                case PROVEN -> !isStopped && haveAll(partition, Level.PROVEN);
                case SWITCHED -> haveAll(partition, Level.SWITCHED);
            };
            if (mayAdvance) {
                levels[partition]++;
            }
        }
        return new Row(Bytes.owning(levels), frozen);
    }

    /**
     * The stage at which this node works. A home goes by what it durably did; any other by the furthest home, for where one is
     * the others have done all that lies before.
     */
    Placement.Stage stage(NodeId self, int partition) {
        Level own = progress.level(self, partition);
        Level furthest = own != Level.NONE
                ? own
                : required(partition).stream()
                        .map(home -> progress.level(home, partition))
                        .max(Level::compareTo)
                        .orElse(Level.NONE);
        return switch (furthest) {
            case NONE, ADOPTED, PROVEN -> Placement.Stage.JOINT;
            case SWITCHED -> Placement.Stage.SWITCHED;
            case MOVED -> Placement.Stage.SETTLED;
        };
    }

    /**
     * Whom this home must have compared the partition with to have it whole: those that had it before; all others, if it was itself
     * taken to have it; and when the others are done with the move, whoever has it now.
     */
    ImmutableList<NodeId> sources(NodeId self, int partition) {
        return awaited(sourcesAndSelf(self, partition).stream()
                .filter(home -> !home.equals(self))
                .toList());
    }

    private List<NodeId> sourcesAndSelf(NodeId self, int partition) {
        List<NodeId> from = plan.moves().get(partition);
        if (from == null || isOver(partition)) {
            return plan.newHomes(partition).primaries();
        }
        return from.contains(self) ? plan.allHomes(partition) : from;
    }

    /** Whether a home may begin to make the partition whole: whoever writes it, writes it to this home too. */
    boolean mayFetch(int partition) {
        return !plan.moves(partition) || unaware().isEmpty() && haveAll(partition, Level.ADOPTED);
    }
}
