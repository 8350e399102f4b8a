package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dynamo.node.ownership.RingChange.Kind;
import dynamo.ring.Claim;
import dynamo.ring.ClaimRefusedException;
import dynamo.ring.Member;
import dynamo.ring.Member.Status;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.ring.RingDiff;
import dynamo.version.Bytes;
import dynamo.version.Encoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes a plan of changes, or says why there is none. Looks, and changes nothing. */
final class Drafting {
    private static final int ID_BYTES = 4;

    private final NodeId self;
    private final Ownership ownership;
    private final Planner.Sight sight;
    private final ImmutableList<Candidate> candidates;
    private final LastClaim claim;

    Drafting(
            NodeId self,
            Ownership ownership,
            Planner.Sight sight,
            ImmutableList<Candidate> candidates,
            LastClaim claim) {
        this.self = self;
        this.ownership = ownership;
        this.sight = sight;
        this.candidates = candidates;
        this.claim = claim;
    }

    /** Why this cannot be done, whatever else is staged; empty when it can. */
    Optional<String> refusal(RingChange change) {
        return switch (change.kind()) {
            case JOIN -> candidateRefusal(change.subject());
            case LEAVE ->
                memberRefusal(change.subject())
                        .or(() -> sight.isReachable(change.subject())
                                ? Optional.empty()
                                : Optional.of(
                                        change.subject() + " cannot be reached, so it cannot hand over what it has;"
                                                + " if it will not come back, remove it"));
            case REMOVE, DOWN ->
                memberRefusal(change.subject())
                        .or(() -> sight.isReachable(change.subject())
                                ? Optional.of(change.subject() + " is alive; "
                                        + (change.kind() == Kind.REMOVE
                                                ? "let it leave, or stop it first"
                                                : "only a dead node can be declared down"))
                                : Optional.empty());
            case REPLACE ->
                memberRefusal(change.subject())
                        .or(() -> change.by().isEmpty()
                                ? Optional.of("a replacement needs the node that takes the place")
                                : candidateRefusal(change.by().get()));
            case WEIGHT, ZONE -> isCandidate(change.subject()) ? Optional.empty() : memberRefusal(change.subject());
            case CANCEL ->
                ownership.isSettled()
                        ? Optional.of("no handoff is under way; there is nothing to cancel")
                        : Optional.empty();
        };
    }

    private boolean isCandidate(NodeId node) {
        return candidates.stream().anyMatch(candidate -> candidate.id().equals(node));
    }

    private Optional<String> candidateRefusal(NodeId node) {
        return isCandidate(node)
                ? Optional.empty()
                : Optional.of("no node " + node + " asks to join; start it with --join and this cluster's secret");
    }

    private Optional<String> memberRefusal(NodeId node) {
        boolean owns = ownership
                .plan()
                .member(node)
                .filter(member -> member.status().owns())
                .isPresent();
        return owns ? Optional.empty() : Optional.of("there is no member " + node);
    }

