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
import java.util.function.Consumer;
import java.util.function.LongSupplier;

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
    private final long ringEpoch;
    private final Transport transport;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private long lastCorrelation;

    /** Correlations start at a random number, so that a late reply to an earlier process of this node finds nobody. */
    public Requests(NodeId self, LongSupplier startNumber, long ringEpoch, Doors doors) {
        this.self = self;
        this.startNumber = startNumber;
        this.ringEpoch = ringEpoch;
        transport = doors.transport();
        lastCorrelation = doors.entropy().nextLong();
    }

    /**
     * @param onReply gets the reply, or nothing when the connection was lost first
     * @return a handle for {@link #forget}
     */
    public long send(NodeId to, Request request, Consumer<Optional<Reply>> onReply) {
        long correlation = ++lastCorrelation;
        pending.put(correlation, new Pending(to, onReply));
        transport.send(to, envelope(correlation, request));
        return correlation;
    }

    /** A reply, a notice, or a request whose reply nobody waits for. */
    public void tell(NodeId to, long correlation, Message message) {
        transport.send(to, envelope(correlation, message));
    }

    public void forget(long handle) {
        pending.remove(handle);
    }

    public void onReply(Envelope envelope, Reply reply) {
        Pending request = pending.get(envelope.correlation());
        if (request != null && request.to.equals(envelope.from())) {
            pending.remove(envelope.correlation());
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
            Pending request = pending.remove(correlation);
            if (request != null) { // an earlier one's end may have forgotten it
                request.onReply.accept(Optional.empty());
            }
        }
    }

    public int pending() {
        return pending.size();
    }

    private Envelope envelope(long correlation, Message message) {
        return new Envelope(self, startNumber.getAsLong(), ringEpoch, correlation, message);
    }
}
