package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.node.ownership.Progress.Level;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Ring;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What this node knows of the plan in force and of how far its moves are, for people who look. Changes nothing.
 *
 * <p>Threading: the node's loop.
 */
public final class Overview {

    /** How far a partition's move is: as far as the home that is least far. */
    public enum Stage {
        /** Old and new homes are written; new ones get what is missing. */
        JOINT,
        /** All homes have all of it. */
        PROVEN,
        /** The new homes are read. */
        SWITCHED,
        /** Only the new homes are written. */
        MOVED
    }

    /** A partition whose homes change. */
    public record Move(int partition, ImmutableList<NodeId> from, ImmutableList<NodeId> to, Stage stage) {}

    private final Ownership ownership;

    public Overview(Ownership ownership) {
        this.ownership = ownership;
    }

    /** Where the plan was committed; empty for a cluster's first ring. */
    public Optional<NodeId> proposer() {
        String name = ownership.plan().proposer();
        return name.isEmpty() ? Optional.empty() : Optional.of(new NodeId(name));
    }

    /** Where everything is to be. */
    public Ring target() {
        return ownership.plan().target();
    }

    /** Where the members of a drafted plan would have everything; empty where nothing would move. */
    public static Optional<Ring> target(RingDraft.Plan draft) {
        return draft.plan().map(RingPlan::target);
    }

    /** What the plan says of a node now; empty where it does not name it. */
    public Optional<Member.Status> status(NodeId node) {
        return ownership.plan().member(node).map(ownership::status);
    }

    /** Whether the node has durably adopted the plan, as far as is known here. */
    public boolean hasAdopted(NodeId node) {
        return ownership.progress().hasAdopted(node);
    }

    /** Members that are waited for and have not adopted the plan. */
    public ImmutableList<NodeId> unaware() {
        return ownership.steps().unaware();
    }

    /** Whether the moves under way are about to be taken back. */
    public boolean isCancelling() {
        return !ownership.isSettled() && ownership.steps().isFrozen();
    }

    /** Whom a cancel waits for. */
    public ImmutableList<NodeId> unfrozen() {
        return target().members().stream()
                .map(Member::id)
                .filter(node ->
                        ownership.isWaitedFor(node) && !ownership.progress().isFrozen(node))
                .collect(ImmutableList.toImmutableList());
    }

    /** Partitions whose homes the plan changes, those included that have moved. */
    public int moves() {
        return ownership.plan().moves().size();
    }

    /** Those whose move is not over, in their order. */
    public ImmutableList<Move> moving() {
        if (ownership.isSettled()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<Move> moving = ImmutableList.builder();
        ownership.plan().moves().forEach((partition, from) -> {
            Stage stage = stage(partition);
            if (stage != Stage.MOVED) {
                moving.add(new Move(
                        partition, from, target().preferenceList(partition).primaries(), stage));
            }
        });
        return moving.build();
    }

    /** {@link Stage#MOVED} for a partition that does not move. */
    public Stage stage(int partition) {
        return ownership.moves(partition) ? stage(least(partition)) : Stage.MOVED;
    }

    private Level least(int partition) {
        return ownership.steps().required(partition).stream()
                .map(home -> ownership.progress().level(home, partition))
                .min(Level::compareTo)
                .orElse(Level.MOVED);
    }

    private static Stage stage(Level level) {
        return switch (level) {
            case NONE, ADOPTED -> Stage.JOINT;
            case PROVEN -> Stage.PROVEN;
            case SWITCHED -> Stage.SWITCHED;
            case MOVED -> Stage.MOVED;
        };
    }

    /** Where partitions are served that move and are not served by their new homes alone; by partition. */
    public ImmutableSortedMap<Integer, Placement> placements() {
        ImmutableSortedMap.Builder<Integer, Placement> placements = ImmutableSortedMap.naturalOrder();
        ownership.plan().moves().keySet().forEach(partition -> {
            Placement placement = ownership.placement(partition);
            if (placement.stage() != Placement.Stage.SETTLED) {
                placements.put(partition, placement);
            }
        });
        return placements.build();
    }

    /** Homes that hold moves back, being the least far; with the number of moves at each stage that wait for them. */
    public ImmutableSortedMap<NodeId, ImmutableSortedMap<Stage, Integer>> holders(ImmutableList<Move> moving) {
        Map<NodeId, Map<Stage, Integer>> holders = new TreeMap<>();
        for (Move move : moving) {
            ownership.steps().required(move.partition).stream()
                    .filter(home -> stage(ownership.progress().level(home, move.partition)) == move.stage)
                    .forEach(home -> holders.computeIfAbsent(home, node -> new TreeMap<>())
                            .merge(move.stage, 1, Integer::sum));
        }
        ImmutableSortedMap.Builder<NodeId, ImmutableSortedMap<Stage, Integer>> all = ImmutableSortedMap.naturalOrder();
        holders.forEach((node, counts) -> all.put(node, ImmutableSortedMap.copyOf(counts)));
        return all.buildOrThrow();
    }

    /** Partitions this node is a home of and does not have whole. */
    public int lacking() {
        return ownership.lacking();
    }
}
