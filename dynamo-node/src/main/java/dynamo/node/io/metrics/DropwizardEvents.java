package dynamo.node.io.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Timer;
import dynamo.contract.Key;
import dynamo.node.env.NodeEvents;
import dynamo.node.message.Gossip;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final MetricName HINTS_REPLAYED = MetricName.of("dynamo_hints_replayed_total");
    private static final MetricName HINTS_REFUSED = MetricName.of("dynamo_hints_refused_total");
    private static final MetricName HANDOFF_TIMEOUTS = MetricName.of("dynamo_handoff_timeouts_total");
    private static final MetricName SHED = MetricName.of("dynamo_shed_total");

    private final NodeMetrics metrics;
    private final Counter minted;
    private final Counter retriesKnown;
    private final Counter acknowledged;
    private final Counter acknowledgedHinted;
    private final Counter unreadable;
    private final Counter amnesia;
    private final Counter hintsUnreadable;
    private final AtomicLong hintsPending = new AtomicLong();
    private final AtomicLong hintsBytes = new AtomicLong();
    private final Counter actorsRetired;
    private final Histogram siblings;
    private final Histogram commitRows;
    private final Timer commitSeconds;
    private final Counter refutations;
    private final AntiEntropyMetrics antiEntropy;
    private final Map<Gossip.Status, AtomicInteger> members = new EnumMap<>(Gossip.Status.class);
    private final Counter clarifications;
    private final Counter hedges;
    private final Counter hedgesWon;
    private final Counter dropped;
    private final Counter stripped;
    private final Counter actorsRefused;
    private final Counter actorsClosed;
    private final LoadGauges load;
    private final RingMetrics ring;
    private final Map<NodeId, Counter> handoffTimeouts = new HashMap<>();
    private final Map<NodeId, Counter> readRepairs = new HashMap<>();
    private final Map<NodeId, Counter> forwarded = new HashMap<>();
    private final Map<String, Counter> shed = new HashMap<>();
    private final Map<NodeId, Counter> hintsReplayed = new HashMap<>();
    private final Map<String, Counter> hintsRefused = new HashMap<>();

    public DropwizardEvents(NodeMetrics metrics) {
        this.metrics = metrics;
        minted = metrics.counter(MetricName.of("dynamo_minted_total"));
        retriesKnown = metrics.counter(MetricName.of("dynamo_retries_known_total"));
        acknowledged = metrics.counter(MetricName.of("dynamo_acknowledged_total"));
        acknowledgedHinted = metrics.counter(MetricName.of("dynamo_acknowledged_hinted_total"));
        hintsUnreadable = metrics.counter(MetricName.of("dynamo_hints_unreadable_total"));
        metrics.gauge(MetricName.of("dynamo_hints_pending"), hintsPending::get);
        metrics.gauge(MetricName.of("dynamo_hints_bytes"), hintsBytes::get);
        unreadable = metrics.counter(MetricName.of("dynamo_unreadable_total"));
        amnesia = metrics.counter(MetricName.of("dynamo_amnesia_total"));
        actorsRetired = metrics.counter(MetricName.of("dynamo_actors_retired_total"));
        siblings = metrics.sizes(MetricName.of("dynamo_siblings"));
        commitRows = metrics.sizes(MetricName.of("dynamo_commit_rows"));
        commitSeconds = metrics.timer(MetricName.of("dynamo_commit_seconds"));
        antiEntropy = new AntiEntropyMetrics(metrics, LABELS_MAX);
        refutations = metrics.counter(MetricName.of("dynamo_refutations_total"));
        clarifications = metrics.counter(MetricName.of("dynamo_clarifications_total"));
        hedges = metrics.counter(MetricName.of("dynamo_hedges_total"));
        hedgesWon = metrics.counter(MetricName.of("dynamo_hedges_won_total"));
        dropped = metrics.counter(MetricName.of("dynamo_dropped_total"));
        stripped = metrics.counter(MetricName.of("dynamo_stripped_total"));
        actorsRefused = metrics.counter(MetricName.of("dynamo_actors_refused_total"));
        actorsClosed = metrics.counter(MetricName.of("dynamo_actors_closed_total"));
        load = new LoadGauges(metrics, LABELS_MAX);
        ring = new RingMetrics(metrics);
        for (Gossip.Status status : Gossip.Status.values()) {
            AtomicInteger count = new AtomicInteger();
            members.put(status, count);
            metrics.gauge(
                    MetricName.of("dynamo_members").with("state", status.name().toLowerCase(Locale.ROOT)), count::get);
        }
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
    public void onAcknowledged(Key key, WriteId writeId, int acks, int hinted, int needed) {
        acknowledged.inc();
        acknowledgedHinted.inc(hinted > 0 ? 1 : 0);
    }

    @Override
    public void onReadRepair(NodeId replica, Key key) {
        counted(readRepairs, replica, READ_REPAIRS, "replica").inc();
    }

    @Override
    public void onClarify(NodeId home, Key key) {
        clarifications.inc();
    }

    @Override
    public void onHedge(NodeId spare, Key key) {
        hedges.inc();
    }

    @Override
    public void onHedgeWon(NodeId spare, Key key) {
        hedgesWon.inc();
    }

    @Override
    public void onDropped(Key key, Siblings arrived, Siblings kept) {
        dropped.inc();
    }

    @Override
    public void onStripped(Key key, Siblings before, Siblings after) {
        stripped.inc();
    }

    @Override
    public void onRefusedActor(Key key, Siblings record) {
        actorsRefused.inc();
    }

    @Override
    public void onClosed(int partition, long actor) {
        actorsClosed.inc();
    }

    @Override
    public void onHandoffTimeout(NodeId home) {
        counted(handoffTimeouts, home, HANDOFF_TIMEOUTS, "home").inc();
    }

    @Override
    public void onLoad(int inFlight, int limit, double pressure) {
        load.onLoad(inFlight, limit, pressure);
    }

    @Override
    public void onPeerLoad(NodeId peer, int inFlight) {
        load.onPeerLoad(peer, inFlight);
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
    public void onExchanged(NodeId peer, int partition, int keysHere, int keysThere) {
        antiEntropy.onExchanged(peer, partition, keysHere, keysThere);
    }

    @Override
    public void onExchangeFailed(NodeId peer, int partition, String why) {
        antiEntropy.onExchangeFailed(peer, partition, why);
    }

    @Override
    public void onExchangeTraffic(long sent, long received) {
        antiEntropy.onTraffic(sent, received);
    }

    @Override
    public void onTreeBuilt(int partition) {
        antiEntropy.onTreeBuilt();
    }

    @Override
    public void onTreeMismatch(int partition) {
        antiEntropy.onTreeMismatch(partition);
    }

    @Override
    public void onReaped(Key key, Siblings record) {
        antiEntropy.onReaped();
    }

    @Override
    public void onHealed(int partition, boolean wholly) {
        antiEntropy.onHealed(wholly);
    }

    @Override
    public void onUpkeep(long tombstonesWaiting, Map<NodeId, Long> byHome, long clockBytes) {
        antiEntropy.onUpkeep(tombstonesWaiting, byHome, clockBytes);
    }

    @Override
    public void onForwarded(NodeId to, Key key) {
        counted(forwarded, to, FORWARDED, "to").inc();
    }

    @Override
    public void onHintsKept(long hints, long bytes) {
        hintsPending.set(hints);
        hintsBytes.set(bytes);
    }

    @Override
    public void onHintRefused(NodeId home, String why) {
        counted(hintsRefused, why, HINTS_REFUSED, "why").inc();
    }

    @Override
    public void onHintReplayed(NodeId home) {
        counted(hintsReplayed, home, HINTS_REPLAYED, "home").inc();
    }

    @Override
    public void onHintUnreadable(String row, String why) {
        hintsUnreadable.inc();
        LOG.warn("a hint cannot be read and is not handed over; its bytes are kept, row={}, why={}", row, why);
    }

    @Override
    public void onHandoff(NodeId home, boolean replaying, String why) {
        LOG.debug("hints {}, home={}, why={}", replaying ? "are handed over" : "wait", home, why);
    }

    @Override
    public void onShed(String what) {
        Counter counter = counted(shed, what, SHED, "what");
        if (counter.getCount() == 0) {
            LOG.warn("work is refused for the first time since the start, what={}", what);
        }
        counter.inc();
    }

    @Override
    public void onMember(NodeId member, Gossip.Status status, long incarnation) {
        if (status == Gossip.Status.SUSPECT) {
            LOG.debug("member {} is suspected, incarnation={}", member, Long.toHexString(incarnation));
        } else {
            LOG.info("member {} is {}, incarnation={}", member, status, Long.toHexString(incarnation));
        }
    }

    @Override
    public void onMembers(int alive, int suspect, int dead) {
        set(Gossip.Status.ALIVE, alive);
        set(Gossip.Status.SUSPECT, suspect);
        set(Gossip.Status.DEAD, dead);
    }

    private void set(Gossip.Status status, int count) {
        AtomicInteger gauge = members.get(status);
        if (gauge != null) {
            gauge.set(count);
        }
    }

    @Override
    public void onRefuted(long incarnation) {
        refutations.inc();
        LOG.info("this node was suspected, and says otherwise, incarnation={}", Long.toHexString(incarnation));
    }

    @Override
    public void onRing(long epoch, int moving, int lacking) {
        ring.onRing(epoch, moving, lacking);
    }

    @Override
    public void onPlan(long epoch, int moves) {
        ring.onPlan(epoch, moves);
    }

    @Override
    public void onWhole(int partition) {
        ring.onWhole(partition);
    }

    @Override
    public void onDropping(int partition) {
        ring.onDropping(partition);
    }

    @Override
    public void onWrongEpoch(NodeId from) {
        ring.onWrongEpoch();
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
