package dynamo.node.io.metrics;

import com.codahale.metrics.Counter;
import dynamo.ring.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what exchanges, scrubs and reaping do. */
final class AntiEntropyMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(AntiEntropyMetrics.class);
    private static final MetricName EXCHANGES = MetricName.of("dynamo_exchanges_total");
    private static final MetricName REPAIRED = MetricName.of("dynamo_exchange_keys_repaired_total");
    private static final MetricName WAITING_FOR = MetricName.of("dynamo_tombstones_waiting_for");
    private static final MetricName BYTES = MetricName.of("dynamo_exchange_bytes_total");

    private final Counter inSync;
    private final Counter repairing;
    private final Counter failed;
    private final Counter repairedHere;
    private final Counter repairedThere;
    private final Counter sent;
    private final Counter received;
    private final Counter treesBuilt;
    private final Counter treeMismatches;
    private final Counter reaped;
    private final Counter healed;
    private final AtomicLong tombstonesWaiting = new AtomicLong();
    private final Map<NodeId, AtomicLong> waitingFor = new HashMap<>();
    private final AtomicLong clockBytes = new AtomicLong();
    private final NodeMetrics metrics;
    private final int homesMax;

    AntiEntropyMetrics(NodeMetrics metrics, int homesMax) {
        this.metrics = metrics;
        this.homesMax = homesMax;
        inSync = metrics.counter(EXCHANGES.with("outcome", "in-sync"));
        repairing = metrics.counter(EXCHANGES.with("outcome", "repaired"));
        failed = metrics.counter(EXCHANGES.with("outcome", "failed"));
        repairedHere = metrics.counter(REPAIRED.with("at", "here"));
        repairedThere = metrics.counter(REPAIRED.with("at", "peer"));
        sent = metrics.counter(BYTES.with("direction", "sent"));
        received = metrics.counter(BYTES.with("direction", "received"));
        treesBuilt = metrics.counter(MetricName.of("dynamo_hash_trees_built_total"));
        treeMismatches = metrics.counter(MetricName.of("dynamo_hash_tree_mismatches_total"));
        reaped = metrics.counter(MetricName.of("dynamo_tombstones_reaped_total"));
        healed = metrics.counter(MetricName.of("dynamo_partitions_healed_total"));
        metrics.gauge(MetricName.of("dynamo_tombstones_waiting"), tombstonesWaiting::get);
        metrics.gauge(MetricName.of("dynamo_partition_clock_bytes"), clockBytes::get);
    }

    void onExchanged(NodeId peer, int partition, int keysHere, int keysThere) {
        if (keysHere + keysThere == 0) {
            inSync.inc();
            return;
        }
        repairing.inc();
        repairedHere.inc(keysHere);
        repairedThere.inc(keysThere);
        LOG.debug("replicas differed, partition={}, peer={}, here={}, there={}", partition, peer, keysHere, keysThere);
    }

    void onExchangeFailed(NodeId peer, int partition, String why) {
        failed.inc();
        LOG.debug("exchange failed, partition={}, peer={}, why={}", partition, peer, why);
    }

    void onTraffic(long bytesSent, long bytesReceived) {
        sent.inc(bytesSent);
        received.inc(bytesReceived);
    }

    void onTreeBuilt() {
        treesBuilt.inc();
    }

    void onTreeMismatch(int partition) {
        treeMismatches.inc();
        LOG.warn("a hash tree was not what the rows say and was built anew, partition={}", partition);
    }

    void onReaped() {
        reaped.inc();
    }

    void onHealed(boolean wholly) {
        healed.inc();
        if (wholly) {
            LOG.info("all that was lost here is back from the other homes; this node votes again");
        }
    }

    void onUpkeep(long waiting, Map<NodeId, Long> byHome, long bytes) {
        tombstonesWaiting.set(waiting);
        clockBytes.set(bytes);
        waitingFor.forEach((home, gauge) -> gauge.set(byHome.getOrDefault(home, 0L)));
        byHome.forEach((home, rows) -> {
            if (!waitingFor.containsKey(home) && waitingFor.size() < homesMax) {
                AtomicLong gauge = new AtomicLong(rows);
                waitingFor.put(home, gauge);
                metrics.gauge(WAITING_FOR.with("home", home.name()), gauge::get);
            }
        });
    }
}
