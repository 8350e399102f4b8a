package dynamo.tools.forecast;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Claim;
import dynamo.ring.ClaimRefusedException;
import dynamo.ring.Member;
import dynamo.ring.Ring;
import dynamo.ring.RingDiff;
import dynamo.tools.console.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ring as it would be claimed, and perhaps the one after a change.
 *
 * @param moves from the one to the other
 */
record Forecast(Prospect first, Optional<Prospect> next, Optional<RingDiff> moves) {
    private static final int PARTITIONS_PER_NODE = 20;

    static Forecast of(ImmutableList<Member> members, int partitions, int n) {
        return new Forecast(Prospect.of(claimed(members, partitions, n)), Optional.empty(), Optional.empty());
    }

    /** The last nodes are the ones to go. */
    Forecast after(List<Member> added, int removed) {
        Ring ring = first.ring();
        List<Member> members = new ArrayList<>();
        int stay = ring.members().size() - removed;
        for (int i = 0; i < ring.members().size(); i++) {
            Member member = ring.members().get(i);
            members.add(i < stay ? member : member.withStatus(Member.Status.LEAVING));
        }
        added.forEach(member -> members.add(member.withStatus(Member.Status.JOINING)));
        try {
            Ring after = Claim.next(ring, members);
            return new Forecast(first, Optional.of(Prospect.of(after)), Optional.of(RingDiff.between(ring, after)));
        } catch (ClaimRefusedException e) {
            throw refused(e, members.size() - removed, ring.partitions());
        }
    }

    private static Ring claimed(ImmutableList<Member> members, int partitions, int n) {
        try {
            return Claim.first(members, partitions, n);
        } catch (ClaimRefusedException e) {
            throw refused(e, members.size(), partitions);
        }
    }

    private static Failure refused(ClaimRefusedException e, int nodes, int partitions) {
        int good = partitionsFor(nodes);
        return Failure.refused(
                "ring-change-refused",
                String.valueOf(e.getMessage()),
                good > partitions ? "try --partitions " + good : "");
    }

    /** A power of two that gives every node twenty. */
    static int partitionsFor(int nodes) {
        int partitions = Ring.PARTITIONS_MIN;
        while (partitions < nodes * PARTITIONS_PER_NODE && partitions < Ring.PARTITIONS_MAX) {
            partitions *= 2;
        }
        return partitions;
    }

    /** The last ring there is. */
    Prospect last() {
        return next.orElse(first);
    }
}
