package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;

/**
 * What members tell each other about who is alive (SWIM). The correlation of a probe is repeated in whatever answers it;
 * 0 means that nobody waits.
 */
public sealed interface Gossip extends Message {

    /** What is said of a member; at equal incarnations the later constant counts (SWIM §4.2). */
    enum Status {
        ALIVE,
        /** A probe of it failed; it has time to refute. */
        SUSPECT,
        /** It did not refute in time. */
        DEAD
    }

    /**
     * News of one member.
     *
     * @param incarnation rises when the member starts, and when it refutes what is said of it
     * @param by who says so of its own knowledge; the member itself when it is alive
     * @param address where the member listens for its peers, {@code host:port}; empty when it was never told
     */
    record Update(NodeId node, Status status, long incarnation, NodeId by, String address) {
        public static final int ADDRESS_CHARS_MAX = 264;
        /** Room above for all refutations there may ever be. */
        public static final long INCARNATION_MAX = 1L << 62;

        public Update {
            if (incarnation < 0 || incarnation > INCARNATION_MAX) {
                throw new IllegalArgumentException("incarnation " + incarnation + " is out of range");
            }
            if (address.length() > ADDRESS_CHARS_MAX || address.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException("an address is host:port, or empty");
            }
        }
    }

    /** Answer with an {@link Ack}. */
    record Ping(ImmutableList<Update> updates) implements Gossip {}

    /** Ping the target for the sender: pass its ack on, or say with a {@link Nack} that there is none yet. */
    record PingRequest(NodeId target, ImmutableList<Update> updates) implements Gossip {}

    record Ack(ImmutableList<Update> updates) implements Gossip {}

    /** The target of a {@link PingRequest} is silent, but the helper is not. */
    record Nack() implements Gossip {}

    /** News alone. */
    record Spread(ImmutableList<Update> updates) implements Gossip {}

    /** Answer with a {@link State} unless yours has the same digest. */
    record Digest(long digest) implements Gossip {}

    /**
     * All that the sender knows of the members.
     *
     * @param wantsReply whether the receiver should answer with its own
     */
    record State(boolean wantsReply, ImmutableList<Update> members) implements Gossip {}
}
