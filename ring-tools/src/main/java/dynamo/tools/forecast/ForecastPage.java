package dynamo.tools.forecast;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Ring;
import dynamo.ring.RingDiff;
import dynamo.tools.cluster.Balance;
import dynamo.tools.cluster.Balance.Load;
import dynamo.tools.cluster.LoadListing;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Paint;
import dynamo.tools.console.Quantity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A forecast for people. */
final class ForecastPage {
    private static final int NODES_SHOWN = 24;
    private static final int FARTHEST_SHOWN = 5;

    private final Page page;
    private final Paint paint;

    ForecastPage(Page page, Paint paint) {
        this.page = page;
        this.paint = paint;
    }

    Page of(Forecast forecast) {
        ring(forecast.first());
        if (forecast.next().isPresent() && forecast.moves().isPresent()) {
            page.gap().line(paint.bold("After the change")).gap();
            moves(forecast.moves().get(), forecast.first().ring());
            ring(forecast.next().get());
        }
        return page;
    }

    private void moves(RingDiff diff, Ring before) {
        long all = (long) before.partitions() * before.replicas();
        String moves = "moves " + Quantity.count(diff.moves()) + " of " + Quantity.count(all, "replica") + " ("
                + Quantity.percent((double) diff.moves() / all) + ")";
        boolean isLeast = diff.moves() == diff.movesMin();
        page.line(
                isLeast
                        ? paint.mark(Mark.GOOD, moves) + ", the least that leads there"
                        : paint.mark(Mark.BUSY, moves) + "; " + Quantity.count(diff.movesMin())
                                + " would be the least");
    }

    private void ring(Prospect prospect) {
        Ring ring = prospect.ring();
        RingDiff standing = prospect.standing();
        String worst = Quantity.percent(prospect.balance().worst());
        page.line(Quantity.count(prospect.owning(), "node") + ", " + Quantity.count(ring.partitions(), "partition")
                + ", N=" + ring.n() + ", " + Quantity.count(prospect.zones(), "zone"));
        page.line(line(
                prospect.balance().isEven(),
                "balance",
                "every node is at most " + worst + " off its share",
                "nodes are up to " + worst + " off their share" + cure(prospect)));
        page.line(line(
                standing.areHomesDistinct(),
                "homes",
                "every partition has " + standing.homesWorst() + ", all different",
                "some partition has only " + standing.homesWorst() + " different ones"));
        page.line(line(
                standing.areZonesSafe(),
                "zones",
                "every partition's homes are in " + Quantity.count(standing.zonesWorst(), "zone"),
                "some partition's homes are in " + standing.zonesWorst() + " of " + standing.zonesWanted() + " zones"));
        outages(prospect.outages(), ring);
        page.gap();
        loads(prospect.balance());
    }

    private String line(boolean isGood, String what, String good, String bad) {
        return paint.mark(isGood ? Mark.GOOD : Mark.BAD, what) + ": " + (isGood ? good : bad);
    }

    private static String cure(Prospect prospect) {
        int good = Forecast.partitionsFor(prospect.owning());
        if (good > prospect.ring().partitions()) {
            return "; --partitions " + good + " is finer";
        }
        return prospect.areZonesEqual() ? "" : "; zones of equal weight help";
    }

    private void outages(Outages outages, Ring ring) {
        for (Map.Entry<String, Integer> zone : outages.byZone().entrySet()) {
            if (outages.byZone().size() > 1 && outages.byZone().size() <= NODES_SHOWN) {
                page.line(paint.mark(zone.getValue() == 0 ? Mark.GOOD : Mark.BUSY) + " without zone " + zone.getKey()
                        + ": " + below(zone.getValue(), ring));
            }
        }
        outages.worstPair()
                .ifPresent(worst ->
                        page.line(paint.mark(Mark.GOOD) + " without two nodes: at worst " + below(worst, ring)));
    }

    private static String below(int partitions, Ring ring) {
        return partitions == 0
                ? "every partition keeps a quorum of its homes"
                : Quantity.count(partitions) + " of " + Quantity.count(ring.partitions(), "partition")
                        + " have no quorum of their homes";
    }

    private void loads(Balance balance) {
        ImmutableList<Load> loads = balance.loads();
        if (loads.size() <= NODES_SHOWN || page.isWide()) {
            page.listing(LoadListing.of(balance, loads, paint));
            return;
        }
        List<Load> byReplicas =
                loads.stream().sorted(Comparator.comparingInt(Load::replicas)).toList();
        Listing summary = new Listing()
                .words("", "")
                .number("LEAST", "")
                .number("MEDIAN", "")
                .number("MOST", "");
        summary.row(
                Cell.of("replicas a node"),
                Cell.count(byReplicas.get(0).replicas()),
                Cell.count(byReplicas.get(loads.size() / 2).replicas()),
                Cell.count(byReplicas.get(loads.size() - 1).replicas()));
        page.listing(summary).gap().line("Farthest from their share (-o wide shows all):");
        List<Load> farthest = loads.stream()
                .sorted(Comparator.comparingDouble((Load load) -> -Math.abs(load.off())))
                .limit(FARTHEST_SHOWN)
                .toList();
        page.listing(LoadListing.of(balance, farthest, paint));
    }
}
