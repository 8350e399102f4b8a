package dynamo.node.io.net;

import dynamo.node.env.Transport;
import dynamo.node.io.loop.EventLoop;
import dynamo.node.message.Envelope;
import dynamo.node.message.MessageCodec;
import dynamo.node.message.UnknownMessageException;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.group.ChannelGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all connections of a transport share: limits, counters, the node that listens, and what both ends do alike.
 * Confined to the loop.
 *
 * @param open every socket, listening ones included, so that they can be closed together
 */
record Wire(
        TransportConfig config,
        EventLoop loop,
        Transport.Listener node,
        Handshake handshake,
        TransportCounters counters,
        LogLimit complaints,
        ChannelGroup open) {
    private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);

    NodeId self() {
        return config.self();
    }

    TransportLimits limits() {
        return config.limits();
    }

    void addDecoders(Channel channel, String who) {
        channel.pipeline().addLast(new PreambleDecoder());
        channel.pipeline()
                .addLast(new FrameDecoder(limits().frameBytesMax(), counters, why -> complainOfClosed(who, why)));
    }

    void say(Preamble preamble, Channel channel) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(preamble.encode().asByteBuffer()));
    }

    void keepAlive(Channel channel, String who) {
        channel.pipeline().addFirst(new KeepAlive(limits(), counters, why -> complainOfClosed(who, why)));
    }

    /** Tells the other side why, then closes. */
    void refuse(Channel channel, Preamble.Refused refusal, String who) {
        counters.add(TransportCount.REFUSED);
        complain(
                who + ' ' + refusal.why(),
                "refused {}: {} {}",
                who,
                refusal.why().text(),
                refusal.detail());
        sayLast(refusal, channel);
    }

    /** Reads nothing more, and closes when it is said. */
    void sayLast(Preamble preamble, Channel channel) {
        channel.config().setAutoRead(false);
        channel.writeAndFlush(Unpooled.wrappedBuffer(preamble.encode().asByteBuffer()))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Hands a message to the node; closes the connection when it is none, or not its sender's. */
    void receive(Bytes encoded, NodeId sender, Channel channel) {
        Envelope envelope;
        try {
            envelope = MessageCodec.decode(encoded);
        } catch (UnknownMessageException e) {
            counters.add(TransportCount.MESSAGES_UNKNOWN);
            complain(sender + " unknown", "dropped a message of {}: {}", sender, String.valueOf(e.getMessage()));
            return;
        } catch (MalformedException e) {
            malformed(sender, channel, String.valueOf(e.getMessage()));
            return;
        }
        if (!envelope.from().equals(sender)) {
            malformed(sender, channel, "it speaks for " + envelope.from());
            return;
        }
        loop.run(() -> node.onReceive(envelope));
    }

    private void malformed(NodeId sender, Channel channel, String why) {
        counters.add(TransportCount.MESSAGES_MALFORMED);
        complainOfClosed(sender.name(), "a malformed message: " + why);
        channel.close();
    }

    /** A socket failed, or a handler here: the connection ends, and the reason is worth a line. */
    void onFailure(Channel channel, String who, Throwable cause) {
        if (cause instanceof IOException) { // reset by the peer, or unreachable
            LOG.debug("[{}] connection of {} failed", self(), who, cause);
        } else {
            LOG.warn("[{}] connection of {} failed", self(), who, cause);
        }
        channel.close();
    }

    void log(String format, Object... arguments) {
        LOG.info(line(format), arguments);
    }

    private void complainOfClosed(String who, String why) {
        complain(who + " closed", "closed the connection of {} after {}", who, why);
    }

    void complain(String kind, String format, Object... arguments) {
        if (complaints.allows(kind)) {
            LOG.warn(line(format), arguments);
        }
    }

    private String line(String format) {
        return '[' + self().name() + "] " + format;
    }

    /** Without the port, which differs each time. */
    static String host(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "an unknown host";
    }
}
