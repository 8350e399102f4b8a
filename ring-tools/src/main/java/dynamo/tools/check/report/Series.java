package dynamo.tools.check.report;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import dynamo.tools.check.Call;
import dynamo.tools.check.Call.Result;
import dynamo.tools.check.History;
import dynamo.tools.check.Line;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How calls fared as time went by. A call counts when it began, as in {@code Statistics}, so that what a fault delays shows
 * at the fault.
 *
 * @param binSeconds width of a bin: 1, or more when the run was longer than 20 minutes
 * @param nanos when the last thing in the history ended
 */
record Series(long binSeconds, long nanos, ImmutableList<Bin> bins) {
    /** Of 1 s: 20 minutes. A bin has some 6 KiB while it is counted. */
    static final int BINS_MAX = 1_200;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    static Series of(History history) {
        long nanos = lastNanos(history);
        long binSeconds = Steps.SECONDS.atLeast((double) ceiling(nanos, BINS_MAX * SECOND));
        long binNanos = binSeconds * SECOND;
        int count = (int) Math.max(1, ceiling(nanos, binNanos));
        ImmutableList<BinTally> tallies =
                IntStream.range(0, count).mapToObj(bin -> new BinTally()).collect(ImmutableList.toImmutableList());
        for (Call call : history.calls()) {
            int bin = (int) (call.span().begin() / binNanos);
            tallies.get(Math.min(bin, count - 1)).add(call);
        }
        return new Series(
                binSeconds, nanos, tallies.stream().map(BinTally::bin).collect(ImmutableList.toImmutableList()));
    }

    private static long lastNanos(History history) {
        LongStream ends = Stream.of(
                        history.calls().stream().map(Call::span),
                        history.faults().stream().map(Line.Fault::span),
                        history.phases().stream().map(Line.Phase::span))
                .flatMap(spans -> spans)
                .mapToLong(span -> span.end());
        return LongStream.concat(ends, history.end().stream().mapToLong(Line.End::at))
                .max()
                .orElse(0);
    }

    private static long ceiling(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
    }

    /** Of a bin, or of the one behind the last. */
    long beginNanos(int bin) {
        return LongMath.saturatedMultiply(bin * binSeconds, SECOND);
    }

    /** The most calls per second of any bin. */
    double rateMax() {
        return bins.stream().mapToLong(Bin::calls).max().orElse(0) / (double) binSeconds;
    }

    long count(Result result) {
        return bins.stream().mapToLong(bin -> bin.of(result)).sum();
    }
}
