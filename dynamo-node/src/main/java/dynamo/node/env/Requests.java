package dynamo.node.env;

import dynamo.node.message.Envelope;
import dynamo.node.message.Message;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and brings their replies back to who asked. Keeps no time: whoever asks has a deadline of its own and
 * {@link #forget}s what it no longer waits for, so that what is pending here is bounded by what is in flight there.
 *
 * <p>Threading: the node's loop.
 */
public final class Requests {
    private record Pending(NodeId to, Consumer<Optional<Reply>> onReply) {}

    private final NodeId self;
    private final LongSupplier startNumber;
    private final LongSupplier ringRank;
    private final Transport transport;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final Map<NodeId, Integer> pendingByPeer = new TreeMap<>();
    private Consumer<NodeId> onAsked = to -> {};
    private Consumer<NodeId> onEnded = to -> {};
    private long lastCorrelation;

    /** Correlations start at a random number, so that a late reply to an earlier process of this node finds nobody. */
    public Requests(NodeId self, LongSupplier startNumber, LongSupplier ringRank, Doors doors) {
        this.self = self;
        this.startNumber = startNumber;
        this.ringRank = ringRank;
        transport = doors.transport();
        lastCorrelation = doors.entropy().nextLong();
    }

    /**
     * Tells of each request when it is sent, and once when it is pending no more, of whom it was asked.
     */
    public void watch(Consumer<NodeId> asked, Consumer<NodeId> ended) {
        onAsked = asked;
        onEnded = ended;
    }

    /**
     * @param onReply gets the reply, or nothing when the connection was lost first
     * @return a handle for {@link #forget}
     */
    public long send(NodeId to, Request request, Consumer<Optional<Reply>> onReply) {
        long correlation = ++lastCorrelation;
        pending.put(correlation, new Pending(to, onReply));
        pendingByPeer.merge(to, 1, Integer::sum);
        onAsked.accept(to);
        transport.send(to, envelope(correlation, request));
        return correlation;
    }

    /** A reply, a notice, or a request whose reply nobody waits for. */
    public void tell(NodeId to, long correlation, Message message) {
        transport.send(to, envelope(correlation, message));
    }

    public void forget(long handle) {
        end(handle);
    }

    private @Nullable Pending end(long correlation) {
        Pending request = pending.remove(correlation);
        if (request != null) {
            pendingByPeer.computeIfPresent(request.to, (to, count) -> count > 1 ? count - 1 : null);
            onEnded.accept(request.to);
        }
        return request;
    }

    public void onReply(Envelope envelope, Reply reply) {
        Pending request = pending.get(envelope.correlation());
        if (request != null && request.to.equals(envelope.from())) {
            end(envelope.correlation());
            request.onReply.accept(Optional.of(reply));
        }
    }

    /** Whatever was asked of the peer will not be answered. */
    public void onDisconnected(NodeId peer) {
        List<Long> lost = new ArrayList<>();
        pending.forEach((correlation, request) -> {
            if (request.to.equals(peer)) {
                lost.add(correlation);
            }
        });
        for (Long correlation : lost) {
            Pending request = end(correlation);
            if (request != null) { // an earlier one's end may have forgotten it
                request.onReply.accept(Optional.empty());
            }
        }
    }

    public int pending() {
        return pending.size();
    }

    /** Of these, asked of one peer. */
    public int pending(NodeId peer) {
        return pendingByPeer.getOrDefault(peer, 0);
    }

    private Envelope envelope(long correlation, Message message) {
        return new Envelope(self, startNumber.getAsLong(), ringRank.getAsLong(), correlation, message);
    }
}
