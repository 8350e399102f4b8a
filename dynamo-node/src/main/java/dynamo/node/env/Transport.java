package dynamo.node.env;

import dynamo.node.message.Envelope;
import dynamo.ring.NodeId;

/**
 * Messages to other nodes.
 *
 * <p>Lifecycle: connections come and go by themselves; {@link Listener} hears of it. Failure: a message is delivered
 * once, or lost without notice; between two nodes order holds while their connection lasts. Threading: called on the
 * node's loop, calls back on it; never blocks, never throws, never calls back inside {@code send}.
 */
public interface Transport {
    /** Drops the message when the peer is not connected or does not keep up. */
    void send(NodeId to, Envelope envelope);

    /**
     * From now on keeps a connection to this peer. Called again it changes nothing, but gives an address where none was
     * known; the peer may move later ({@link #moveTo}).
     *
     * @param address {@code host:port}; empty when it is not known: the peer is dialled once it says where it is
     */
    void meet(NodeId peer, String address);

    /** Keeps no connection to this peer any more. What it says on its own connection to here is still received. */
    void part(NodeId peer);

    /** Whether a message sent now has somewhere to go. A peer that hangs stays connected for some seconds. */
    boolean isConnected(NodeId peer);

    /**
     * The peer listens at another place than was known, or than was told before. A connection that stands is left alone.
     *
     * @param address {@code host:port}
     */
    void moveTo(NodeId peer, String address);

    /** What a transport tells its node. */
    interface Listener {
        void onConnected(NodeId peer);

        void onDisconnected(NodeId peer);

        void onReceive(Envelope envelope);

        /**
         * A node of this cluster that nobody {@link #meet met} here has connected, and may be met now. Told once for each
         * connection it makes, before anything that comes on it; not told again when a peer is parted from.
         *
         * @param address where it says that it listens, {@code host:port}; empty when it does not say
         */
        void onStranger(NodeId peer, String address);
    }
}
