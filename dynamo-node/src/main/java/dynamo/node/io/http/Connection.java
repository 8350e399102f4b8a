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
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
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
    private @Nullable Exchange exchange;
    private @Nullable Call call;
    private @Nullable BodyCollector body;
    private @Nullable Outgoing outgoing;
    private boolean bodyPending;
    private boolean endsAfterAnswer;
    private boolean isOldClient;
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
            exchange = new Exchange(this, port);
            endsAfterAnswer = true;
            exchange.refuse(Problem.overloaded("too many connections").withStatus(503));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        port.connections().remove(this, admission);
        dropWaiting();
        if (outgoing != null) {
            outgoing = null;
        }
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
            } else if (message instanceof HttpContent content) {
                receive(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        Exchange begun = new Exchange(this, port);
        exchange = begun;
        bodyPending = !(request instanceof LastHttpContent);
        endsAfterAnswer = true; // unless the framing is sound
        try {
            RequestHead.checkFraming(request);
            isOldClient = request.protocolVersion().minorVersion() == 0;
            endsAfterAnswer = !HttpUtil.isKeepAlive(request);
            begun.onNamed(RequestHead.requestId(request, port.names()));
            RequestHead head = RequestHead.of(request, begun.id());
            begun.onHead(head);
            endsAfterAnswer |= !isDroppable(head);
            Call accepted = port.router().accept(head, begun);
            body = new BodyCollector(begun, accepted, head);
            if (!begun.tryHold(1)) {
                throw new Refusal(Problem.overloaded("the node holds too many bytes of requests and answers"));
            }
            call = accepted;
            endsAfterAnswer = !HttpUtil.isKeepAlive(request);
            enter(Phase.BODY, port.config().patience().progress());
            progressMark = 0;
            if (head.expectsContinue()) {
                context().writeAndFlush(CONTINUE.duplicate());
            }
        } catch (Refusal refusal) {
            begun.refuse(refusal.problem());
        } catch (RuntimeException bug) {
            onBug(begun, bug);
        }
    }

    /** Whether the rest of a refused request is short, and surely comes. */
    private static boolean isDroppable(RequestHead head) {
        return !head.expectsContinue()
                && head.announced() != RequestHead.CHUNKED
                && head.announced() <= HttpConfig.DROPPED_BYTES_MAX;
    }

    private void receive(HttpContent content) {
        boolean isLast = content instanceof LastHttpContent;
        bodyPending &= !isLast;
        Exchange current = exchange;
        if (phase == Phase.DROPPING) {
            if (isLast) {
                becomeIdle();
            }
        } else if (phase == Phase.BODY && current != null && body != null && call != null) {
            try {
                if (content.decoderResult().isFailure()) {
                    bodyPending = true; // where it ends cannot be told
                    throw Refusal.badRequest("the body is not well-formed");
                }
                body.add(content.content());
                if (isLast) {
                    Bytes whole = body.body();
                    enter(Phase.SERVING, HttpConfig.SERVING_MAX);
                    call.action().run(current, whole);
                }
            } catch (Refusal refusal) {
                endsAfterAnswer |= bodyPending;
                current.refuse(refusal.problem());
            } catch (RuntimeException bug) {
                onBug(current, bug);
            }
        }
    }

    private void onBug(Exchange failed, RuntimeException bug) {
        LOG.error("a request could not be handled", bug);
        endsAfterAnswer = true;
        failed.refuse(Problem.internal());
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

    private void write(Exchange answered, Answer answer) {
        if (answered != exchange || phase == Phase.WRITING || phase == Phase.LINGERING) {
            answer.release();
            return;
        }
        endsAfterAnswer |= port.isDraining() || inputEnded && waiting.isEmpty();
        if (endsAfterAnswer) {
            answer.header(CONNECTION, "close");
        } else if (isOldClient) {
            answer.header(CONNECTION, "keep-alive");
        }
        answered.hold(answer.body().length());
        call = null;
        body = null;
        enter(Phase.WRITING, port.config().patience().progress());
        progressMark = 0;
        Bytes sent = answered.isHead() ? Bytes.EMPTY : answer.body();
        outgoing = new Outgoing(context(), answer.finishHead(), sent, done -> onWritten(done, answer.status()));
        outgoing.pump();
    }

    private void onWritten(boolean success, int status) {
        outgoing = null;
        if (!success) {
            context().close(); // ends the exchange too
            return;
        }
        end(status);
        if (endsAfterAnswer) {
            linger();
        } else if (bodyPending) {
            enter(Phase.DROPPING, port.config().patience().progress());
            resume();
        } else {
            becomeIdle();
        }
    }

    private void end(int status) {
        Exchange ended = exchange;
        exchange = null;
        if (ended != null) {
            ended.onEnded(status);
        }
    }

    private void becomeIdle() {
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
            Exchange current = exchange;
            if (phase == Phase.BODY && current != null) {
                endsAfterAnswer = true;
                current.refuse(Problem.badRequest("the body ended early"));
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
                if (!hasProgressed(body == null ? 0 : body.length())) {
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

    private void giveUp(Problem problem) {
        Exchange current = exchange;
        if (current == null) {
            current = new Exchange(this, port);
            exchange = current;
        }
        endsAfterAnswer = true;
        current.refuse(problem);
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
