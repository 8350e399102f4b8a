package dynamo.client;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.contract.json.RingReader;
import dynamo.contract.json.ShownRing;
import dynamo.ring.KeyHash;
import dynamo.version.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes are homes of a key, so that a request goes to one at once instead of being passed on. Learns the ring from any
 * node, and again when an answer names a later epoch; as long as it knows none, or an old one, requests are passed on by whoever
 * gets them, and nothing is wrong but slower.
 *
 * <p>Threading: any; the ring is fetched on a thread of its own, which ends when there is nothing to fetch.
 */
final class Routing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long BETWEEN_NANOS = 1_000_000_000;
    private static final HttpRequest RING = new HttpRequest.Builder("GET", "/v1/routing").build();

    private final Nodes nodes;
    private final Connections connections;
    private final ThreadPoolExecutor thread;
    private volatile Optional<ShownRing> ring = Optional.empty();
    private volatile long wantedEpoch;
    private volatile long fetchedNanos = System.nanoTime() - BETWEEN_NANOS;

    Routing(Nodes nodes, Connections connections) {
        this.nodes = nodes;
        this.connections = connections;
        thread = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                run -> {
                    Thread made = new Thread(run, "dynamo-client-ring");
                    made.setDaemon(true);
                    return made;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        thread.allowCoreThreadTimeOut(true);
    }

    /** Names of nodes; empty when they are not known. */
    ImmutableList<String> homes(Key key) {
        return ring.map(known -> known.homes(KeyHash.of(key.bucket(), key.key()).partition(known.partitions())))
                .orElse(ImmutableList.of());
    }

    void onAnswer(HttpAnswer answer) {
        String digits = answer.headerOr("dynamo-ring-epoch", "");
        if (!digits.matches("[0-9]{1,18}")) {
            return;
        }
        long epoch = Long.parseLong(digits);
        boolean isKnown = ring.filter(known -> known.epoch() >= epoch).isPresent();
        if (!isKnown && System.nanoTime() - fetchedNanos >= BETWEEN_NANOS) {
            fetchedNanos = System.nanoTime();
            wantedEpoch = epoch;
            thread.execute(this::fetch);
        }
    }

    /** Asks one after the other until one has it, and all that have no name yet. */
    private void fetch() {
        for (ClientNode node : nodes.all()) {
            boolean isKnown = ring.filter(known -> known.epoch() >= wantedEpoch).isPresent();
            if (isKnown && !node.name().isEmpty()) {
                continue;
            }
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            try {
                HttpAnswer answer =
                        Sent.to(node, RING, connections, deadline, () -> {}).answer(deadline);
                node.onAnswered(answer.headerOr("dynamo-node", ""));
                if (answer.status() == 200) {
                    become(RingReader.read(answer.body()));
                }
            } catch (IOException | MalformedException e) {
                LOG.debug("no ring from {}: {}", node.address(), e.getMessage());
            }
        }
    }

    private synchronized void become(ShownRing now) {
        if (ring.filter(known -> known.epoch() >= now.epoch()).isEmpty()) {
            ring = Optional.of(now);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
