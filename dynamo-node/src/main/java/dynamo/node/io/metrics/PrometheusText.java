package dynamo.node.io.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Sampling;
import java.util.Map;
import java.util.TreeMap;

/**
 * A registry in Prometheus' text format, version 0.0.4: families in the order of their names, latencies as histograms,
 * which can be added up over nodes.
 *
 * <p>Names ending in {@code _total} are counters, other single numbers gauges. Of the sampled metrics only those made by
 * {@link NodeMetrics} are shown: others keep too little of what they saw.
 */
public final class PrometheusText {

    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Whole numbers below are exact in a double. */
    private static final double EXACT = 1L << 53;

    private final StringBuilder text = new StringBuilder(16_384);

    private PrometheusText() {}

    public static String write(MetricRegistry registry) {
        Map<String, Map<String, Metric>> families = new TreeMap<>();
        registry.getMetrics().forEach((key, metric) -> {
            MetricName name = MetricName.parse(key);
            families.computeIfAbsent(name.base(), base -> new TreeMap<>()).put(name.labels(), metric);
        });
        PrometheusText writer = new PrometheusText();
        families.forEach(writer::family);
        return writer.text.toString();
    }

    private void family(String base, Map<String, Metric> metrics) {
        boolean isHistogram = metrics.values().stream().allMatch(Sampling.class::isInstance);
        text.append("# HELP ")
                .append(base)
                .append(' ')
                .append(Descriptions.of(base))
                .append('\n');
        String type = isHistogram ? "histogram" : base.endsWith("_total") ? "counter" : "gauge";
        text.append("# TYPE ").append(base).append(' ').append(type).append('\n');
        metrics.forEach((labels, metric) -> {
            if (isHistogram && ((Sampling) metric).getSnapshot() instanceof DistributionSnapshot snapshot) {
                distribution(base, labels, snapshot);
            } else if (metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number) {
                sample(base, labels, number(number.doubleValue()));
            } else if (metric instanceof Counter counter) {
                sample(base, labels, Long.toString(counter.getCount()));
            }
        });
    }

    private void distribution(String base, String labels, DistributionSnapshot snapshot) {
        String before = labels.isEmpty() ? "" : labels + ',';
        for (int i = 0; i < snapshot.bounds().length(); i++) {
            long bound = snapshot.bounds().get(i);
            String le = number(snapshot.shown(bound));
            sample(base + "_bucket", before + "le=\"" + le + '"', Long.toString(snapshot.countUpTo(bound)));
        }
        sample(base + "_bucket", before + "le=\"+Inf\"", Long.toString(snapshot.count()));
        sample(base + "_sum", labels, number(snapshot.shown(snapshot.sum())));
        sample(base + "_count", labels, Long.toString(snapshot.count()));
    }

    private void sample(String name, String labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean isWhole = value == Math.rint(value) && Math.abs(value) < EXACT;
        return isWhole ? Long.toString((long) value) : Double.toString(value);
    }
}
