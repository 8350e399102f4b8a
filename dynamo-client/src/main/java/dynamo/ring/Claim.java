package dynamo.ring;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Decides who owns what. A claim depends on its arguments only, not on the order of the members: any node may make it. */
public final class Claim {
    private Claim() {}

    /**
     * The first ring of a cluster, epoch 1. In this order of importance:
     *
     * <ol>
     *   <li>each node owns floor or ceiling of Q / nodes;
     *   <li>with more than N nodes, no N consecutive partitions repeat a node, the last partition being the first one's
     *       neighbour;
     *   <li>with N zones or more, no N consecutive partitions repeat a zone, wherever such a ring exists: where no zone
     *       must own more than Q / N (rounded down);
     *   <li>elsewhere, every node is a home of as equal a number of partitions as a few plans offer.
     * </ol>
     *
     * @param partitions Q, a power of two in 8..65536
     * @param n the replicas wanted of every key
     * @throws ClaimRefusedException where no such ring exists
     */
    public static Ring first(List<Member> members, int partitions, int n) {
        Ring.checkPartitions(partitions);
        Ring.checkN(n);
        ImmutableList<Member> sorted = Ring.sorted(members);
        int nodes = sorted.size();
        checkEnough(nodes, partitions, n);
        return new FirstClaim(sorted, partitions, n).ring();
    }

    /**
     * The ring after a change of the members: joined, left, replaced, of another weight or in another zone. Its epoch is
     * the next one.
     *
     * @param members all that are wanted, whatever their status; those that do not own stay in the ring and own nothing
     * @throws ClaimRefusedException where no such ring exists
     */
    public static Ring next(Ring current, List<Member> members) {
        ImmutableList<Member> sorted = Ring.sorted(members);
        List<Member> owning =
                sorted.stream().filter(member -> member.status().owns()).toList();
        if (owning.isEmpty()) {
            throw new ClaimRefusedException("no member is left to own the partitions");
        }
        checkEnough(owning.size(), current.partitions(), current.n());
        return new NextClaim(current, sorted).ring();
    }

    /**
     * The ring with a node in the place of another: what to hand to {@link #next} where a node is replaced, along with
     * whatever else changes. No plan yet, so of the same epoch. The one replaced stays a member, leaving.
     *
     * @param by owns nothing so far
     */
    public static Ring replaced(Ring current, NodeId old, Member by) {
        checkArgument(!by.id().equals(old), "%s cannot replace itself", old);
        checkArgument(by.status().owns(), "%s is %s, so it cannot replace %s", by.id(), by.status(), old);
        checkArgument(current.ownership(by.id()) == 0, "%s owns partitions, so it cannot replace %s", by.id(), old);
        checkArgument(current.ownership(old) > 0, "%s owns nothing that %s could take over", old, by.id());
        List<Member> members = new ArrayList<>();
        for (Member member : current.members()) {
            if (!member.id().equals(by.id())) {
                members.add(member.id().equals(old) ? member.withStatus(Member.Status.LEAVING) : member);
            }
        }
        members.add(by);
        ImmutableList<Member> sorted = Ring.sorted(members);
        List<NodeId> ids = sorted.stream().map(Member::id).toList();
        int[] owners = IntStream.range(0, current.partitions())
                .mapToObj(current::owner)
                .mapToInt(owner -> ids.indexOf(owner.equals(old) ? by.id() : owner))
                .toArray();
        return Ring.of(current.epoch(), current.n(), sorted, owners);
    }

    private static void checkEnough(int nodes, int partitions, int n) {
        if (nodes > partitions) {
            throw new ClaimRefusedException(nodes + " nodes are more than " + partitions + " partitions");
        }
        int mostOwned = (partitions + nodes - 1) / nodes;
        if (nodes > n && partitions / mostOwned < n) {
            throw new ClaimRefusedException(String.format(
                    "%s partitions are too few for n=%s on %s nodes: some %s consecutive ones would repeat a node",
                    partitions, n, nodes, n));
        }
    }
}
