package dynamo.node.io.metrics;

import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import com.google.common.primitives.ImmutableLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;

/**
 * Every value since the process started, none sampled away, in a histogram of fixed size.
 *
 * <p>Precision: two decimal digits. Bounds: values above the range count as its end. Threading: any thread, without locks;
 * a value costs three atomic additions.
 */
final class Distribution implements Reservoir {

    private static final int DIGITS = 2;

    /** Of a latency; in microseconds, from 100 us to 10 s. */
    private static final ImmutableLongArray LATENCY_BOUNDS = ImmutableLongArray.of(
            100,
            250,
            500,
            1_000,
            2_500,
            5_000,
            10_000,
            25_000,
            50_000,
            100_000,
            250_000,
            500_000,
            1_000_000,
            2_500_000,
            5_000_000,
            10_000_000);

    private static final ImmutableLongArray SIZE_BOUNDS = ImmutableLongArray.of(
            1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576);

    private final long unit;
    private final double perShown;
    private final ImmutableLongArray bounds;
    private final AtomicHistogram counts;
    private final LongAdder sum = new LongAdder();

    private Distribution(long unit, double perShown, long max, ImmutableLongArray bounds) {
        this.unit = unit;
        this.perShown = perShown;
        this.bounds = bounds;
        counts = new AtomicHistogram(max, DIGITS);
    }

    /** Of nanoseconds, up to a minute; shown in seconds. */
    static Distribution ofLatencies() {
        return new Distribution(1000, 1e6, 60_000_000, LATENCY_BOUNDS);
    }

    /** Of rows, bytes or other things that can be counted, up to a million. */
    static Distribution ofSizes() {
        return new Distribution(1, 1, 1 << 20, SIZE_BOUNDS);
    }

    @Override
    public void update(long value) {
        long units = Math.max(0, value) / unit;
        counts.recordValue(Math.min(units, counts.getHighestTrackableValue()));
        sum.add(units);
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, counts.getTotalCount());
    }

    @Override
    public Snapshot getSnapshot() {
        return new DistributionSnapshot(counts.copy(), sum.sum(), perShown, bounds);
    }
}
