package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What operators stage at this node, and what they commit of it: exactly the plan they were shown, or nothing. Nodes that ask to
 * join stage that themselves. What is staged is in memory, and of this node.
 *
 * <p>Threading: the node's loop.
 */
public final class Planner {
    private static final int STAGED_MAX = 1024;

    /** What the node sees of others now. */
    public interface Sight {
        boolean isReachable(NodeId node);

        /** Where it listens for its peers; empty when that is not known. */
        String address(NodeId node);
    }

    private final NodeId self;
    private final Ownership ownership;
    private final Supplier<ImmutableList<Candidate>> candidates;
    private final Sight sight;
    private final LastClaim claim = new LastClaim();
    private final List<RingChange> staged = new ArrayList<>();
    /** Wishes that an operator did not want. */
    private final Set<NodeId> unwanted = new TreeSet<>();

    public Planner(NodeId self, Ownership ownership, Supplier<ImmutableList<Candidate>> candidates, Sight sight) {
        this.self = self;
        this.ownership = ownership;
        this.candidates = candidates;
        this.sight = sight;
    }

    /** @return why it is refused; empty when it is staged */
    public Optional<String> stage(RingChange change) {
        if (staged.size() >= STAGED_MAX) {
            return Optional.of("there are " + STAGED_MAX + " changes staged already");
        }
        Optional<String> refusal = drafting().refusal(change);
        if (refusal.isEmpty()) {
            staged.removeIf(other -> other.node().equals(change.node()) && other.kind() == change.kind());
            staged.add(change);
            change.newcomer().ifPresent(unwanted::remove);
        }
        return refusal;
    }

    /** What operators staged, and what nodes ask for that nobody staged otherwise. */
    public ImmutableList<RingChange> staged() {
        ImmutableList.Builder<RingChange> all =
                ImmutableList.<RingChange>builder().addAll(staged);
        boolean mayPlan =
                ownership.isSettled() && staged.stream().noneMatch(change -> change.kind() == RingChange.Kind.CANCEL);
        for (Candidate candidate : candidates.get()) {
            boolean isNamed = staged.stream()
                    .anyMatch(change ->
                            change.newcomer().filter(candidate.id()::equals).isPresent());
            if (mayPlan && !isNamed && !unwanted.contains(candidate.id())) {
                all.add(wish(candidate));
            }
        }
        return all.build();
    }

    private static RingChange wish(Candidate candidate) {
        Optional<NodeId> self = Optional.of(candidate.id());
        return candidate.replaces().isPresent()
                ? new RingChange(
                        RingChange.Kind.REPLACE,
                        candidate.replaces(),
                        self,
                        OptionalDouble.empty(),
                        Optional.empty(),
                        true)
                : new RingChange(
                        RingChange.Kind.JOIN, self, Optional.empty(), OptionalDouble.empty(), Optional.empty(), true);
    }

    public ImmutableList<Candidate> candidates() {
        return candidates.get();
    }

    public void clear() {
        staged.clear();
        candidates.get().forEach(candidate -> unwanted.add(candidate.id()));
    }

    public RingDraft draft() {
        return drafting().draft(staged());
    }

    /**
     * @param id of the plan as it was shown
     * @param done told when it is durable here, with the epoch then, or why it is refused
     */
    public void commit(String id, Consumer<Committed> done) {
        RingDraft draft = draft();
        if (draft instanceof RingDraft.Refused refused) {
            done.accept(new Committed.Refused(refused.why()));
        } else if (!(draft instanceof RingDraft.Plan plan) || !plan.id().equals(id)) {
            done.accept(new Committed.Unknown());
        } else if (plan.plan().isPresent()) {
            staged.clear();
            ownership.adopt(
                    plan.plan().get(),
                    Progress.NONE,
                    durable -> done.accept(
                            durable
                                    ? new Committed.Done(plan.plan().get().epoch())
                                    : new Committed.Refused("it could not be written to this node's disk")));
        } else {
            staged.clear();
            plan.changes().forEach(this::apply);
            done.accept(new Committed.Done(ownership.epoch()));
        }
    }

    private void apply(RingChange change) {
        if (change.kind() == RingChange.Kind.CANCEL) {
            ownership.freeze();
        } else {
            ownership.declareDown(change.subject());
        }
    }

    /** What became of a commit. */
    public sealed interface Committed {
        record Done(long epoch) implements Committed {}

        record Refused(String why) implements Committed {}

        /** It is not what would be committed now. */
        record Unknown() implements Committed {}
    }

    /** When nobody switches partitions any more, the first of the members that can be reached brings the old ring back. */
    public void beat() {
        if (!ownership.isSettled() && ownership.steps().isFrozenByAll() && isFirst()) {
            ownership.adopt(drafting().cancelled(), Progress.NONE, durable -> {});
        }
    }

    private boolean isFirst() {
        return ownership.plan().target().members().stream()
                .map(Member::id)
                .filter(ownership::isWaitedFor)
                .filter(node -> node.equals(self) || sight.isReachable(node))
                .findFirst()
                .filter(self::equals)
                .isPresent();
    }

    private Drafting drafting() {
        return new Drafting(self, ownership, sight, candidates.get(), claim);
    }
}