    RingDraft draft(ImmutableList<RingChange> changes) {
        if (changes.isEmpty()) {
            return new RingDraft.Nothing();
        }
        Optional<String> refusal = changes.stream()
                .map(this::refusal)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> clash(changes));
        if (refusal.isPresent()) {
            return new RingDraft.Refused(changes, refusal.get());
        }
        boolean atOnce =
                changes.stream().allMatch(change -> change.kind() == Kind.DOWN || change.kind() == Kind.CANCEL);
        if (atOnce && !ownership.isWaitedFor(self)) {
            return new RingDraft.Refused(
                    changes, "the others do not wait for this node, which is down or no member; ask another");
        }
        if (atOnce) {
            return new RingDraft.Plan(
                    id(named(changes)),
                    ownership.epoch(),
                    changes,
                    ImmutableList.of(),
                    Optional.empty(),
                    Optional.empty());
        }
        Optional<String> notNow = notNow();
        return notNow.<RingDraft>map(why -> new RingDraft.Refused(changes, why)).orElseGet(() -> planned(changes));
    }

    private static Optional<String> clash(List<RingChange> changes) {
        if (changes.size() > 1 && changes.stream().anyMatch(change -> change.kind() == Kind.CANCEL)) {
            return Optional.of("a cancel stands alone; clear the other changes");
        }
        Map<NodeId, Kind> fates = new TreeMap<>();
        for (RingChange change : changes) {
            for (NodeId node : nodes(change)) {
                Kind other = fates.putIfAbsent(node, change.kind());
                if (other != null) {
                    return Optional.of(node + " is to " + text(other) + " and to " + text(change.kind()) + " at once");
                }
            }
        }
        return Optional.empty();
    }

    /** Weights and zones go with anything. */
    private static List<NodeId> nodes(RingChange change) {
        List<NodeId> nodes = new ArrayList<>();
        if (change.kind() != Kind.WEIGHT && change.kind() != Kind.ZONE) {
            change.node().ifPresent(nodes::add);
            change.by().ifPresent(nodes::add);
        }
        return nodes;
    }

    private static String text(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    private Optional<String> notNow() {
        if (!ownership.isMember()) {
            return Optional.of("this node is no member of the ring; ask a member");
        }
        if (!ownership.isSettled()) {
            long over = ownership.plan().moves().keySet().stream()
                    .filter(ownership.steps()::isOver)
                    .count();
            return Optional.of("a handoff is under way: " + over + " of "
                    + ownership.plan().moves().size() + " partitions have moved; wait for it, or cancel it");
        }
        ImmutableList<NodeId> unaware = ownership.steps().unaware();
        return unaware.isEmpty()
                ? Optional.empty()
                : Optional.of("the members do not agree on the ring yet: " + unaware + " did not adopt epoch "
                        + ownership.epoch() + "; wait, or declare down who is dead");
    }

    private RingDraft planned(ImmutableList<RingChange> changes) {
        try {
            Ring before = ownership.plan().target();
            Ring target = target(before, changes);
            RingPlan plan = new RingPlan(self.name(), ownership.rank(), before, target, ImmutableSortedSet.of());
            return new RingDraft.Plan(
                    id(RingPlanForm.encode(plan)),
                    ownership.epoch(),
                    changes,
                    warnings(plan),
                    Optional.of(RingDiff.between(before, target)),
                    Optional.of(plan));
        } catch (ClaimRefusedException e) {
            return new RingDraft.Refused(changes, String.valueOf(e.getMessage()));
        }
    }

    private Ring target(Ring before, List<RingChange> changes) {
        Map<NodeId, Member> members = new TreeMap<>();
        before.members().stream()
                .filter(member -> member.status().owns())
                .forEach(member -> members.put(
                        member.id(), member.withStatus(standing(member)).withAddress(address(member))));
        Ring ring = before;
        for (RingChange change : changes) {
            change.newcomer().ifPresent(node -> members.put(node, newcomer(node)));
            if (change.kind() == Kind.REPLACE && ring.ownership(change.subject()) > 0) {
                ring = Claim.replaced(
                        ring, change.subject(), newcomer(change.by().orElseThrow()));
            }
        }
        for (RingChange change : changes) {
            change.node().ifPresent(node -> members.computeIfPresent(node, (id, member) -> changed(member, change)));
        }
        return claim.next(ring, ImmutableList.copyOf(members.values()));
    }

    /** Who was down is a member like others again, once it is back and goes by this ring. */
    private Status standing(Member member) {
        boolean wasDown =
                member.status() == Status.DOWN || ownership.progress().down().contains(member.id());
        boolean isBack = sight.isReachable(member.id()) && ownership.progress().hasAdopted(member.id());
        return wasDown && !isBack ? Status.DOWN : Status.VALID;
    }

    private String address(Member member) {
        String told = sight.address(member.id());
        return told.isEmpty() ? member.address() : told;
    }

    private Member newcomer(NodeId node) {
        Candidate candidate = candidates.stream()
                .filter(each -> each.id().equals(node))
                .findFirst()
                .orElseThrow();
        return new Member(node, candidate.zone(), candidate.weight(), Status.JOINING, candidate.address());
    }

    private Member changed(Member member, RingChange change) {
        return switch (change.kind()) {
            case JOIN, CANCEL -> member;
            case LEAVE -> member.withStatus(Status.LEAVING);
            case REMOVE -> member.withStatus(Status.REMOVED);
            case REPLACE -> member.withStatus(sight.isReachable(member.id()) ? Status.LEAVING : Status.REMOVED);
            case DOWN -> member.withStatus(Status.DOWN);
            case WEIGHT -> member.withWeight(change.weight().orElse(member.weight()));
            case ZONE -> member.withZone(change.zone().orElse(member.zone()));
        };
    }

    private static ImmutableList<String> warnings(RingPlan plan) {
        ImmutableList.Builder<String> warnings = ImmutableList.builder();
        long lost = plan.moves().values().stream()
                .filter(homes -> homes.stream()
                        .allMatch(home -> plan.member(home)
                                .filter(member -> member.status() != Status.REMOVED)
                                .isEmpty()))
                .count();
        if (lost > 0) {
            warnings.add("all copies of " + lost + " partitions are on nodes that are removed: what they hold is lost");
        }
        long waiting = plan.moves().keySet().stream()
                .filter(partition -> plan.newHomes(partition).primaries().stream()
                        .allMatch(home -> plan.member(home)
                                .filter(member -> member.status() == Status.DOWN)
                                .isPresent()))
                .count();
        if (waiting > 0) {
            warnings.add(waiting + " partitions go to nodes that are down: the handoff ends when these are back");
        }
        int before = plan.before().replicas();
        int after = plan.target().replicas();
        if (after < before) {
            warnings.add("too few nodes are left for " + before + " copies of each value; there will be " + after);
        }
        return warnings.build();
    }

    /** The plan that ends the one in force: what nobody reads at its new homes stays where it is, and all else comes back. */
    RingPlan cancelled() {
        RingPlan plan = ownership.plan();
        Map<NodeId, Member> members = new TreeMap<>();
        for (Member member : plan.target().members()) { // who has something now hands it back
            members.put(
                    member.id(),
                    member.withStatus(member.status() == Status.REMOVED ? Status.REMOVED : Status.LEAVING));
        }
        for (Member member : plan.before().members()) {
            if (member.status().owns()) {
                boolean isDead = !ownership.isWaitedFor(member.id()) && !sight.isReachable(member.id());
                members.put(member.id(), member.withStatus(isDead ? Status.DOWN : Status.VALID));
            }
        }
        TreeSet<Integer> still = new TreeSet<>(plan.moves().keySet());
        still.removeIf(ownership.steps()::isSwitched);
        ImmutableList<Member> all = ImmutableList.copyOf(members.values());
        List<NodeId> ids = all.stream().map(Member::id).toList();
        int[] owners = new int[plan.before().partitions()];
        for (int partition = 0; partition < owners.length; partition++) {
            owners[partition] = ids.indexOf(plan.before().owner(partition));
        }
        Ring target = Ring.of(plan.epoch() + 1, plan.before().n(), all, owners);
        return new RingPlan(self.name(), plan.rank(), plan.target(), target, still);
    }

    private Bytes named(List<RingChange> changes) {
        return new Encoder(64).i64(ownership.rank()).string(changes.toString()).toBytes();
    }

    private static String id(Bytes of) {
        byte[] hash = Hashing.murmur3_128().hashBytes(of.toArray()).asBytes();
        return BaseEncoding.base16().lowerCase().encode(hash, 0, ID_BYTES);
    }
}
