package dynamo.tools.cluster;

import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.ClusterView.Candidate;
import dynamo.tools.admin.ClusterView.Member;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Paint;
import dynamo.tools.console.Quantity;
import java.util.Map;
import java.util.TreeMap;

/** The members of a cluster, a row each. */
final class MemberListing {
    private final Paint paint;

    MemberListing(Paint paint) {
        this.paint = paint;
    }

    /** By zone, where there are several. */
    Listing byZone(ClusterView cluster) {
        Map<String, Listing> headings = new TreeMap<>();
        cluster.members().forEach(member -> headings.put(member.zone(), new Listing()));
        Listing listing = columns(true);
        for (String zone : headings.keySet()) {
            if (headings.size() > 1) {
                listing.heading("").heading(paint.bold("Zone " + zone));
            }
            for (Member member : cluster.members()) {
                if (member.zone().equals(zone)) {
                    row(listing, member);
                }
            }
        }
        return listing;
    }

    /** In the order of their names, and behind them who waits to be let in. */
    Listing flat(ClusterView cluster) {
        Listing listing = columns(false);
        cluster.members().forEach(member -> row(listing, member));
        cluster.candidates().forEach(candidate -> row(listing, candidate));
        return listing;
    }

    private static Listing columns(boolean isZoneWide) {
        Listing listing = new Listing().words("", "").words("NODE", "id");
        if (isZoneWide) {
            listing.wideWords("ZONE", "zone");
        } else {
            listing.words("ZONE", "zone");
        }
        return listing.words("ADDRESS", "address")
                .words("STATE", "state")
                .words("MEMBER", "status")
                .number("OWNS", "ownership")
                .number("REPLICAS", "replicas")
                .number("", "replicasNext")
                .number("HINTS", "hintsPending")
                .wideNumber("WEIGHT", "weight")
                .wideWords("REACHABLE", "reachable")
                .wideWords("EPOCH SEEN", "epochSeen");
    }

    private void row(Listing listing, Member member) {
        Mark mark = markOf(member);
        boolean isMoving = member.replicasNext() != member.replicas();
        listing.row(
                Cell.of(paint.mark(mark)),
                Cell.of(member.id()),
                Cell.of(member.zone()),
                member.address().isEmpty() ? Cell.NONE : Cell.of(member.address()),
                Cell.of(paint.in(mark, stateOf(member)), member.state()),
                Cell.of(member.status()),
                Cell.percent(member.ownership()),
                member.replicas() < 0 ? Cell.NONE : Cell.count(member.replicas()),
                Cell.of(
                        isMoving ? paint.arrow() + " " + Quantity.count(member.replicasNext()) : "",
                        member.replicasNext() < 0 ? "" : Integer.toString(member.replicasNext())),
                Cell.count(member.hintsPending()),
                Cell.decimal(member.weight(), 2),
                yesNo(member.reachable()),
                yesNo(member.epochSeen()));
    }

    private void row(Listing listing, Candidate candidate) {
        Mark mark = candidate.reachable() ? Mark.BUSY : Mark.BAD;
        listing.row(
                Cell.of(paint.mark(mark)),
                Cell.of(candidate.id()),
                Cell.of(candidate.zone()),
                Cell.of(candidate.address()),
                Cell.of(paint.in(mark, candidate.reachable() ? "waits" : "unreachable"), "CANDIDATE"),
                Cell.of(candidate.replaces().map(old -> "to replace " + old).orElse("not yet"), "candidate"),
                Cell.percent(0),
                Cell.count(0),
                Cell.of("", "0"),
                Cell.count(0),
                Cell.decimal(candidate.weight(), 2),
                yesNo(candidate.reachable()),
                Cell.NONE);
    }

    static Mark markOf(Member member) {
        if (!member.isUp() && !member.state().equals("SUSPECT")) {
            return Mark.BAD;
        }
        return member.isUp() && member.status().equals("valid") ? Mark.GOOD : Mark.BUSY;
    }

    /** Gossip may still think well of a node that nobody can reach. */
    static String stateOf(Member member) {
        return member.reachable() || !member.state().equals("ALIVE") ? member.state() : "ALIVE, unreachable";
    }

    private static Cell yesNo(boolean is) {
        return Cell.of(is ? "yes" : "no", Boolean.toString(is));
    }
}
