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
    }
}
