package dynamo.tools.check.report;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.Line;
import dynamo.tools.check.Statistics;
import dynamo.tools.check.Statistics.During;
import dynamo.tools.check.Verdict;
import dynamo.tools.check.Violation;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Paint;
import dynamo.tools.console.Quantity;
import java.util.Locale;
import java.util.stream.Collectors;

/** A verdict for people: the word, what is wrong, and what the run was like. */
final class VerdictPage {
    private final Page page;
    private final Paint paint;

    VerdictPage(Page page, Paint paint) {
        this.page = page;
        this.paint = paint;
    }

    Page of(Verdict verdict, Line.Run run, int violationsMax) {
        page.line(paint.mark(mark(verdict), headline(verdict)));
        verdict.reasons().forEach(reason -> page.line("  undecided: " + reason));
        verdict.crashes().forEach(crash -> page.line("  " + paint.in(Mark.BAD, text(crash))));
        verdict.counts().forEach((kind, count) -> page.line("  " + paint.in(Mark.BAD, kind.toString()) + ": " + count));
        verdict.violations().stream().limit(violationsMax).forEach(this::violation);
        if (verdict.total() > violationsMax) {
            page.line("and " + Quantity.count(verdict.total() - violationsMax) + " more");
        }
        if (!verdict.doubts().isEmpty()) {
            page.gap().line(Quantity.count(verdict.undecidedChecks(), "check") + " could not be decided:");
            verdict.doubts().forEach((doubt, count) -> page.line("  " + Quantity.count(count) + " x " + doubt));
        }
        statistics(verdict.statistics(), run);
        return page;
    }

    private static Mark mark(Verdict verdict) {
        return switch (verdict.word()) {
            case VALID -> Mark.GOOD;
            case INVALID -> Mark.BAD;
            case UNDECIDED -> Mark.BUSY;
        };
    }

    static String headline(Verdict verdict) {
        return verdict.word().toString().toUpperCase(Locale.ROOT)
                + (verdict.total() == 0 ? "" : ", " + Quantity.count(verdict.total(), "violation"))
                + (verdict.crashes().isEmpty()
                        ? ""
                        : ", " + Quantity.count(verdict.crashes().size(), "crash"));
    }

    static String text(Line.Crash crash) {
        return crash.node() + " ended by itself: " + crash.why();
    }

    private void violation(Violation violation) {
        String times = violation.times() == 1 ? "" : " (" + Quantity.count(violation.times()) + " times)";
        page.gap().line(paint.in(Mark.BAD, violation.kind().toString()) + "  " + violation.key() + times);
        page.line("  " + violation.where() + ": " + violation.sentence());
    }

    private void statistics(Statistics statistics, Line.Run run) {
        String results = statistics.calls().entrySet().stream()
                .map(entry -> Quantity.count(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        page.gap()
                .line("workload " + run.workload() + ", seed " + run.seed() + ", "
                        + run.nodes().size() + " nodes");
        page.line(Quantity.count(statistics.all().calls(), "call") + ": " + (results.isEmpty() ? "none" : results));
        page.line(Quantity.count(statistics.keys(), "key") + ", " + Quantity.count(statistics.writes(), "write")
                + ", at most " + Quantity.count(statistics.siblingsMax(), "value") + " in a read");
        page.gap().listing(during(statistics));
        statistics.skipped().forEach((fault, count) -> {
            String times = count == 1 ? "" : ", " + count + " times";
            page.line("not made" + times + ": " + fault.fault() + " (" + fault.why() + ")");
        });
    }

    private static Listing during(Statistics statistics) {
        Listing listing = new Listing()
                .words("", "name")
                .number("TIMES", "times")
                .number("CALLS", "calls")
                .number("SUCCEEDED", "succeeded")
                .number("P50 MS", "p50Micros")
                .number("P99 MS", "p99Micros")
                .number("P99.9 MS", "p999Micros");
        rows(listing, ImmutableList.of(statistics.all()));
        rows(listing.heading("phases"), statistics.phases());
        rows(listing.heading("faults, while they were on"), statistics.faults());
        return listing;
    }

    private static void rows(Listing listing, ImmutableList<During> all) {
        for (During during : all) {
            listing.row(
                    Cell.of(during.name()),
                    Cell.of(Integer.toString(during.times())),
                    Cell.of(Quantity.count(during.calls())),
                    Cell.of(during.calls() == 0 ? "" : Quantity.percent(during.share())),
                    Cell.of(millis(during.p50())),
                    Cell.of(millis(during.p99())),
                    Cell.of(millis(during.p999())));
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    /** Rows for scripts: nodes that ended by themselves, and the violations. */
    static Listing rows(Verdict verdict, int violationsMax) {
        Listing listing = new Listing()
                .words("KIND", "kind")
                .words("BUCKET", "bucket")
                .words("KEY", "key")
                .words("WHERE", "where")
                .number("TIMES", "times")
                .words("IDS", "ids")
                .words("WHAT", "sentence");
        verdict.crashes()
                .forEach(crash -> listing.row(
                        Cell.of("crash"),
                        Cell.of(""),
                        Cell.of(""),
                        Cell.of(crash.node()),
                        Cell.of("1"),
                        Cell.of(""),
                        Cell.of(crash.why())));
        verdict.violations().stream()
                .limit(violationsMax)
                .forEach(violation -> listing.row(
                        Cell.of(violation.kind().toString()),
                        Cell.of(violation.key().bucket()),
                        Cell.of(violation.key().key()),
                        Cell.of(violation.where()),
                        Cell.of(Long.toString(violation.times())),
                        Cell.of(String.join(" ", violation.ids())),
                        Cell.of(violation.sentence())));
        return listing;
    }
}
