package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.node.Node;
import dynamo.node.ownership.Candidate;
import dynamo.node.ownership.Planner;
import dynamo.node.ownership.RingChange;
import dynamo.node.ownership.RingChange.Kind;
import dynamo.node.ownership.RingDraft;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Operators who change the ring while all else goes wrong: they let nodes join, leave, be replaced or removed, change weights, declare
 * dead nodes down, and think better of it half-way; sometimes two of them at once, at different nodes.
 */
final class RingChaos {
    private static final int ZONES = 3;

    private final World world;
    private final SplittableRandom random;
    private final Damage damage;
    private final Set<Long> epochs = new TreeSet<>();

    RingChaos(World world, Seed seed, Damage damage) {
        this.world = world;
        this.random = seed.random();
        this.damage = damage;
    }

    void act() {
        world.machines().stream()
                .filter(Machine::isNew)
                .findFirst()
                .filter(spare -> random.nextBoolean())
                .ifPresent(Machine::start);
        operate(any());
        if (random.nextInt(4) == 0) {
            operate(any()); // another operator, who may see another cluster
        }
    }

    private Machine any() {
        return world.machines().get(random.nextInt(world.machines().size()));
    }

    private void operate(Machine at) {
        at.process()
                .filter(process -> process.node().isReady() && !at.isPaused())
                .ifPresent(process -> process.loop().execute(() -> operate(at, process.node())));
    }

    private void operate(Machine at, Node node) {
        Planner planner = node.planner();
        if (node.ownership().isSettled()) {
            List<RingChange> wanted = new ArrayList<>();
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                change(node).ifPresent(wanted::add);
            }
            wanted.forEach(planner::stage);
        } else if (random.nextInt(3) == 0) {
            planner.stage(RingChange.cancel());
        } else {
            dead(node).filter(this::mayBeDown).ifPresent(id -> planner.stage(RingChange.of(Kind.DOWN, id)));
        }
        RingDraft draft = planner.draft();
        if (draft instanceof RingDraft.Plan plan && isAllowed(plan)) {
            world.trace().add("commit", at.id().name(), plan.epoch(), 0, plan.changes());
            plan.changes().forEach(this::note);
            boolean isNew = plan.plan().isPresent();
            planner.commit(plan.id(), committed -> onCommitted(committed, isNew));
        } else {
            world.tally().count("ring: " + draft.getClass().getSimpleName());
            planner.clear();
        }
        if (random.nextBoolean()) {
            planner.clear();
        }
    }

    private void onCommitted(Planner.Committed committed, boolean isNew) {
        world.tally().count("ring: commit " + committed.getClass().getSimpleName());
        if (isNew && committed instanceof Planner.Committed.Done done && !epochs.add(done.epoch())) {
            world.tally().hit(Probe.PLANS_CLASHED);
        }
    }

    private void note(RingChange change) {
        world.tally().count("ring: " + change.kind());
        if (change.kind() == Kind.CANCEL) {
            world.tally().hit(Probe.PLAN_CANCELLED);
        }
        boolean isLost = change.kind() == Kind.REMOVE
                || change.kind() == Kind.REPLACE
                        && !world.machine(change.node().orElseThrow()).isUp();
        if (isLost) {
            damage.losesDisk(world.machine(change.node().orElseThrow()).number());
        }
    }

    private Optional<RingChange> change(Node node) {
        ImmutableList<Member> members = node.ring().members();
        NodeId member = members.get(random.nextInt(members.size())).id();
        Optional<NodeId> candidate =
                node.planner().candidates().stream().map(Candidate::id).findFirst();
        return switch (random.nextInt(7)) {
            case 0, 1 -> candidate.map(id -> RingChange.of(Kind.JOIN, id));
            case 2 -> Optional.of(RingChange.of(Kind.LEAVE, member));
            case 3 ->
                candidate.map(id -> new RingChange(
                        Kind.REPLACE,
                        Optional.of(member),
                        Optional.of(id),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        false));
            case 4 -> dead(node).map(id -> RingChange.of(Kind.REMOVE, id));
            case 5 ->
                Optional.of(new RingChange(
                        Kind.WEIGHT,
                        Optional.of(member),
                        Optional.empty(),
                        OptionalDouble.of(random.nextDouble(0.3, 3)),
                        Optional.empty(),
                        false));
            default ->
                Optional.of(new RingChange(
                        Kind.ZONE,
                        Optional.of(member),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        Optional.of("z" + random.nextInt(ZONES)),
                        false));
        };
    }

    private Optional<NodeId> dead(Node node) {
        return node.ring().members().stream()
                .map(Member::id)
                .filter(id -> !world.machine(id).isUp() && !node.isReachable(id))
                .findFirst();
    }

    /** An operator who says that a living node is dead, or that half of the cluster is, gets what he asks for. */
    private boolean mayBeDown(NodeId id) {
        return world.machines().stream()
                .filter(machine -> !machine.id().equals(id))
                .flatMap(machine -> machine.process().stream())
                .allMatch(process -> process.node().ownership().members().stream()
                        .filter(member -> !member.id().equals(id))
                        .allMatch(member -> process.node().ownership().isWaitedFor(member.id())));
    }

    /** Who is removed while dead may have the last copies: as with a lost disk. And some are to remain. */
    private boolean isAllowed(RingDraft.Plan plan) {
        long owners = plan.plan()
                .map(next -> next.owners().size())
                .orElse(world.plan().size().nodes());
        int least = Math.min(world.plan().size().nodes(), world.plan().size().n());
        return owners >= least
                && plan.changes().stream()
                        .filter(change -> change.kind() == Kind.REMOVE || change.kind() == Kind.REPLACE)
                        .map(change -> world.machine(change.node().orElseThrow()))
                        .filter(machine -> !machine.isUp())
                        .allMatch(machine -> damage.mayLoseDisk(machine.number()));
    }
}
