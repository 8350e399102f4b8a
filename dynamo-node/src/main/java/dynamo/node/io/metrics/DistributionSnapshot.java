package dynamo.node.io.metrics;

import com.codahale.metrics.Snapshot;
import com.google.common.primitives.ImmutableLongArray;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.AbstractHistogram;

/** A {@link Distribution} at one moment. Values are in its unit; {@link #shown} turns them into what people read. */
final class DistributionSnapshot extends Snapshot {

    private final AbstractHistogram counts;
    private final long sum;
    private final double perShown;
    private final ImmutableLongArray bounds;

    DistributionSnapshot(AbstractHistogram counts, long sum, double perShown, ImmutableLongArray bounds) {
        this.counts = counts;
        this.sum = sum;
        this.perShown = perShown;
        this.bounds = bounds;
    }

    ImmutableLongArray bounds() {
        return bounds;
    }

    long countUpTo(long bound) {
        return counts.getCountBetweenValues(0, bound);
    }

    long count() {
        return counts.getTotalCount();
    }

    long sum() {
        return sum;
    }

    double shown(long units) {
        return units / perShown;
    }

    @Override
    public double getValue(double quantile) {
        return counts.getValueAtPercentile(100 * quantile);
    }

    /** Not kept one by one. */
    @Override
    public long[] getValues() {
        return new long[0];
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, count());
    }

    @Override
    public long getMax() {
        return counts.getMaxValue();
    }

    @Override
    public double getMean() {
        return counts.getMean();
    }

    @Override
    public long getMin() {
        return counts.getMinValue();
    }

    @Override
    public double getStdDev() {
        return counts.getStdDeviation();
    }

    @Override
    public void dump(OutputStream output) {
        counts.outputPercentileDistribution(new PrintStream(output, false, StandardCharsets.UTF_8), 1.0);
    }
}
