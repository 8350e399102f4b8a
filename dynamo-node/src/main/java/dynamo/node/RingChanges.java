package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.node.ownership.Overview;
import dynamo.node.ownership.Ownership;
import dynamo.node.ownership.Planner;
import dynamo.node.ownership.RingChange;
import dynamo.node.ownership.RingDraft;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.ring.RingDiff;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Where operators change the ring: they stage changes, look at the plan, and commit what they have seen.
 *
 * <p>Threading: the node's loop.
 */
public final class RingChanges {

    /**
     * One change, in an operator's words.
     *
     * @param kind {@code join}, {@code leave}, {@code replace}, {@code remove}, {@code down}, {@code weight}, {@code zone} or
     *     {@code cancel}
     * @param node whom it is about; the one that is to go, of a replacement
     * @param by who takes its place
     * @param askedByNode whether the node asked for it itself
     */
    public record Change(
            String kind,
            Optional<NodeId> node,
            Optional<NodeId> by,
            OptionalDouble weight,
            Optional<String> zone,
            boolean askedByNode) {

        /**
         * What an operator asks for.
         *
         * @throws IllegalArgumentException saying what is too much, not enough or not possible for such a change
         */
        public static Change asked(
                String kind, Optional<NodeId> node, Optional<NodeId> by, OptionalDouble weight, Optional<String> zone) {
            RingChange.Kind known = known(kind);
            check(kind, "node", node.isPresent(), known != RingChange.Kind.CANCEL);
            check(kind, "by", by.isPresent(), known == RingChange.Kind.REPLACE);
            check(kind, "weight", weight.isPresent(), known == RingChange.Kind.WEIGHT);
            check(kind, "zone", zone.isPresent(), known == RingChange.Kind.ZONE);
            node.ifPresent(id -> checkPossible(new Member(id, ""), weight, zone));
            return new Change(kind, node, by, weight, zone, false);
        }

        private static void checkPossible(Member member, OptionalDouble weight, Optional<String> zone) {
            weight.ifPresent(member::withWeight);
            zone.map(name -> name.isEmpty() ? "?" : name)
                    .ifPresent(member::withZone); // an empty one would be the default's
        }

        private static RingChange.Kind known(String kind) {
            for (RingChange.Kind known : RingChange.Kind.values()) {
                if (kind.equals(text(known))) {
                    return known;
                }
            }
            throw new IllegalArgumentException(
                    "a change is one of join, leave, replace, remove, down, weight, zone and cancel");
        }

        private static void check(String kind, String member, boolean isGiven, boolean isWanted) {
            if (isGiven != isWanted) {
                throw new IllegalArgumentException(
                        "the change " + kind + (isWanted ? " needs a " : " takes no ") + "\"" + member + "\"");
            }
        }

        private static Change of(RingChange change) {
            return new Change(
                    text(change.kind()),
                    change.node(),
                    change.by(),
                    change.weight(),
                    change.zone(),
                    change.askedByNode());
        }

        private RingChange wanted() {
            return new RingChange(known(kind), node, by, weight, zone, askedByNode);
        }

        private static String text(RingChange.Kind kind) {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }

    private final Planner planner;
    private final Ownership ownership;

    RingChanges(Planner planner, Ownership ownership) {
        this.planner = planner;
        this.ownership = ownership;
    }

    /** @return why it is refused; empty when it is staged */
    public Optional<Failure> stage(Change change) {
        return planner.stage(change.wanted()).map(RingChanges::refused);
    }

    /** What operators staged, and what nodes ask for themselves. */
    public ImmutableList<Change> staged() {
        return changes(planner.staged());
    }

    /** Forgets what is staged. */
    public void clear() {
        planner.clear();
    }

    public PlanView plan() {
        RingDraft draft = planner.draft();
        if (draft instanceof RingDraft.Refused refused) {
            return new PlanView.Refused(refused(refused.why()));
        }
        if (!(draft instanceof RingDraft.Plan plan)) {
            return new PlanView.Nothing();
        }
        Optional<Ring> target = Overview.target(plan);
        return new PlanView.Planned(
                plan.id(),
                plan.epoch(),
                changes(plan.changes()),
                plan.warnings(),
                plan.diff()
                        .orElseGet(() -> RingDiff.between(ownership.ring(), ownership.ring()))
                        .areZonesSafe(),
                target.map(Ring::members).orElse(ImmutableList.of()),
                plan.diff());
    }

    /**
     * @param id of the plan as it was shown
     * @param done told the epoch, once it is durable here
     * @param failed told why nothing was changed
     */
    public void commit(String id, LongConsumer done, Consumer<Failure> failed) {
        planner.commit(id, committed -> {
            if (committed instanceof Planner.Committed.Done durable) {
                done.accept(durable.epoch());
            } else if (committed instanceof Planner.Committed.Refused refused) {
                failed.accept(refused(refused.why()));
            } else {
                failed.accept(Failure.of(
                        ErrorCode.PLAN_UNKNOWN,
                        "this is not the plan that would be committed now; look at the plan again"));
            }
        });
    }

    private static Failure refused(String why) {
        return Failure.of(ErrorCode.RING_CHANGE_REFUSED, why);
    }

    private static ImmutableList<Change> changes(ImmutableList<RingChange> changes) {
        return changes.stream().map(Change::of).collect(ImmutableList.toImmutableList());
    }
}
