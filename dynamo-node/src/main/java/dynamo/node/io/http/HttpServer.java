package dynamo.node.io.http;

import com.google.common.collect.ImmutableMap;
import dynamo.node.Node;
import dynamo.node.io.loop.EventLoop;
import dynamo.version.ContextSeal;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listening port: the data port, or the admin port.
 *
 * <p>Lifecycle: made, {@link #bind bound}, perhaps {@link #drain drained}, closed; those four by one thread that is no
 * loop's. Requests are handled on the loop that serves the sockets, and meet the node on its own; where both are one, no
 * request changes threads.
 */
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final long TICK_MILLIS = 250;

    private final Port port;
    private final EventLoop serving;
    private @Nullable Channel listening;
    private @Nullable ScheduledFuture<?> ticking;

    private HttpServer(Port port, EventLoop serving) {
        this.port = port;
        this.serving = serving;
    }

    /** The port clients store and read at. */
    public static HttpServer data(
            HttpConfig config, Node node, EventLoop nodeLoop, EventLoop serving, ContextSeal seal, HttpEvents events) {
        NodeDoor door = new NodeDoor(node, nodeLoop);
        ImmutableMap<String, String> headers = ImmutableMap.of(
                "Dynamo-Node",
                node.self().name(),
                "X-Content-Type-Options",
                "nosniff",
                "Content-Security-Policy",
                "sandbox; default-src 'none'");
        Port port = new Port(config, node, DataRoutes.router(door, seal, config.valueBytesMax()), headers, events);
        return new HttpServer(port, serving);
    }

    /** The port operators look and act at. */
    public static HttpServer admin(
            HttpConfig config,
            Node node,
            EventLoop nodeLoop,
            EventLoop serving,
            ContextSeal seal,
            AdminInfo info,
            HttpEvents events) {
        NodeDoor door = new NodeDoor(node, nodeLoop);
        ImmutableMap<String, String> headers =
                ImmutableMap.of("Dynamo-Node", node.self().name(), "X-Content-Type-Options", "nosniff");
        return new HttpServer(new Port(config, node, AdminRoutes.router(door, seal, info), headers, events), serving);
    }

    /**
     * Listens from now on.
     *
     * @return the port, which the configuration may have left open
     */
    public int bind() throws IOException {
        HttpConfig config = port.config();
        ChannelFuture bound = new ServerBootstrap()
                .group(serving.group())
                .channel(serving.sockets().listening())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32 * 1024, 128 * 1024))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Connection connection = new Connection(port);
                        channel.pipeline().addLast(connection.decoder(), connection);
                    }
                })
                .bind(config.host(), config.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen at " + config.host() + ":" + config.port(), bound.cause());
        }
        listening = bound.channel();
        ticking =
                listening.eventLoop().scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private void tick() {
        port.onTick();
        port.connections().wakeOverdue(System.nanoTime());
    }

    /** Takes no new connections, and ends those there are with their next answer. */
    public void drain() {
        port.drain();
        if (listening != null) {
            listening.close();
        }
        port.connections().closeIdle();
    }

    /** Ends what there is, answered or not; drain first. The loops go on. */
    @Override
    public void close() {
        drain();
        port.connections().closeAll();
        if (ticking != null) {
            ticking.cancel(false);
        }
    }
}
