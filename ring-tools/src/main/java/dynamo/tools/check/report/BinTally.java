package dynamo.tools.check.report;

import dynamo.tools.check.Call;
import dynamo.tools.check.Call.Result;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;

/** Counts the calls of a bin. */
final class BinTally {
    private static final int DIGITS = 2;
    private static final long MICROS_MAX = Duration.ofHours(1).toSeconds() * 1_000_000;

    private final Map<Result, Long> calls = new EnumMap<>(Result.class);
    private final AbstractHistogram latencies = new IntCountsHistogram(DIGITS);

    void add(Call call) {
        calls.merge(call.outcome().result(), 1L, Long::sum);
        if (call.outcome().isOk()) {
            latencies.recordValue(Math.min(MICROS_MAX, Math.max(1, call.span().nanos() / 1_000)));
        }
    }

    Bin bin() {
        boolean isSilent = latencies.getTotalCount() == 0;
        return new Bin(
                count(Result.OK),
                count(Result.NOT_APPLIED),
                count(Result.UNKNOWN),
                count(Result.FAILED),
                isSilent ? 0 : latencies.getValueAtPercentile(50),
                isSilent ? 0 : latencies.getValueAtPercentile(99),
                isSilent ? 0 : latencies.getMaxValue());
    }

    private long count(Result result) {
        return calls.getOrDefault(result, 0L);
    }
}
