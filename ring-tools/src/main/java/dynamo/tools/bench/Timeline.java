package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A line a second, for whoever draws curves. */
final class Timeline {

    private Timeline() {}

    /** Operations without those that were shed; latencies in microseconds. */
    static String csv(ImmutableList<Phase> phases, ImmutableList<BenchRun.Outcome> outcomes) {
        StringBuilder csv = new StringBuilder("second,phase,ops,errors,shed,p50_us,p99_us,p999_us,max_us\n");
        int second = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            for (Tally.Second each : outcomes.get(i).tally().seconds()) {
                Histogram latencies = each.latencies();
                csv.append(String.format(
                        Locale.ROOT,
                        "%d,%s,%d,%d,%d,%d,%d,%d,%d%n",
                        second++,
                        phases.get(i).name(),
                        latencies.getTotalCount(),
                        each.errors(),
                        each.shed(),
                        latencies.getValueAtPercentile(50),
                        latencies.getValueAtPercentile(99),
                        latencies.getValueAtPercentile(99.9),
                        latencies.getMaxValue()));
            }
        }
        return csv.toString();
    }
}
