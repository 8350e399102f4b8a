package dynamo.node.io.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Timer;
import dynamo.contract.Key;
import dynamo.node.env.NodeEvents;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a node tells, and logs what its operator should know.
 *
 * <p>Threading: called on the node's loop. Bounds: a handful of atomic additions an event; label values are members of the
 * cluster or names in the code, {@value #LABELS_MAX} of each at most.
 */
public final class DropwizardEvents implements NodeEvents {
    private static final Logger LOG = LoggerFactory.getLogger(DropwizardEvents.class);
    private static final int LABELS_MAX = 256;
    private static final MetricName READ_REPAIRS = MetricName.of("dynamo_read_repairs_total");
    private static final MetricName FORWARDED = MetricName.of("dynamo_forwarded_total");
    private static final MetricName SHED = MetricName.of("dynamo_shed_total");

    private final NodeMetrics metrics;
    private final Counter minted;
    private final Counter retriesKnown;
    private final Counter acknowledged;
    private final Counter unreadable;
    private final Counter amnesia;
    private final Counter actorsRetired;
    private final Histogram siblings;
    private final Histogram commitRows;
    private final Timer commitSeconds;
    private final Map<NodeId, Counter> readRepairs = new HashMap<>();
    private final Map<NodeId, Counter> forwarded = new HashMap<>();
    private final Map<String, Counter> shed = new HashMap<>();

    public DropwizardEvents(NodeMetrics metrics) {
        this.metrics = metrics;
        minted = metrics.counter(MetricName.of("dynamo_minted_total"));
        retriesKnown = metrics.counter(MetricName.of("dynamo_retries_known_total"));
        acknowledged = metrics.counter(MetricName.of("dynamo_acknowledged_total"));
        unreadable = metrics.counter(MetricName.of("dynamo_unreadable_total"));
        amnesia = metrics.counter(MetricName.of("dynamo_amnesia_total"));
        actorsRetired = metrics.counter(MetricName.of("dynamo_actors_retired_total"));
        siblings = metrics.sizes(MetricName.of("dynamo_siblings"));
        commitRows = metrics.sizes(MetricName.of("dynamo_commit_rows"));
        commitSeconds = metrics.timer(MetricName.of("dynamo_commit_seconds"));
    }

    @Override
    public void onMinted(Key key, Dot dot, WriteId writeId, Siblings made) {
        minted.inc();
        siblings.update(made.live().size());
    }

    @Override
    public void onRetryKnown(Key key, WriteId writeId) {
        retriesKnown.inc();
    }

    @Override
    public void onAcknowledged(Key key, WriteId writeId, int acks, int needed) {
        acknowledged.inc();
    }

    @Override
    public void onReadRepair(NodeId replica, Key key) {
        counted(readRepairs, replica, READ_REPAIRS, "replica").inc();
    }

    @Override
    public void onCommitted(int rows, long nanos) {
        commitRows.update(rows);
        commitSeconds.update(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onUnreadable(Key key, String why) {
        unreadable.inc();
        LOG.warn("a row cannot be read and is not served, why={}", why);
    }

    @Override
    public void onAmnesia(String why) {
        amnesia.inc();
        LOG.warn(
                "rows that were durable here are gone; this node votes again when its peers have filled it, why={}",
                why);
    }

    @Override
    public void onActorRetired(int partition, String why) {
        actorsRetired.inc();
        LOG.debug("actor retired, partition={}, why={}", partition, why);
    }

    @Override
    public void onForwarded(NodeId to, Key key) {
        counted(forwarded, to, FORWARDED, "to").inc();
    }

    @Override
    public void onShed(String what) {
        Counter counter = counted(shed, what, SHED, "what");
        if (counter.getCount() == 0) {
            LOG.warn("work is refused for the first time since the start, what={}", what);
        }
        counter.inc();
    }

    private <L> Counter counted(Map<L, Counter> counters, L label, MetricName name, String labelName) {
        Counter known = counters.get(label);
        if (known != null) {
            return known;
        }
        if (counters.size() >= LABELS_MAX) {
            return metrics.counter(name.with(labelName, "others"));
        }
        Counter made = metrics.counter(name.with(labelName, label.toString()));
        counters.put(label, made);
        return made;
    }
}
