package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.node.env.NodeEvents;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How many requests of each peer are being served, so that none of them takes all there is. Those count that wait, for the disk
 * or for others; what comes beyond a peer's share is refused. A peer that keeps to its own limits never has so many here.
 *
 * <p>Threading: the node's loop.
 */
final class PeerShares {
    private final int max;
    private final NodeEvents events;
    private final Map<NodeId, Integer> served = new TreeMap<>();

    PeerShares(int max, NodeEvents events) {
        this.max = max;
        this.events = events;
    }

    /**
     * @param tell the way back to the peer
     * @return the way to answer; empty when the request was refused
     */
    Optional<Consumer<Reply>> begin(NodeId peer, Request request, Consumer<Reply> tell) {
        Optional<Reply> refusal = refusal(request);
        if (refusal.isEmpty()) {
            return Optional.of(tell); // answered at once, or not by all means
        }
        if (served.getOrDefault(peer, 0) >= max) {
            events.onShed("peer: too many of its requests");
            tell.accept(refusal.get());
            return Optional.empty();
        }
        served.merge(peer, 1, Integer::sum);
        return Optional.of(reply -> {
            served.computeIfPresent(peer, (p, count) -> count > 1 ? count - 1 : null);
            tell.accept(reply);
        });
    }

    /** What a request is told that would have to wait. */
    private static Optional<Reply> refusal(Request request) {
        if (request instanceof Request.Write) {
            return Optional.of(new Reply.Written(Reply.Status.REFUSED, ImmutableList.of(), Optional.empty()));
        }
        return request instanceof Request.Coordinate
                ? Optional.of(Admission.turnedAway(Failure.of(ErrorCode.OVERLOADED, "too many requests of one node")))
                : Optional.empty();
    }
}
