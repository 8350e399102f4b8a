package dynamo.tools.check.report;

import static dynamo.tools.check.report.Report.VIOLATIONS_SHOWN;

import dynamo.tools.check.Call;
import dynamo.tools.check.History;
import dynamo.tools.check.Line;
import dynamo.tools.check.Verdict;
import dynamo.tools.check.Violation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report as one page of HTML that needs nothing from elsewhere. */
final class ReportPage {
    private static final int CALLS_SHOWN = 5;
    private static final int NODES_SHOWN = 100;

    private final String file;
    private final History history;
    private final Verdict verdict;
    private final Series series;
    private final List<Violation> violations;
    private final Concerned concerned;
    private final Markup html = new Markup();

    ReportPage(Path file, History history, Verdict verdict, Series series) {
        this.file = String.valueOf(file.getFileName());
        this.history = history;
        this.verdict = verdict;
        this.series = series;
        violations = verdict.violations().stream().limit(VIOLATIONS_SHOWN).toList();
        concerned = Concerned.of(history, violations);
    }

    String text() {
        html.constant("<!DOCTYPE html>\n").open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
        head();
        html.open("body");
        headline();
        facts();
        picture();
        violations();
        undecided();
        Tables tables = new Tables(html);
        tables.phases(verdict.statistics());
        tables.faults(verdict.statistics());
        tables.skipped(verdict.statistics());
        tables.eachFault(history.faults());
        again();
        html.close().close();
        return html.toString();
    }

    private void head() {
        html.open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        html.empty("meta", "name", "viewport", "content", "width=device-width");
        html.leaf("title", word() + ": chaos run " + history.run().seed());
        html.constant(Style.CSS).close();
    }

    private String word() {
        return verdict.word().toString().toUpperCase(Locale.ROOT);
    }

    private void headline() {
        String mark = switch (verdict.word()) {
            case VALID -> "●";
            case INVALID -> "✗";
            case UNDECIDED -> "◐";
        };
        html.leaf("h1", mark + " " + word(), "class", verdict.word());
        String sentence = switch (verdict.word()) {
            case VALID -> "The store kept all its promises, as far as its clients could see.";
            case INVALID ->
                verdict.total() == 0
                        ? "Nodes ended by themselves."
                        : "The store broke its promises: " + Figures.count(verdict.total(), "violation") + ".";
            case UNDECIDED -> "No violation was found, but something is missing that could show one.";
        };
        html.leaf("p", sentence);
        verdict.crashes().forEach(crash -> html.leaf("p", VerdictPage.text(crash)));
        verdict.reasons().forEach(reason -> html.leaf("p", "Undecided: " + reason + "."));
    }

    private void facts() {
        Line.Run run = history.run();
        String nodes = run.nodes().stream().limit(NODES_SHOWN).collect(Collectors.joining(", "));
        String results = verdict.statistics().calls().entrySet().stream()
                .map(entry -> Figures.count(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        html.open("dl");
        fact("seed", Long.toString(run.seed()));
        fact("workload", run.workload());
        fact("nodes", run.nodes().size() + " (" + nodes + "), " + run.replicas() + " replicas of a key");
        fact("started", run.started());
        fact("duration", Figures.clock(series.nanos() / 1_000_000_000) + " (" + Figures.seconds(series.nanos()) + ")");
        fact("calls", Figures.count(verdict.statistics().all().calls()) + (results.isEmpty() ? "" : ": " + results));
        fact(
                "data",
                Figures.count(verdict.statistics().keys(), "key") + ", "
                        + Figures.count(verdict.statistics().writes(), "write") + ", at most "
                        + Figures.count(verdict.statistics().siblingsMax(), "value") + " in a read");
        html.close();
    }

    private void fact(String name, String value) {
        html.leaf("dt", name).leaf("dd", value);
    }

    private void picture() {
        html.leaf("h2", "Timeline");
        List<Call> marked = violations.stream()
                .flatMap(violation -> concerned.of(violation).stream())
                .distinct()
                .toList();
        new Timeline(history, series, marked).draw(html);
        html.leaf(
                "p",
                "All times are since the run began. A call counts when it began. A bin is " + series.binSeconds()
                        + " s wide. Point at a bar or at a bin for its details.",
                "class",
                "note");
    }

    private void violations() {
        if (violations.isEmpty()) {
            return;
        }
        html.leaf("h2", "Violations");
        html.open("ul");
        verdict.counts().forEach((kind, count) -> html.leaf("li", kind + ": " + Figures.count(count)));
        html.close();
        violations.forEach(this::violation);
        if (verdict.total() > violations.size()) {
            html.leaf("p", "And " + Figures.count(verdict.total() - violations.size()) + " more.");
        }
    }

    private void violation(Violation violation) {
        html.open("div", "class", "violation");
        String times = violation.times() == 1 ? "" : " (seen " + Figures.count(violation.times()) + " times)";
        html.open("p")
                .leaf("strong", "✗ " + violation.kind())
                .text("  " + violation.key() + times)
                .close();
        html.leaf("p", violation.where() + ": " + violation.sentence());
        calls(concerned.of(violation));
        html.close();
    }

    private void calls(List<Call> calls) {
        if (calls.isEmpty()) {
            return;
        }
        html.open("ul");
        calls.stream().limit(CALLS_SHOWN).forEach(call -> html.leaf("li", Concerned.text(call)));
        if (calls.size() > CALLS_SHOWN) {
            html.leaf("li", "and " + Figures.count(calls.size() - CALLS_SHOWN, "more call"));
        }
        html.close();
    }

    private void undecided() {
        if (verdict.doubts().isEmpty()) {
            return;
        }
        html.leaf("h2", "Checks that could not be decided");
        html.open("ul");
        verdict.doubts().forEach((doubt, count) -> html.leaf("li", Figures.count(count) + " × " + doubt));
        html.close();
    }

    private void again() {
        html.leaf("h2", "Check again");
        html.open("p").text("All of this was made from the history alone: ").leaf("code", "ring check " + quoted(file));
        html.close();
    }

    /** For a shell. */
    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9._][A-Za-z0-9._-]*") ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
