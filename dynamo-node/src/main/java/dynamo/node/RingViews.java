package dynamo.node;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dynamo.node.antientropy.AntiEntropy;
import dynamo.node.env.NodeEvents;
import dynamo.node.ownership.Overview;
import dynamo.node.ownership.Overview.Stage;
import dynamo.node.ownership.Ownership;
import dynamo.node.ownership.Planner;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes what people are shown of the ring and of its moves.
 *
 * <p>Threading: the node's loop; what it gives may be read anywhere.
 */
public final class RingViews {
    /** Of moves and of leftovers in one view. */
    private static final int LISTED_MAX = 1024;

    private final NodeId self;
    private final RingState ring;
    private final Planner.Sight sight;
    private final AntiEntropy antiEntropy;

    RingViews(NodeId self, RingState ring, Planner.Sight sight, AntiEntropy antiEntropy) {
        this.self = self;
        this.ring = ring;
        this.sight = sight;
        this.antiEntropy = antiEntropy;
    }

    /** The ring and its members. */
    public RingView view() {
        Ownership ownership = ring.ownership();
        Overview overview = new Overview(ownership);
        return new RingView(
                ownership.epoch(),
                overview.proposer(),
                ownership.ring(),
                overview.target(),
                ownership.isSettled(),
                overview.unaware().isEmpty(),
                overview.target().members().stream()
                        .map(member -> member(overview, member))
                        .filter(member -> !ownership.isSettled() || member.status() != Member.Status.REMOVED)
                        .collect(ImmutableList.toImmutableList()),
                ring.planner().candidates().stream()
                        .map(each -> new RingView.CandidateView(
                                each.id(), each.zone(), each.weight(), each.replaces(), each.address()))
                        .collect(ImmutableList.toImmutableList()));
    }

    private RingView.MemberView member(Overview overview, Member member) {
        String told = sight.address(member.id());
        return new RingView.MemberView(
                member,
                ring.ownership().status(member),
                told.isEmpty() ? member.address() : told,
                overview.hasAdopted(member.id()));
    }

    /** Where every partition is served. */
    public RingView.Partitions partitions() {
        Overview overview = new Overview(ring.ownership());
        ImmutableSortedMap<Integer, Placement> moving = overview.placements();
        ImmutableSortedMap.Builder<Integer, NodeId> pending = ImmutableSortedMap.naturalOrder();
        for (Overview.Move move : overview.moving()) {
            NodeId next = move.to().get(0);
            if (!next.equals(placement(move.partition()).list().owner())) {
                pending.put(move.partition(), next);
            }
        }
        return new RingView.Partitions(ring.ownership().epoch(), overview.target(), moving, pending.buildOrThrow());
    }

    /** Where a partition is served now. */
    public Placement placement(int partition) {
        return ring.placement(partition);
    }

    /** How far the move of a partition is; empty when it does not move. */
    public Optional<String> stage(int partition) {
        Stage stage = new Overview(ring.ownership()).stage(partition);
        return stage == Stage.MOVED ? Optional.empty() : Optional.of(text(stage));
    }

