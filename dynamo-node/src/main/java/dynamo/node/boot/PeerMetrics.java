package dynamo.node.boot;

import dynamo.node.io.metrics.MetricName;
import dynamo.node.io.metrics.NodeMetrics;
import dynamo.node.io.net.TransportCount;
import dynamo.node.io.net.TransportCounters;
import java.util.Locale;

/** Shows what the transport counts: one metric, the count's name as a label. */
final class PeerMetrics {
    private PeerMetrics() {}

    static void addTo(NodeMetrics metrics, TransportCounters counters) {
        for (TransportCount count : TransportCount.values()) {
            metrics.gauge(
                    MetricName.of("dynamo_peer_traffic_total")
                            .with("count", count.name().toLowerCase(Locale.ROOT)),
                    () -> counters.get(count));
        }
    }
}
