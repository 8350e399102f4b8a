package dynamo.node;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Ring;
import java.util.Optional;

/**
 * The ring as one node knows it at one moment.
 *
 * @param epoch of the plan that counts
 * @param proposer where that was committed; empty for a cluster's first ring
 * @param inForce where partitions are, or move from
 * @param target where they are to be; the same where nothing moves
 * @param settled whether no partition moves
 * @param agreed whether every member that is waited for is known to have adopted the plan durably
 * @param members those the plan names, but for those that are out of the ring for good
 */
public record RingView(
        long epoch,
        Optional<NodeId> proposer,
        Ring inForce,
        Ring target,
        boolean settled,
        boolean agreed,
        ImmutableList<MemberView> members,
        ImmutableList<CandidateView> candidates) {

    /**
     * One member.
     *
     * @param status what is to be thought of it now
     * @param address where it listens for its peers; empty when that is not known
     * @param hasAdopted whether it is known to have adopted the plan durably
     */
    public record MemberView(Member member, Member.Status status, String address, boolean hasAdopted) {}

    /** A node that would become a member. */
    public record CandidateView(NodeId id, String zone, double weight, Optional<NodeId> replaces, String address) {}

    /**
     * Where every partition is served.
     *
     * @param target for all but those that move
     * @param moving those that are not served by their new homes alone, as this node sees it
     * @param pending next owners of the partitions whose move is not over
     */
    public record Partitions(
            long epoch,
            Ring target,
            ImmutableSortedMap<Integer, Placement> moving,
            ImmutableSortedMap<Integer, NodeId> pending) {

        public Placement placement(int partition) {
            Placement moves = moving.get(partition);
            return moves == null ? Placement.settled(target.preferenceList(partition)) : moves;
        }
    }
}
