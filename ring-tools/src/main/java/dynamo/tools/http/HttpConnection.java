package dynamo.tools.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;

/**
 * One kept connection to one server, with one request on it at a time.
 *
 * <p>Failure: {@link Listener#onClosed} once, also where it never opened; a request in flight then has no answer.
 * Threading: everything on the connection's event loop.
 */
public final class HttpConnection {

    /** Whoever uses a connection. */
    public interface Listener {
        void onOpen();

        void onAnswer(HttpAnswer answer);

        /** @param why few words, the same for the same cause */
        void onClosed(String why);
    }

    private static final int CONNECT_TIMEOUT_MILLIS = 2000;

    private final Listener listener;
    private final AnswerReader reader;
    private final Channel channel;
    private boolean isClosed;

    private HttpConnection(EventLoopGroup loop, Endpoint server, int answerBytesMax, Listener listener) {
        this.listener = listener;
        reader = new AnswerReader(answerBytesMax);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .handler(new Incoming())
                .connect(server.host(), server.port());
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                listener.onOpen();
            } else {
                close("not connected");
            }
        });
    }

    /** What the loop of a connection must be made with. */
    public static IoHandlerFactory waiting() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** Begins to connect; the listener hears how it went, later. */
    public static HttpConnection open(EventLoopGroup loop, Endpoint server, int answerBytesMax, Listener listener) {
        return new HttpConnection(loop, server, answerBytesMax, listener);
    }

    /** Takes over the request. */
    public void send(ByteBuf request) {
        channel.writeAndFlush(request, channel.voidPromise());
    }

    public void close(String why) {
        if (!isClosed) {
            isClosed = true;
            channel.close();
            listener.onClosed(why);
        }
    }

    private final class Incoming extends ByteToMessageDecoder {

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            Optional<HttpAnswer> answer = reader.read(in);
            if (answer.isPresent() && !isClosed) {
                listener.onAnswer(answer.get());
                if (answer.get().isLast()) {
                    close("closed by the server");
                }
            }
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext context) {
            close("connection lost");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            close(
                    cause.getCause() instanceof IllegalStateException broken
                            ? String.valueOf(broken.getMessage())
                            : "connection lost");
        }
    }
}
