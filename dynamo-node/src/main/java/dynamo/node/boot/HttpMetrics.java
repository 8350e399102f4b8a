package dynamo.node.boot;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Timer;
import dynamo.node.io.http.HttpEvents;
import dynamo.node.io.metrics.MetricName;
import dynamo.node.io.metrics.NodeMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests of one port.
 *
 * <p>Threading: the loop that serves the port. Bounds: routes, methods and statuses are the contract's, so the series are
 * few.
 */
final class HttpMetrics implements HttpEvents {

    private final NodeMetrics metrics;
    private final String port;
    private final Counter refused;
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, Map<String, Series>> byRoute = new HashMap<>();

    /** One route and method. */
    private record Series(Timer latency, Map<Integer, Counter> byStatus) {}

    /** @param port data or admin */
    HttpMetrics(NodeMetrics metrics, String port) {
        this.metrics = metrics;
        this.port = port;
        refused = metrics.counter(
                MetricName.of("dynamo_http_connections_refused_total").with("port", port));
        metrics.gauge(MetricName.of("dynamo_http_connections").with("port", port), connections::get);
    }

    @Override
    public void onAnswered(String route, String method, int status, long nanos) {
        Series series =
                byRoute.computeIfAbsent(route, r -> new HashMap<>()).computeIfAbsent(method, m -> series(route, m));
        series.latency().update(nanos, TimeUnit.NANOSECONDS);
        series.byStatus()
                .computeIfAbsent(
                        status,
                        code -> metrics.counter(name("dynamo_http_requests_total", route, method)
                                .with("code", Integer.toString(code))))
                .inc();
    }

    private Series series(String route, String method) {
        return new Series(metrics.timer(name("dynamo_http_request_seconds", route, method)), new HashMap<>());
    }

    private MetricName name(String base, String route, String method) {
        return MetricName.of(base).with("port", port).with("route", route).with("method", method);
    }

    @Override
    public void onConnections(int open) {
        connections.set(open);
    }

    @Override
    public void onConnectionRefused() {
        refused.inc();
    }
}
