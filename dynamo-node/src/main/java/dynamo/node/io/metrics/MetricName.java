package dynamo.node.io.metrics;

/**
 * A metric's name in the registry: Prometheus' name, and labels where one name has several metrics:
 * {@code http_requests_total{method="GET"}}.
 */
public record MetricName(String base, String labels) {

    public MetricName {
        if (!base.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
            throw new IllegalArgumentException("no name for a metric: " + base);
        }
    }

    public static MetricName of(String base) {
        return new MetricName(base, "");
    }

    /** The values of a label must be few: every one is a time series for ever. */
    public MetricName with(String label, String value) {
        String pair = label + "=\"" + escaped(value) + '"';
        return new MetricName(base, labels.isEmpty() ? pair : labels + ',' + pair);
    }

    /** What {@link #toString} made; other names are turned into ones that Prometheus takes. */
    static MetricName parse(String name) {
        int brace = name.indexOf('{');
        if (brace > 0 && name.endsWith("}")) {
            return new MetricName(name.substring(0, brace), name.substring(brace + 1, name.length() - 1));
        }
        String base = name.replaceAll("[^a-zA-Z0-9_:]", "_");
        return of(base.isEmpty() || Character.isDigit(base.charAt(0)) ? '_' + base : base);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return labels.isEmpty() ? base : base + '{' + labels + '}';
    }
}
