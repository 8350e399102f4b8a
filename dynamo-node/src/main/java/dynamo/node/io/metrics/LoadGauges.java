package dynamo.node.io.metrics;

import dynamo.ring.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How busy the node was when it last said so.
 *
 * <p>Threading: written on the node's loop, read by whoever scrapes.
 */
final class LoadGauges {
    private static final MetricName PEER_IN_FLIGHT = MetricName.of("dynamo_peer_requests_in_flight");

    private final NodeMetrics metrics;
    private final int peersMax;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger limit = new AtomicInteger();
    private final Map<NodeId, AtomicInteger> byPeer = new HashMap<>();
    private volatile double pressure;

    LoadGauges(NodeMetrics metrics, int peersMax) {
        this.metrics = metrics;
        this.peersMax = peersMax;
        metrics.gauge(MetricName.of("dynamo_requests_in_flight"), inFlight::get);
        metrics.gauge(MetricName.of("dynamo_requests_limit"), limit::get);
        metrics.gauge(MetricName.of("dynamo_pressure"), () -> pressure);
    }

    void onLoad(int requests, int requestsMax, double share) {
        inFlight.set(requests);
        limit.set(requestsMax);
        pressure = share;
    }

    void onPeerLoad(NodeId peer, int requests) {
        AtomicInteger gauge = byPeer.get(peer);
        if (gauge == null && byPeer.size() < peersMax) {
            gauge = new AtomicInteger();
            byPeer.put(peer, gauge);
            metrics.gauge(PEER_IN_FLIGHT.with("peer", peer.name()), gauge::get);
        }
        if (gauge != null) {
            gauge.set(requests);
        }
    }
}
