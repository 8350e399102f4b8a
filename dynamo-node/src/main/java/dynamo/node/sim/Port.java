package dynamo.node.sim;

import dynamo.node.env.Transport;
import dynamo.node.message.Envelope;
import dynamo.ring.NodeId;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One process's end of the network. What it believes of its connections lags behind what became of them; a connection that
 * ended is always told before the one that follows it.
 */
final class Port implements Transport {
    private final SimNetwork network;
    private final NodeId self;
    private final SimLoop loop;
    private final TreeMap<NodeId, Connection> connections = new TreeMap<>();
    private @Nullable Listener listener;
    private boolean alive = true;
    private boolean paused;

    Port(SimNetwork network, NodeId self, SimLoop loop) {
        this.network = network;
        this.self = self;
        this.loop = loop;
    }

    /** The node of this process; told before the first event. */
    void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void send(NodeId to, Envelope envelope) {
        if (to.equals(self)) {
            Envelope copy = network.throughBytes(envelope);
            loop.execute(() -> told().onReceive(copy));
            return;
        }
        Connection connection = connections.get(to);
        if (connection == null) {
            network.dropped(self, to, envelope);
        } else {
            connection.send(self, envelope);
        }
    }

    @Override
    public boolean isConnected(NodeId peer) {
        return peer.equals(self) || connections.containsKey(peer);
    }

    /** Wires join all machines, wherever they are. */
    @Override
    public void meet(NodeId peer, String address) {}

    @Override
    public void part(NodeId peer) {}

    @Override
    public void moveTo(NodeId peer, String address) {}

    NodeId self() {
        return self;
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it would answer: a paused process does not. */
    boolean isResponsive() {
        return alive && !paused;
    }

    void setPaused(boolean paused) {
        this.paused = paused;
    }

    /** The process ends. */
    void close() {
        alive = false;
        connections.clear();
    }

    void opened(NodeId peer, Connection connection) {
        loop.execute(() -> {
            Connection old = connections.get(peer);
            if (old != null) {
                connections.remove(peer);
                told().onDisconnected(peer);
            }
            connections.put(peer, connection);
            told().onConnected(peer);
        });
    }

    void ended(NodeId peer, Connection connection) {
        loop.execute(() -> {
            if (connections.get(peer) == connection) {
                connections.remove(peer);
                told().onDisconnected(peer);
            }
        });
    }

    void arrived(Envelope envelope) {
        loop.execute(() -> told().onReceive(envelope));
    }

    private Listener told() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens at " + self);
        }
        return listener;
    }
}
