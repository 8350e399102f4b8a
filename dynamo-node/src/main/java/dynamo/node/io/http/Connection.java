package dynamo.node.io.http;

import dynamo.node.io.http.Connections.Admission;
import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: one request at a time, answered in the order sent. While one is worked on, what the socket
 * brings is kept and reading stops, so at most one socket read waits.
 *
 * <p>Threading: its channel's thread, except where said.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final ByteBuf CONTINUE = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));
    private static final AsciiString CONNECTION = AsciiString.cached("Connection");

    /** Where a connection is between two requests. */
    enum Phase {
        /** No byte of a request has come. */
        IDLE,
        HEAD,
        BODY,
        /** The node works on it. */
        SERVING,
        WRITING,
        /** Answered before its body had come; what remains of that is dropped. */
        DROPPING,
        /** Answered for the last time; whatever still comes is dropped until the client closes. */
        LINGERING
    }

    private final Port port;
    private final StrictRequestDecoder decoder = new StrictRequestDecoder(this::onHeadBegun);
    private final Queue<Object> waiting = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private Admission admission = Admission.DROPPED;
    private Phase phase = Phase.IDLE;
    private volatile long deadlineNanos = System.nanoTime();
    /** The request that is read, served or answered. */
    private @Nullable Incoming current;

    private @Nullable Outgoing outgoing;
    private boolean inputEnded;
    private boolean resuming;
    private long progressMark;

    Connection(Port port) {
        this.port = port;
    }

    StrictRequestDecoder decoder() {
        return decoder;
    }

    ByteBufAllocator allocator() {
        return context().alloc();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return context;
    }

    // ---- life

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        admission = port.connections().add(this);
        enter(Phase.IDLE, port.config().patience().idle());
        if (admission == Admission.DROPPED) {
            active.close();
        } else if (admission == Admission.REFUSED) {
            giveUp(Problem.overloaded("too many connections").withStatus(503));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        port.connections().remove(this, admission);
        dropWaiting();
        outgoing = null;
        end(0);
    }

    private void enter(Phase next, Duration patience) {
        phase = next;
        deadlineNanos = System.nanoTime() + patience.toNanos();
    }

    // ---- reading

    private void onHeadBegun() {
        if (phase == Phase.IDLE) {
            enter(Phase.HEAD, port.config().patience().head());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (phase == Phase.LINGERING) {
            ReferenceCountUtil.release(message);
        } else if (phase == Phase.SERVING || phase == Phase.WRITING || !waiting.isEmpty()) {
            waiting.add(message);
            from.channel().config().setAutoRead(false);
        } else {
            handle(message);
        }
    }

    private void handle(Object message) {
        try {
            if (message instanceof HttpRequest request) {
                begin(request);
            } else if (message instanceof HttpContent content && current != null) {
                receive(current, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        Incoming begun = new Incoming(port, new Exchange(this, port));
        current = begun;
        if (begun.takeHead(request)) {
            enter(Phase.BODY, port.config().patience().progress());
            progressMark = 0;
            if (begun.expectsContinue()) {
                context().writeAndFlush(CONTINUE.duplicate());
            }
        }
    }

    private void receive(Incoming request, HttpContent content) {
        if (phase == Phase.BODY) {
            if (request.takeBody(content)) {
                enter(Phase.SERVING, HttpConfig.SERVING_MAX);
                request.serve();
            }
        } else if (phase == Phase.DROPPING) {
            request.drop(content);
            if (!request.isBodyPending()) {
                becomeIdle();
            }
        }
    }

    // ---- answering

    /** Any thread. An answer that comes too late, or twice, is dropped. */
    void send(Exchange answered, Answer answer) {
        if (context().executor().inEventLoop()) {
            write(answered, answer);
            return;
        }
        try {
            context().executor().execute(() -> write(answered, answer));
        } catch (RejectedExecutionException closed) {
            answer.release();
        }
    }

    /** Any thread; at once on the connection's own. Does nothing once its loop has ended, and with it the connection. */
    void execute(Runnable task) {
        if (context().executor().inEventLoop()) {
            task.run();
            return;
        }
        try {
            context().executor().execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("a connection ended before its answer");
        }
    }

    private void write(Exchange answered, Answer answer) {
        Incoming request = current;
        boolean isAwaited = request != null
                && request.exchange() == answered
                && (phase == Phase.IDLE || phase == Phase.HEAD || phase == Phase.BODY || phase == Phase.SERVING);
        if (request == null || !isAwaited) {
            answer.release();
            return;
        }
        if (port.isDraining() || inputEnded && waiting.isEmpty()) {
            request.endConnection();
        }
        if (request.endsConnection()) {
            answer.header(CONNECTION, "close");
        } else if (request.isOldClient()) {
            answer.header(CONNECTION, "keep-alive");
        }
        answered.hold(answer.body().length());
        enter(Phase.WRITING, port.config().patience().progress());
        progressMark = 0;
        Bytes sent = answered.isHead() ? Bytes.EMPTY : answer.body();
        outgoing =
                new Outgoing(context(), answer.finishHead(), sent, done -> onWritten(request, done, answer.status()));
        outgoing.pump();
    }

    private void onWritten(Incoming request, boolean success, int status) {
        outgoing = null;
        if (!success) {
            context().close(); // ends the exchange too
            return;
        }
        request.exchange().onEnded(status);
        if (request.endsConnection()) {
            current = null;
            linger();
        } else if (request.isBodyPending()) {
            enter(Phase.DROPPING, port.config().patience().progress());
            resume();
        } else {
            becomeIdle();
        }
    }

    private void end(int status) {
        if (current != null) {
            current.exchange().onEnded(status);
            current = null;
        }
    }

    private void becomeIdle() {
        current = null;
        boolean hasBegun = decoder.isInsideHead();
        enter(
                hasBegun ? Phase.HEAD : Phase.IDLE,
                hasBegun
                        ? port.config().patience().head()
                        : port.config().patience().idle());
        if (inputEnded && waiting.isEmpty()) {
            context().close();
            return;
        }
        resume();
    }

    /** Takes up what came while the last request was worked on. */
    private void resume() {
        if (resuming || waiting.isEmpty()) {
            return;
        }
        resuming = true;
        try {
            while (!waiting.isEmpty() && phase != Phase.SERVING && phase != Phase.WRITING) {
                handle(waiting.remove());
            }
        } finally {
            resuming = false;
        }
        if (waiting.isEmpty()) {
            readOn();
        }
    }

    private void readOn() {
        if (!inputEnded && context().channel().isOpen()) {
            context().channel().config().setAutoRead(true);
        }
    }

    /** Closing at once would reset the connection, and might take the answer from the client's hands. */
    private void linger() {
        dropWaiting();
        if (inputEnded) {
            context().close();
            return;
        }
        enter(Phase.LINGERING, port.config().patience().linger());
        ((DuplexChannel) context().channel()).shutdownOutput();
        readOn();
    }

    private void dropWaiting() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (outgoing != null && changed.channel().isWritable()) {
            outgoing.pump();
        }
    }

    // ---- ends of all kinds

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (phase == Phase.BODY) {
                giveUp(Problem.badRequest("the body ended early"));
            } else if (phase != Phase.SERVING && phase != Phase.WRITING) {
                from.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a connection failed", cause);
        }
        from.close();
    }

    /** Any thread. */
    boolean isOverdue(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    /** Any thread. */
    void wake() {
        context().executor().execute(() -> {
            if (isOverdue(System.nanoTime())) {
                onOverdue();
            }
        });
    }

    private void onOverdue() {
        switch (phase) {
            case IDLE, DROPPING, LINGERING -> context().close();
            case HEAD -> giveUp(Problem.of(408, "the head did not come in time"));
            case BODY -> {
                if (!hasProgressed(current == null ? 0 : current.received())) {
                    giveUp(Problem.of(408, "the body did not come in time"));
                }
            }
            case SERVING -> giveUp(Problem.internal());
            case WRITING -> {
                if (!hasProgressed(outgoing == null ? 0 : outgoing.sent())) {
                    context().close();
                }
            }
        }
    }

    private boolean hasProgressed(long bytes) {
        if (bytes - progressMark < port.config().patience().bytesMin()) {
            return false;
        }
        progressMark = bytes;
        enter(phase, port.config().patience().progress());
        return true;
    }

    /** The last answer of this connection, whatever it was about to read. */
    private void giveUp(Problem problem) {
        Incoming request = current;
        if (request == null) {
            request = new Incoming(port, new Exchange(this, port));
            current = request;
        }
        request.endConnection();
        request.exchange().refuse(problem);
    }

    /** Any thread. */
    void close() {
        context().close();
    }

    /** Any thread. */
    void closeWhenIdle() {
        context().executor().execute(() -> {
            if (phase == Phase.IDLE) {
                context().close();
            }
        });
    }
}
