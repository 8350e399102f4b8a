package dynamo.node.io.net;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says something on a connection that is silent otherwise, and closes one on which nothing is heard: both sides do so,
 * and a peer whose machine went away without a word is noticed.
 *
 * <p>Counts own intervals, not time passed: after a pause of this process the peer's bytes are read before it is judged.
 */
final class KeepAlive extends ChannelDuplexHandler {
    private final TransportLimits limits;
    private final TransportCounters counters;
    private final Consumer<String> complaints;
    private int silentIntervals;
    private boolean hasSpoken;

    /** @param complaints hears why the connection is closed */
    KeepAlive(TransportLimits limits, TransportCounters counters, Consumer<String> complaints) {
        this.limits = limits;
        this.counters = counters;
        this.complaints = complaints;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        scheduleTick(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        silentIntervals = 0;
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        hasSpoken = true;
        ctx.write(message, promise);
    }

    private void scheduleTick(ChannelHandlerContext ctx) {
        ctx.executor().schedule(() -> tick(ctx), limits.keepAlive().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tick(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (++silentIntervals >= limits.silentMax()) {
            counters.add(TransportCount.SILENT);
            complaints.accept("silence");
            ctx.close();
            return;
        }
        if (!hasSpoken && ctx.channel().isWritable()) {
            ctx.writeAndFlush(Frames.keepAlive(ctx.alloc()), ctx.voidPromise());
        }
        hasSpoken = false;
        scheduleTick(ctx);
    }
}
