package dynamo.tools.cluster;

import com.google.common.collect.ImmutableList;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.ClusterView.Candidate;
import dynamo.tools.admin.ClusterView.Member;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Quantity;
import java.util.stream.Collectors;

/** What an operator should know of a cluster, and do about it. */
public final class Complaints {

    /**
     * Something that is not as usual.
     *
     * @param mark BUSY for what passes by itself or is meant
     * @param next what to do
     */
    public record Complaint(Mark mark, String what, String next) {
        String text() {
            return next.isEmpty() ? what : what + ": " + next;
        }
    }

    private Complaints() {}

    public static ImmutableList<Complaint> of(ClusterView cluster) {
        ImmutableList.Builder<Complaint> found = ImmutableList.builder();
        for (Member member : cluster.members()) {
            if (member.isWanted() && !member.isUp()) {
                found.add(away(member));
            } else if (member.status().equals("down")) {
                found.add(new Complaint(
                        Mark.BUSY,
                        member.id() + " is marked down, so nobody waits for it",
                        "start it again, or ring remove " + member.id()));
            }
        }
        if (!cluster.settled()) {
            found.add(new Complaint(Mark.BUSY, "a handoff of partitions is under way", "ring transfers --watch"));
        }
        if (!cluster.agreed()) {
            found.add(new Complaint(
                    Mark.BUSY,
                    "epoch " + cluster.epoch() + " is not yet known to " + notSeen(cluster),
                    "it spreads by itself; a node that stays away: ring down NODE"));
        }
        cluster.members().stream()
                .filter(member -> member.hintsPending() > 0)
                .forEach(member -> found.add(hints(member, cluster.node())));
        cluster.candidates().forEach(candidate -> found.add(waits(candidate)));
        return found.build();
    }

    private static Complaint away(Member member) {
        boolean isSuspect = member.state().equals("SUSPECT");
        return new Complaint(
                isSuspect ? Mark.BUSY : Mark.BAD,
                member.id() + " is " + MemberListing.stateOf(member),
                isSuspect
                        ? "it is asked again; wait a few seconds"
                        : "start it; if it is gone for good: ring replace " + member.id()
                                + " --by NODE, or ring remove " + member.id());
    }

    private static Complaint hints(Member member, String keeper) {
        return new Complaint(
                Mark.BUSY,
                Quantity.count(member.hintsPending(), "write") + " for " + member.id() + " wait at " + keeper,
                member.isUp() ? "they are being handed over" : "they are handed over when it is back");
    }

    private static Complaint waits(Candidate candidate) {
        String next = candidate
                .replaces()
                .map(old -> "ring replace " + old + " --by " + candidate.id())
                .orElse("ring join " + candidate.id());
        return new Complaint(Mark.BUSY, candidate.id() + " waits to be let in", next);
    }

    private static String notSeen(ClusterView cluster) {
        String names = cluster.members().stream()
                .filter(member -> !member.epochSeen())
                .map(Member::id)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "everybody" : names;
    }
}
