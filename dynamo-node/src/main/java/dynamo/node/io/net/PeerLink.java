package dynamo.node.io.net;

import dynamo.node.message.Envelope;
import dynamo.node.message.MessageCodec;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * This node's way to one peer: dials, says hello, sends; dials again when the connection is lost. Messages only go out
 * on it. Confined to the loop.
 */
final class PeerLink {
    private static final int DOUBLINGS_MAX = 16;

    private final NodeId peer;
    private final Wire wire;
    private final AddressLookup lookup;
    private @Nullable InetSocketAddress first; // the one it was met at, or the first told since
    private @Nullable InetSocketAddress told; // by the peer itself, when it is elsewhere
    private boolean usesTold;
    private @Nullable Channel channel; // while connected
    private int failures;
    private boolean isClosed;
    private boolean flushIsDue;

    /** Dials nobody until it knows an address. */
    PeerLink(NodeId peer, Wire wire, AddressLookup lookup) {
        this.peer = peer;
        this.wire = wire;
        this.lookup = lookup;
    }

    /** Where others say it is; nothing when an address is known. */
    void meet(InetSocketAddress address) {
        if (first == null) {
            first = address;
            dial();
        }
    }

    /**
     * Where the peer says it is: dialled first from now on, and in turn with the first address while neither answers, for
     * what a node believes of its own address may be of no use here. A connection that stands is left alone.
     */
    void moveTo(InetSocketAddress address) {
        if (first == null) {
            meet(address);
            return;
        }
        boolean isElsewhere = !isSame(address, first);
        if (isElsewhere && (told == null || !isSame(address, told))) {
            wire.log("{} says it listens at {}:{}", peer, address.getHostString(), address.getPort());
            failures = 0;
        }
        told = isElsewhere ? address : null;
        usesTold = isElsewhere;
    }

    private static boolean isSame(InetSocketAddress a, InetSocketAddress b) {
        return a.getPort() == b.getPort() && a.getHostString().equals(b.getHostString());
    }

    private void dial() {
        InetSocketAddress address = usesTold ? told : first;
        if (isClosed || address == null) {
            return;
        }
        wire.counters().add(TransportCount.DIALS);
        lookup.find(address, found -> connect(address, found));
    }

    private void connect(InetSocketAddress address, Optional<InetSocketAddress> found) {
        if (isClosed) {
            return;
        }
        if (found.isEmpty()) {
            wire.complain(peer + " lookup", "host {} of {} is not known", address.getHostString(), peer);
            tryElsewhere();
            redial();
            return;
        }
        int outgoing = wire.limits().outgoingBytesMax();
        ChannelFuture connecting = new Bootstrap()
                .group(wire.loop().group())
                .channel(wire.loop().sockets().outgoing())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(outgoing, outgoing))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        wire.limits().connectTimeout().toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        wire.open().add(opened);
                        wire.addDecoders(opened, peer.name());
                        opened.pipeline().addLast(new OutboundConnection(wire, PeerLink.this));
                    }
                })
                .connect(found.get());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                onUnreachable(found.get(), done.cause());
            }
        });
    }

    private void onUnreachable(InetSocketAddress where, Throwable cause) {
        if (failures == 0 && !isClosed) {
            wire.log("cannot reach {} at {}, and goes on trying: {}", peer, where, String.valueOf(cause.getMessage()));
        }
        tryElsewhere();
        redial();
    }

    private void tryElsewhere() {
        usesTold = !usesTold && told != null;
    }

    NodeId peer() {
        return peer;
    }

    void onConnected(Channel connected) {
        if (isClosed) {
            connected.close();
            return;
        }
        channel = connected;
        wire.counters().add(TransportCount.CONNECTED);
        wire.log("connected to {} at {}", peer, connected.remoteAddress());
        wire.loop().run(() -> wire.node().onConnected(peer));
    }

    /** The connection stood for a while: the next loss is a new one. */
    void onStable() {
        failures = 0;
    }

    /** A dialled connection has ended, whether it ever stood or not. */
    void onClosed(Channel closed) {
        if (closed == channel) {
            channel = null;
            wire.counters().add(TransportCount.DISCONNECTED);
            wire.log("lost the connection to {}", peer);
            wire.loop().run(() -> wire.node().onDisconnected(peer));
        } else {
            tryElsewhere();
        }
        redial();
    }

    private void redial() {
        if (isClosed) {
            return;
        }
        wire.loop().after(pause(), this::dial);
    }

    /** Doubles up to the longest; the upper half is drawn, so that peers of a node that fell do not return as one. */
    private Duration pause() {
        long longest = wire.limits().redialMax().toNanos();
        long whole = Math.min(longest, wire.limits().redialMin().toNanos() << Math.min(failures, DOUBLINGS_MAX));
        failures++;
        return Duration.ofNanos(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }

    /** A connection that has ended is told of after the events that came with its end; it is known before. */
    boolean isConnected() {
        return channel != null && channel.isActive();
    }

    /** Never blocks: what a slow peer leaves no room for is dropped. */
    void send(Envelope envelope) {
        Channel to = channel;
        if (to == null) {
            wire.counters().add(TransportCount.DROPPED_NOT_CONNECTED);
            return;
        }
        if (!to.isWritable()) {
            wire.counters().add(TransportCount.DROPPED_SLOW);
            wire.complain(peer + " slow", "{} does not keep up; messages to it are dropped", peer);
            return;
        }
        Bytes content = MessageCodec.encode(envelope);
        if (content.length() > wire.limits().frameBytesMax() - Frames.KIND_BYTES) {
            wire.counters().add(TransportCount.DROPPED_OVERSIZE);
            wire.complain(peer + " oversize", "dropped a message to {}: {} bytes are too many", peer, content.length());
            return;
        }
        ByteBuf frame = Frames.message(content, to.alloc());
        wire.counters().add(TransportCount.MESSAGES_SENT);
        wire.counters().add(TransportCount.BYTES_SENT, frame.readableBytes());
        to.write(frame, to.voidPromise());
        flushLater(to);
    }

    /** One system call for all that this turn of the loop has to say to the peer. */
    private void flushLater(Channel to) {
        if (!flushIsDue) {
            flushIsDue = true;
            to.eventLoop().execute(() -> {
                flushIsDue = false;
                to.flush();
            });
        }
    }

    void close() {
        isClosed = true;
        if (channel != null) {
            channel.close();
        }
    }
}
