package dynamo.node.io.metrics;

import com.codahale.metrics.Counter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this node is with the ring, and what moves.
 *
 * <p>Threading: written on the node's loop, read by whoever scrapes.
 */
final class RingMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(RingMetrics.class);

    private final AtomicLong epoch = new AtomicLong();
    private final AtomicInteger moving = new AtomicInteger();
    private final AtomicInteger lacking = new AtomicInteger();
    private final Counter received;
    private final Counter dropped;
    private final Counter wrongEpoch;

    RingMetrics(NodeMetrics metrics) {
        received = metrics.counter(MetricName.of("dynamo_partitions_received_total"));
        dropped = metrics.counter(MetricName.of("dynamo_partitions_dropped_total"));
        wrongEpoch = metrics.counter(MetricName.of("dynamo_wrong_epoch_total"));
        metrics.gauge(MetricName.of("dynamo_ring_epoch"), epoch::get);
        metrics.gauge(MetricName.of("dynamo_partitions_moving"), moving::get);
        metrics.gauge(MetricName.of("dynamo_partitions_lacking"), lacking::get);
    }

    void onPlan(long next, int moves) {
        epoch.set(next);
        moving.set(moves);
        LOG.info("another ring counts, epoch={}, partitions to move={}", next, moves);
    }

    void onRing(long current, int left, int lacked) {
        if (left == 0 && moving.get() > 0) {
            LOG.info("all partitions have moved, epoch={}", current);
        }
        epoch.set(current);
        moving.set(left);
        lacking.set(lacked);
    }

    void onWhole(int partition) {
        received.inc();
        LOG.debug("a partition is whole here, partition={}", partition);
    }

    void onDropping(int partition) {
        dropped.inc();
        LOG.debug("a partition that others own is dropped, partition={}", partition);
    }

    void onWrongEpoch() {
        wrongEpoch.inc();
    }
}