    private static String text(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /** How far the moves are, and what this node has to do with them. */
    public TransfersView transfers() {
        Ownership ownership = ring.ownership();
        Overview overview = new Overview(ownership);
        ImmutableList<Overview.Move> moving = overview.moving();
        ImmutableList<TransfersView.Leftover> leftovers = leftovers();
        return new TransfersView(
                ownership.epoch(),
                ownership.isSettled(),
                overview.isCancelling(),
                overview.moves(),
                overview.moves() - moving.size(),
                ring.partitions(),
                waitingFor(overview, moving),
                moving.stream()
                        .limit(LISTED_MAX)
                        .map(move ->
                                new TransfersView.Move(move.partition(), move.from(), move.to(), text(move.stage())))
                        .collect(ImmutableList.toImmutableList()),
                moving.size() > LISTED_MAX || leftovers.size() > LISTED_MAX,
                overview.lacking(),
                receiving(),
                leftovers.stream().limit(LISTED_MAX).collect(ImmutableList.toImmutableList()));
    }

    private ImmutableList<TransfersView.Receiving> receiving() {
        ImmutableSortedSet<Integer> toFetch = ImmutableSortedSet.copyOf(ring.toFetch());
        return antiEntropy.running().stream()
                .filter(running -> toFetch.contains(running.partition()))
                .map(running -> new TransfersView.Receiving(
                        running.partition(),
                        running.peer(),
                        running.keysHere(),
                        running.bytesReceived(),
                        running.state()))
                .collect(ImmutableList.toImmutableList());
    }

    private ImmutableList<TransfersView.Leftover> leftovers() {
        return antiEntropy.leftovers().stream()
                .map(leftover -> new TransfersView.Leftover(
                        leftover.partition(), leftover.to(), leftover.dropping() ? "dropping" : "giving"))
                .collect(ImmutableList.toImmutableList());
    }

    /** Of each node the first thing that holds moves back: later ones wait for that. */
    private ImmutableList<TransfersView.Waiting> waitingFor(Overview overview, ImmutableList<Overview.Move> moving) {
        ImmutableList<NodeId> unaware = overview.unaware();
        ImmutableList<NodeId> unfrozen = overview.isCancelling() ? overview.unfrozen() : ImmutableList.of();
        ImmutableSortedMap<NodeId, ImmutableSortedMap<Stage, Integer>> holders = overview.holders(moving);
        boolean mayBegin = unaware.isEmpty() && !overview.isCancelling();
        Set<NodeId> nodes = new TreeSet<>(unaware);
        nodes.addAll(unfrozen);
        nodes.addAll(holders.keySet());
        ImmutableList.Builder<TransfersView.Waiting> waiting = ImmutableList.builder();
        for (NodeId node : nodes) {
            Optional<String> why = unaware.contains(node)
                    ? Optional.of("has not adopted epoch " + ring.ownership().epoch())
                    : unfrozen.contains(node)
                            ? Optional.of("does not know yet that the handoff is cancelled")
                            : reason(holders.getOrDefault(node, ImmutableSortedMap.of()), mayBegin);
            why.map(reason -> sight.isReachable(node) ? reason : reason + "; cannot be reached")
                    .ifPresent(reason -> waiting.add(new TransfersView.Waiting(node, reason)));
        }
        return waiting.build();
    }

    private static Optional<String> reason(ImmutableSortedMap<Stage, Integer> held, boolean mayBegin) {
        for (var each : held.entrySet()) {
            String partitions = each.getValue() == 1 ? "1 partition" : each.getValue() + " partitions";
            switch (each.getKey()) {
                case JOINT -> {
                    if (mayBegin) {
                        return Optional.of("fetches " + partitions);
                    }
                }
                case PROVEN -> {
                    if (mayBegin) {
                        return Optional.of("is to read the new homes of " + partitions);
                    }
                }
                default -> {
                    return Optional.of("is to write to the new homes only of " + partitions);
                }
            }
        }
        return Optional.empty();
    }

    /** Tells how far the moves are. */
    void tell(NodeEvents events) {
        Overview overview = new Overview(ring.ownership());
        events.onRing(ring.ownership().epoch(), overview.moving().size(), overview.lacking());
    }

    /** Why this node has no part in the ring; empty when it has. */
    Optional<String> outside() {
        Ownership ownership = ring.ownership();
        if (ownership.isMember()) {
            return Optional.empty();
        }
        if (new Overview(ownership).status(self).isPresent()) {
            return Optional.of(
                    "this node was removed from the ring; it hands over what it has and can then be stopped");
        }
        return Optional.of(
                ownership.epoch() == 0
                        ? "this node has not heard from the cluster yet that it would join"
                        : "this node waits to be joined: ring join, plan, commit");
    }
}
