package dynamo.node.io.net;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.node.io.net.Preamble.Introduce;
import dynamo.node.io.net.Preamble.Refused;
import dynamo.node.io.net.PreambleDecoder.Unreadable;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The accepting end of a connection: waits for a hello, answers it, then passes on what its peer says. */
final class InboundConnection extends ChannelInboundHandlerAdapter {
    private final Wire wire;
    private final Acceptor acceptor;
    private @Nullable NodeId peer; // once it has said hello and is welcome

    InboundConnection(Wire wire, Acceptor acceptor) {
        this.wire = wire;
        this.acceptor = acceptor;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        long patience = wire.limits().handshakeTimeout().toNanos();
        ctx.executor().schedule(() -> onTimeout(ctx), patience, TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        NodeId sender = peer;
        if (message instanceof Bytes content && sender != null) {
            wire.receive(content, sender, ctx.channel());
        } else if (message instanceof Hello hello && sender == null) {
            onHello(hello, ctx);
        } else if (message instanceof Introduce question && sender == null) {
            onIntroduce(question, ctx);
        } else if (message instanceof Unreadable unreadable) {
            wire.refuse(ctx.channel(), unreadable.answer(), who(ctx));
        } else {
            ctx.close();
        }
    }

    private void onHello(Hello hello, ChannelHandlerContext ctx) {
        Optional<Refused> refusal = wire.handshake().refusal(hello);
        if (refusal.isPresent()) {
            wire.refuse(ctx.channel(), refusal.get(), hello.node() + " at " + who(ctx));
            return;
        }
        peer = hello.node();
        wire.say(wire.handshake().own(), ctx.channel());
        wire.keepAlive(ctx.channel(), hello.node().name());
        acceptor.onAccepted(hello, ctx.channel());
    }

    /** Nothing follows: who joins dials again and says hello, as what it then is. */
    private void onIntroduce(Introduce question, ChannelHandlerContext ctx) {
        Preamble answer = wire.handshake().answer(question);
        if (answer instanceof Refused refused) {
            wire.refuse(ctx.channel(), refused, who(ctx));
        } else {
            wire.counters().add(TransportCount.INTRODUCTIONS);
            wire.sayLast(answer, ctx.channel());
        }
    }

    private void onTimeout(ChannelHandlerContext ctx) {
        if (peer == null && ctx.channel().isActive()) {
            wire.counters().add(TransportCount.HANDSHAKE_TIMEOUTS);
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        wire.onFailure(ctx.channel(), who(ctx), cause);
    }

    private static String who(ChannelHandlerContext ctx) {
        return Wire.host(ctx.channel());
    }
}
