package dynamo.node.io.net;

import dynamo.node.env.Transport;
import dynamo.node.io.loop.EventLoop;
import dynamo.node.io.loop.SystemClock;
import dynamo.node.message.Envelope;
import dynamo.ring.NodeId;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages between nodes over TCP. Each node dials every peer and sends on the connection it dialled, so between two
 * nodes there are two, and each has one sender whose order holds.
 *
 * <p>Lifecycle: {@link #bind}, then {@link #listensAt}, then {@link #meet} and so on, then {@link #close}, which waits for
 * the sockets to be closed. Threading: the loop alone touches what is behind this; a message between peers meets no other
 * thread.
 */
public final class NettyTransport implements Transport, AutoCloseable {
    private static final int CLOSE_SECONDS_MAX = 5;

    private final TransportConfig config;
    private final EventLoop loop;
    private final TransportCounters counters = new TransportCounters();
    private final ChannelGroup open;
    private final AddressLookup lookup;
    private final Map<NodeId, PeerLink> links = new HashMap<>();
    private @Nullable Wire wire; // once bound
    private boolean isClosed;

    public NettyTransport(TransportConfig config, EventLoop loop) {
        this.config = config;
        this.loop = loop;
        open = new DefaultChannelGroup(loop.group().next(), true);
        lookup = new AddressLookup(loop);
    }

    /**
     * Listens for peers, and from now on tells the node what happens.
     *
     * @return the port
     */
    public int bind(Listener node) throws IOException {
        Wire bound =
                new Wire(config, loop, node, new Handshake(config), counters, new LogLimit(new SystemClock()), open);
        loop.execute(() -> wire = bound);
        return new Acceptor(bound, links).bind();
    }

    /** What peers are told from now on of where this node listens, {@code host:port}; empty, as at first: nothing. */
    public void listensAt(String address) {
        bound().handshake().listensAt(address);
    }

    @Override
    public void meet(NodeId peer, String address) {
        if (isClosed || peer.equals(config.self())) {
            return;
        }
        PeerLink link = links.get(peer);
        if (link == null) {
            link = new PeerLink(peer, bound(), lookup);
            links.put(peer, link);
        }
        AddressLookup.parse(address).ifPresent(link::meet);
    }

    @Override
    public void part(NodeId peer) {
        PeerLink link = links.remove(peer);
        if (link != null) {
            link.close();
        }
    }

    private Wire bound() {
        if (wire == null) {
            throw new IllegalStateException("not bound");
        }
        return wire;
    }

    @Override
    public void send(NodeId to, Envelope envelope) {
        if (to.equals(config.self())) {
            loop.execute(() -> receiveOwn(envelope));
            return;
        }
        PeerLink link = links.get(to);
        if (link == null) {
            counters.add(TransportCount.DROPPED_NOT_CONNECTED);
        } else {
            link.send(envelope);
        }
    }

    private void receiveOwn(Envelope envelope) {
        if (wire != null) {
            wire.node().onReceive(envelope);
        }
    }

    @Override
    public boolean isConnected(NodeId peer) {
        PeerLink link = links.get(peer);
        return link != null ? link.isConnected() : peer.equals(config.self());
    }

    @Override
    public void moveTo(NodeId peer, String address) {
        PeerLink link = links.get(peer);
        if (link != null) {
            AddressLookup.parse(address).ifPresent(link::moveTo);
        }
    }

    public TransportCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        loop.execute(() -> {
            isClosed = true;
            links.values().forEach(PeerLink::close);
        });
        lookup.close();
        var closed = open.close();
        if (!loop.isCurrentThread()) {
            closed.awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }
}
