package dynamo.node.membership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What requests tell of their peers, long before a protocol period is over: one that owes an answer and is silent, or whose
 * connection was lost, is excluded until anything is heard from it again.
 *
 * <p>A peer may take its time with an answer and be well, so it is asked for a sign of life before it is excluded; and
 * again and again afterwards, for nobody sends requests to who is excluded.
 *
 * <p>Bounds: a count and a time for each peer; what happens at each message is a lookup and an assignment. Time is time
 * awake: a pause of this node is nobody's silence.
 */
final class PeerWatch {

    private static final class Peer {
        final NodeId id;
        int owed;
        boolean isWaitedFor;
        boolean isHeard; // since it was last asked
        long silentSinceNanos;
        boolean isExcluded;

        Peer(NodeId id) {
            this.id = id;
        }
    }

    private ImmutableMap<NodeId, Peer> peers;
    private final long silenceMaxNanos;
    private final LongSupplier awakeNanos;
    private final Predicate<NodeId> isConnected;
    private final Predicate<NodeId> isDead;
    private final Consumer<NodeId> knock;

    /** @param knock asks for a sign of life */
    PeerWatch(
            ImmutableList<NodeId> others,
            Duration silenceMax,
            LongSupplier awakeNanos,
            Predicate<NodeId> isConnected,
            Predicate<NodeId> isDead,
            Consumer<NodeId> knock) {
        peers = Maps.toMap(others, Peer::new);
        silenceMaxNanos = silenceMax.toNanos();
        this.awakeNanos = awakeNanos;
        this.isConnected = isConnected;
        this.isDead = isDead;
        this.knock = knock;
    }

    /** These are watched from now on; what is seen of those who stay is kept. */
    void become(ImmutableList<NodeId> others) {
        ImmutableMap<NodeId, Peer> before = peers;
        peers = Maps.toMap(others, id -> {
            Peer known = before.get(id);
            return known == null ? new Peer(id) : known;
        });
    }

    /** A request is on its way to the peer. */
    void onAsked(NodeId to) {
        Peer peer = peers.get(to);
        if (peer != null) {
            peer.owed++;
            peer.isHeard = false;
            if (!peer.isWaitedFor) {
                peer.isWaitedFor = true;
                peer.silentSinceNanos = awakeNanos.getAsLong();
            }
        }
    }

    /**
     * It is answered, or nobody waits for the answer any more. The latter is no sign of life: a put that had its acks from
     * others has forgotten the peer long before that can be judged.
     */
    void onEnded(NodeId to) {
        Peer peer = peers.get(to);
        if (peer != null && peer.owed > 0) {
            peer.owed--;
            peer.isWaitedFor = peer.owed > 0 || !peer.isHeard;
        }
    }

    /** Anything came from the peer. */
    void onHeard(NodeId from) {
        Peer peer = peers.get(from);
        if (peer != null) {
            peer.isHeard = true;
            peer.isExcluded = false;
            peer.isWaitedFor = peer.owed > 0;
            if (peer.isWaitedFor) {
                peer.silentSinceNanos = awakeNanos.getAsLong();
            }
        }
    }

    void onDisconnected(NodeId from) {
        Peer peer = peers.get(from);
        if (peer != null) {
            peer.isExcluded = true;
        }
    }

    boolean isExcluded(NodeId node) {
        Peer peer = peers.get(node);
        return peer != null && peer.isExcluded;
    }

    /** Judges by what was read so far. */
    void beat() {
        long now = awakeNanos.getAsLong();
        for (Peer peer : peers.values()) {
            long silent = peer.isWaitedFor ? now - peer.silentSinceNanos : 0;
            if (silent >= silenceMaxNanos) {
                peer.isExcluded = true;
            }
            boolean isInDoubt = silent >= silenceMaxNanos / 3 || peer.isExcluded || isDead.test(peer.id);
            if (isInDoubt && isConnected.test(peer.id)) {
                knock.accept(peer.id);
            }
        }
    }
}
