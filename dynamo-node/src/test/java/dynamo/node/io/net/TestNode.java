package dynamo.node.io.net;

import dynamo.node.env.Transport;
import dynamo.node.io.loop.EventLoop;
import dynamo.node.io.loop.Sockets;
import dynamo.node.message.Envelope;
import dynamo.node.message.Message;
import dynamo.ring.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A loop and a transport on a free port, and all that the transport told. */
final class TestNode implements Transport.Listener, AutoCloseable {
    static final String CLUSTER = "test-cluster";
    static final long SECRET = 0x0123456789abcdefL;

    /** Small, and as quick as can be. */
    static final TransportLimits LIMITS = new TransportLimits(
            4 << 20,
            4 << 20,
            8,
            Duration.ofMillis(400),
            Duration.ofMillis(400),
            Duration.ofMillis(50),
            30, // other work on the machine can keep a thread waiting for a second
            Duration.ofMillis(5),
            Duration.ofMillis(40));

    final NodeId id;
    final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    final Queue<Envelope> received = new ConcurrentLinkedQueue<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final EventLoop loop;
    final NettyTransport transport;
    final int port;
    private boolean meetsStrangers; // confined to the loop

    TestNode(String name) {
        this(name, 0, LIMITS, Sockets.available());
    }

    TestNode(String name, int port, TransportLimits limits, Sockets sockets) {
        id = new NodeId(name);
        loop = new EventLoop(name, sockets, bugs::add);
        TransportConfig config = config(id, port, limits);
        transport = new NettyTransport(config, loop);
        try {
            this.port = transport.bind(this);
        } catch (IOException e) {
            loop.close();
            throw new UncheckedIOException(e);
        }
        loop.execute(() -> transport.listensAt("127.0.0.1:" + this.port));
    }

    static TransportConfig config(NodeId self, int port, TransportLimits limits) {
        return new TransportConfig(self, new TransportConfig.Cluster(CLUSTER, SECRET, 3, 16), loopback(port), limits);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void meet(NodeId peer, int itsPort) {
        loop.execute(() -> transport.meet(peer, "127.0.0.1:" + itsPort));
    }

    /** From now on. */
    void meetStrangers() {
        loop.execute(() -> meetsStrangers = true);
    }

    void send(NodeId to, long correlation, Message message) {
        loop.execute(() -> transport.send(to, new Envelope(id, 1, 1, correlation, message)));
    }

    long count(TransportCount count) {
        return transport.counters().get(count);
    }

    void awaitCount(TransportCount count, long atLeast) {
        Await.until(
                atLeast + " of " + count + " at " + id + ": " + transport.counters(), () -> count(count) >= atLeast);
    }

    void awaitHeard(String event) {
        Await.until(id + " hears: " + event, () -> heard.contains(event));
    }

    @Override
    public void onConnected(NodeId peer) {
        hear("connected " + peer, transport.isConnected(peer));
    }

    @Override
    public void onDisconnected(NodeId peer) {
        hear("disconnected " + peer, !transport.isConnected(peer));
    }

    @Override
    public void onReceive(Envelope envelope) {
        received.add(envelope);
        hear("received", true);
    }

    @Override
    public void onStranger(NodeId peer, String address) {
        hear("stranger " + peer + " at " + address, true);
        if (meetsStrangers) {
            transport.meet(peer, address);
        }
    }

    private void hear(String event, boolean asTheTransportSays) {
        heard.add(loop.isCurrentThread() && asTheTransportSays ? event : event + ", wrongly");
    }

    @Override
    public void close() {
        transport.close();
        loop.close();
        if (!bugs.isEmpty()) {
            throw new AssertionError("a bug at " + id, bugs.get(0));
        }
        if (heard.stream().anyMatch(event -> event.endsWith("wrongly"))) {
            throw new AssertionError("told on the wrong thread or at the wrong time: " + heard);
        }
    }
}
