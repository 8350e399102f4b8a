package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;
import dynamo.tools.TextTable;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The phases of a run beside each other, for people. */
final class PhaseTable {

    private PhaseTable() {}

    static String of(Plan plan, ImmutableList<BenchRun.Outcome> outcomes, boolean hasServers) {
        StringBuilder text = new StringBuilder(String.format(
                        Locale.ROOT,
                        "%s; %,d keys of %,d bytes; %d connections to %d nodes; ms from when an operation was due",
                        plan.mix(),
                        plan.keys(),
                        plan.valueBytes(),
                        plan.connections(),
                        plan.servers().size()))
                .append('\n');
        TextTable table = new TextTable(
                "phase", "s", "due/s", "done/s", "errors", "shed", "retried", "p50", "p99", "p99.9", "max", "p99 sent");
        for (int i = 0; i < outcomes.size(); i++) {
            row(table, plan.phases().get(i), outcomes.get(i));
        }
        text.append(table);
        for (int i = 0; i < outcomes.size(); i++) {
            String name = plan.phases().get(i).name();
            Tally tally = outcomes.get(i).tally();
            line(text, name + ": errors", Report.counts(tally.errors()), tally.errorCount() > 0);
            line(text, name + ": retries", Report.counts(tally.retries()), tally.retryCount() > 0);
            line(text, name + ": WRONG VALUES", Long.toString(tally.wrongValues()), tally.wrongValues() > 0);
            line(text, name + ": servers", servers(outcomes.get(i)), hasServers);
        }
        return text.toString();
    }

    private static void row(TextTable table, Phase phase, BenchRun.Outcome outcome) {
        Tally tally = outcome.tally();
        Histogram all = tally.all();
        table.row(
                phase.name(),
                Long.toString(phase.length().toSeconds()),
                number(phase.rate()),
                number(tally.succeeded() / outcome.seconds()),
                Long.toString(tally.errorCount()),
                Long.toString(tally.shed().getTotalCount()),
                Long.toString(tally.retryCount()),
                millis(all, 50),
                millis(all, 99),
                millis(all, 99.9),
                millis(all, 100),
                millis(tally.fromSent(), 99));
    }

    private static String servers(BenchRun.Outcome outcome) {
        long answered = outcome.tally().succeeded() + outcome.tally().shed().getTotalCount();
        return String.format(
                Locale.ROOT,
                "%.2f cores, %.0f us of CPU for each answer, %d MiB resident",
                outcome.used().cpuSeconds() / outcome.seconds(),
                outcome.used().cpuSeconds() * 1e6 / Math.max(1, answered),
                outcome.used().residentBytes() >> 20);
    }

    private static void line(StringBuilder text, String what, String value, boolean isShown) {
        if (isShown) {
            text.append(what).append("  ").append(value).append('\n');
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String millis(Histogram latencies, double percentile) {
        return String.format(Locale.ROOT, "%.1f", latencies.getValueAtPercentile(percentile) / 1e3);
    }
}
