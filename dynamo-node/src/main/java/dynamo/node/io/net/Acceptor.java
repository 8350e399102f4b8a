package dynamo.node.io.net;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.ring.NodeId;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The listening socket and the connections peers have dialled. Messages only come in on these. Confined to the loop. */
final class Acceptor {
    private final Wire wire;
    private final Map<NodeId, PeerLink> links;
    private final Map<NodeId, Channel> accepted = new HashMap<>();
    private int open;

    /** @param links this node's own, which come and go; who has none is a stranger */
    Acceptor(Wire wire, Map<NodeId, PeerLink> links) {
        this.wire = wire;
        this.links = links;
    }

    /** Listens, and returns the port. Blocks, so it is not for the loop. */
    int bind() throws IOException {
        InetSocketAddress address = wire.config().listen();
        ChannelFuture bound = new ServerBootstrap()
                .group(wire.loop().group())
                .channel(wire.loop().sockets().listening())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen for peers at " + address, bound.cause());
        }
        wire.open().add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private void accept(Channel channel) {
        if (open >= wire.limits().inboundMax(links.size())) {
            wire.counters().add(TransportCount.INBOUND_OVER_LIMIT);
            wire.complain("inbound limit", "closed a connection: others hold {}, as many as they may", open);
            channel.close();
            return;
        }
        open++;
        channel.closeFuture().addListener(closed -> open--);
        wire.open().add(channel);
        wire.addDecoders(channel, Wire.host(channel));
        channel.pipeline().addLast(new InboundConnection(wire, this));
    }

    /** A peer has one connection: an older one ends, and what it still held is lost rather than out of order. */
    void onAccepted(Hello hello, Channel channel) {
        NodeId peer = hello.node();
        Channel older = accepted.put(peer, channel);
        if (older != null) {
            older.close();
        }
        channel.closeFuture().addListener(closed -> accepted.remove(peer, channel));
        PeerLink link = links.get(peer);
        if (link == null) {
            wire.loop().run(() -> wire.node().onStranger(peer, hello.address()));
        } else {
            AddressLookup.parse(hello.address()).ifPresent(link::meet);
        }
    }
}
