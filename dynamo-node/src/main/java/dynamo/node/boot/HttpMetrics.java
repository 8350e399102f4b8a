package dynamo.node.boot;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Timer;
import dynamo.node.io.http.HttpEvents;
import dynamo.node.io.metrics.MetricName;
import dynamo.node.io.metrics.NodeMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Times the answers of one port. Labels are routes, methods and status codes of the contract, so they are few. */
final class HttpMetrics implements HttpEvents {
    private record Answered(String route, String method, int status) {}

    private final NodeMetrics metrics;
    private final String port;
    private final Map<Answered, Timer> timers = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Counter refused;

    HttpMetrics(NodeMetrics metrics, String port) {
        this.metrics = metrics;
        this.port = port;
        refused = metrics.counter(
                MetricName.of("dynamo_http_connections_refused_total").with("port", port));
        metrics.gauge(MetricName.of("dynamo_http_connections").with("port", port), open::get);
    }

    @Override
    public void onAnswered(String route, String method, int status, long nanos) {
        timers.computeIfAbsent(new Answered(route, method, status), this::timer).update(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onConnections(int open) {
        this.open.set(open);
    }

    @Override
    public void onConnectionRefused() {
        refused.inc();
    }

    private Timer timer(Answered answered) {
        return metrics.timer(MetricName.of("dynamo_http_seconds")
                .with("port", port)
                .with("route", answered.route)
                .with("method", answered.method)
                .with("status", String.valueOf(answered.status)));
    }
}
