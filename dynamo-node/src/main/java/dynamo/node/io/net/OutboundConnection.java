package dynamo.node.io.net;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.node.io.net.Preamble.Refused;
import dynamo.node.io.net.PreambleDecoder.Unreadable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The dialling end of a connection: says hello, waits for the answer, and then has nothing more to hear. */
final class OutboundConnection extends ChannelInboundHandlerAdapter {
    private final Wire wire;
    private final PeerLink link;
    private boolean isAccepted;

    OutboundConnection(Wire wire, PeerLink link) {
        this.wire = wire;
        this.link = link;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        wire.say(wire.handshake().own(), ctx.channel());
        long patience = wire.limits().handshakeTimeout().toNanos();
        ctx.executor().schedule(() -> onTimeout(ctx), patience, TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Hello hello && !isAccepted) {
            onHello(hello, ctx);
        } else if (message instanceof Refused refused && !isAccepted) {
            wire.counters().add(TransportCount.REFUSED_BY_PEER);
            wire.complain(
                    link.peer() + " refuses " + refused.why(),
                    "{} at {} refuses this node: {} {}",
                    link.peer(),
                    ctx.channel().remoteAddress(),
                    refused.why().text(),
                    refused.detail());
            ctx.close();
        } else if (message instanceof Unreadable unreadable) {
            wire.refuse(ctx.channel(), unreadable.answer(), who(ctx));
        } else { // messages come on the connection that the peer dialled
            wire.counters().add(TransportCount.MESSAGES_MALFORMED);
            ctx.close();
        }
    }

    private void onHello(Hello hello, ChannelHandlerContext ctx) {
        Optional<Refused> refusal = hello.node().equals(link.peer())
                ? wire.handshake().refusal(hello)
                : Optional.of(new Refused(Refusal.WRONG_NODE, hello.node().name()));
        if (refusal.isPresent()) {
            wire.refuse(ctx.channel(), refusal.get(), who(ctx));
            return;
        }
        isAccepted = true;
        wire.keepAlive(ctx.channel(), link.peer().name());
        long stable = wire.limits().redialMax().toNanos();
        ctx.executor().schedule(() -> onStable(ctx), stable, TimeUnit.NANOSECONDS);
        link.onConnected(ctx.channel());
    }

    private void onStable(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            link.onStable();
        }
    }

    private void onTimeout(ChannelHandlerContext ctx) {
        if (!isAccepted && ctx.channel().isActive()) {
            wire.counters().add(TransportCount.HANDSHAKE_TIMEOUTS);
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        link.onClosed(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        wire.onFailure(ctx.channel(), who(ctx), cause);
    }

    private String who(ChannelHandlerContext ctx) {
        return link.peer() + " at " + ctx.channel().remoteAddress();
    }
}
