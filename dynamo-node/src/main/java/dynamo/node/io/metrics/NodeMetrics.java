package dynamo.node.io.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.MovingAverages;
import com.codahale.metrics.Timer;
import java.util.function.Supplier;

/**
 * All metrics of one process, by name. Asked twice for a name it gives the same metric; who measures a hot path keeps it.
 *
 * <p>Threading: any thread. Gauges are read by whoever scrapes.
 */
public final class NodeMetrics {

    private final MetricRegistry registry = new MetricRegistry();

    public MetricRegistry registry() {
        return registry;
    }

    /** Its name ends in {@code _total} where it only grows. */
    public Counter counter(MetricName name) {
        return registry.counter(name.toString());
    }

    /** Its name ends in {@code _seconds}. */
    public Timer timer(MetricName name) {
        return registry.timer(
                name.toString(),
                () -> new Timer(
                        new Meter(NoAverages.NONE), new Histogram(Distribution.ofLatencies()), Clock.defaultClock()));
    }

    public Histogram sizes(MetricName name) {
        return registry.histogram(name.toString(), () -> new Histogram(Distribution.ofSizes()));
    }

    public void gauge(MetricName name, Supplier<? extends Number> value) {
        Gauge<Number> gauge = value::get;
        registry.register(name.toString(), gauge);
    }

    /** Rates are made by who reads the counts. */
    private enum NoAverages implements MovingAverages {
        NONE;

        @Override
        public void tickIfNecessary() {}

        @Override
        public void update(long n) {}

        @Override
        public double getM1Rate() {
            return Double.NaN;
        }

        @Override
        public double getM5Rate() {
            return Double.NaN;
        }

        @Override
        public double getM15Rate() {
            return Double.NaN;
        }
    }
}
