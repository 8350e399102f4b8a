package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.collect.Range;
import com.google.common.collect.TreeRangeSet;
import dynamo.tools.check.Call.Result;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What a run was like.
 *
 * @param siblingsMax most values that one read showed
 * @param all all calls
 * @param phases calls that began in each
 * @param faults calls that began while a fault of this kind was on
 * @param skipped how often each was, in the order in which they first were
 */
public record Statistics(
        int keys,
        long writes,
        ImmutableMap<Result, Long> calls,
        int siblingsMax,
        During all,
        ImmutableList<During> phases,
        ImmutableList<During> faults,
        ImmutableMap<Line.Skipped, Long> skipped) {

    /**
     * Calls that began during something. Latencies are of those that succeeded, in nanoseconds; 0 when none did.
     *
     * @param times how often it was on
     */
    public record During(String name, int times, long calls, long succeeded, long p50, long p99, long p999) {
        public double share() {
            return calls == 0 ? 0 : (double) succeeded / calls;
        }
    }

    private static final int DIGITS = 3;

    private static final class Tally {
        final TreeRangeSet<Long> spans = TreeRangeSet.create();
        final Histogram latencies = new Histogram(DIGITS);
        int times;
        long calls;

        void add(Span span) {
            times++;
            spans.add(Range.closed(span.begin(), span.end()));
        }

        void add(Call call) {
            if (!spans.contains(call.span().begin())) {
                return;
            }
            calls++;
            if (call.outcome().isOk()) {
                latencies.recordValue(call.span().nanos());
            }
        }

        During during(String name) {
            return new During(name, times, calls, latencies.getTotalCount(), at(50), at(99), at(99.9));
        }

        private long at(double percentile) {
            return latencies.getTotalCount() == 0 ? 0 : latencies.getValueAtPercentile(percentile);
        }
    }

    static Statistics of(History history) {
        Map<Result, Long> results = new EnumMap<>(Result.class);
        Tally all = new Tally();
        all.add(new Span(0, Long.MAX_VALUE));
        Map<String, Tally> phases = new LinkedHashMap<>();
        Map<String, Tally> faults = new LinkedHashMap<>();
        history.phases().forEach(phase -> tally(phases, phase.phase()).add(phase.span()));
        history.faults().forEach(fault -> tally(faults, fault.fault()).add(fault.span()));
        for (Call call : history.calls()) {
            results.merge(call.outcome().result(), 1L, Long::sum);
            all.add(call);
            phases.values().forEach(tally -> tally.add(call));
            faults.values().forEach(tally -> tally.add(call));
        }
        return new Statistics(
                history.keys().size(),
                history.calls().stream()
                        .filter(call -> call instanceof Call.Write)
                        .count(),
                Maps.immutableEnumMap(results),
                history.keys().stream()
                        .flatMap(Statistics::reads)
                        .mapToInt(found -> found.ids().size())
                        .max()
                        .orElse(0),
                all.during("all"),
                during(phases),
                during(faults),
                counts(history.skipped()));
    }

    private static ImmutableMap<Line.Skipped, Long> counts(List<Line.Skipped> skipped) {
        Map<Line.Skipped, Long> counts = new LinkedHashMap<>();
        skipped.forEach(each -> counts.merge(each, 1L, Long::sum));
        return ImmutableMap.copyOf(counts);
    }

    private static Tally tally(Map<String, Tally> tallies, String name) {
        return tallies.computeIfAbsent(name, n -> new Tally());
    }

    private static ImmutableList<During> during(Map<String, Tally> tallies) {
        return tallies.entrySet().stream()
                .map(entry -> entry.getValue().during(entry.getKey()))
                .collect(ImmutableList.toImmutableList());
    }

    private static Stream<Found> reads(KeyHistory key) {
        return Stream.of(
                        key.gets().stream().map(Call.Get::found),
                        key.replicas().stream().map(Line.Replica::found),
                        key.last().stream().map(Line.Final::found))
                .flatMap(reads -> reads);
    }
}
