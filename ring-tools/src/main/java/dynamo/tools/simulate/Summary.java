package dynamo.tools.simulate;

import com.google.common.collect.ImmutableList;
import dynamo.node.sim.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What many runs came to. Threading: one thread adds. */
final class Summary {
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<Report> failed = new ArrayList<>();
    private int seeds;
    private long events;
    private long operations;
    private double virtualSeconds;
    private double cpuSeconds;

    void add(Report report, double cpuSeconds) {
        seeds++;
        events += report.events();
        operations += report.operations();
        virtualSeconds += report.virtualNanos() / 1e9;
        this.cpuSeconds += cpuSeconds;
        report.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
        if (report.failure().isPresent()) {
            failed.add(report);
        }
    }

    int seeds() {
        return seeds;
    }

    List<Report> failed() {
        return failed;
    }

    String progress(int of) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d seeds, %,d failed; %.1f simulated hours, %,d operations",
                seeds,
                of,
                failed.size(),
                virtualSeconds / 3600,
                operations);
    }

    /** Which of these were never counted, however many runs there were. */
    ImmutableList<String> missing(ImmutableList<String> mustHappen) {
        return mustHappen.stream().filter(name -> !counts.containsKey(name)).collect(ImmutableList.toImmutableList());
    }

    /** Totals, then everything that was counted: operations by their end, faults by kind, rare things. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "seeds %,d, failed %,d; simulated hours %.2f; operations %,d; events %,d, %,.0f per CPU second%n",
                seeds,
                failed.size(),
                virtualSeconds / 3600,
                operations,
                events,
                events / Math.max(cpuSeconds, 1e-9)));
        counts.forEach((name, count) -> text.append(String.format(Locale.ROOT, "  %-44s %,14d%n", name, count)));
        return text.toString();
    }
}
