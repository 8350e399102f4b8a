package dynamo.tools.http;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that, when it is lost, is opened again at the next of its servers, after a pause that grows while none
 * answers.
 *
 * <p>Threading: its loop's thread. Bounds: one request at a time, for as long as the timeout says.
 */
public final class RoamingConnection {

    /** Whoever sends the requests. */
    public interface User {
        /** A request may be sent now. */
        void onIdle();

        void onAnswer(HttpAnswer answer);

        /** Nothing may be sent until {@link #onIdle} says so again. */
        void onDisconnected();

        /** The request sent has no answer, and may have been carried out or not. */
        void onLost(String why);
    }

    private static final long PAUSE_FIRST_MILLIS = 20;
    private static final long PAUSE_LAST_MILLIS = 1000;
    private static final long SWEEP_MILLIS = 100;

    private final EventLoop loop;
    private final ImmutableList<Endpoint> servers;
    private final int answerBytesMax;
    private final long timeoutNanos;
    private final User user;
    private int server;
    private long pauseMillis = PAUSE_FIRST_MILLIS;
    private @Nullable HttpConnection connection;
    private boolean isBusy;
    private boolean isOver;
    private long sentNanos;

    /** @param first index of the server to begin with */
    public RoamingConnection(
            EventLoop loop,
            ImmutableList<Endpoint> servers,
            int first,
            int answerBytesMax,
            Duration timeout,
            User user) {
        this.loop = loop;
        this.servers = servers;
        this.server = first;
        this.answerBytesMax = answerBytesMax;
        this.timeoutNanos = timeout.toNanos();
        this.user = user;
    }

    public void connect() {
        open();
        loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Where the next request goes. */
    public Endpoint server() {
        return servers.get(server);
    }

    public EventLoop loop() {
        return loop;
    }

    /** When {@link User#onIdle} said so, or in {@link User#onAnswer}. Takes the request over. */
    public void send(ByteBuf request) {
        if (connection == null || isBusy) {
            throw new IllegalStateException("not idle");
        }
        isBusy = true;
        sentNanos = System.nanoTime();
        connection.send(request);
    }

    /** For good. What is in flight is not told. */
    public void close() {
        isOver = true;
        if (connection != null) {
            connection.close("closed");
        }
    }

    private void open() {
        if (!isOver) {
            connection = HttpConnection.open(loop, server(), answerBytesMax, new Events());
        }
    }

    private void sweep() {
        if (isOver) {
            return;
        }
        if (isBusy && connection != null && System.nanoTime() - sentNanos > timeoutNanos) {
            connection.close("no answer in time");
        }
        loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private final class Events implements HttpConnection.Listener {

        @Override
        public void onOpen() {
            pauseMillis = PAUSE_FIRST_MILLIS;
            user.onIdle();
        }

        @Override
        public void onAnswer(HttpAnswer answer) {
            isBusy = false;
            user.onAnswer(answer);
            if (!isBusy && !answer.isLast() && connection != null) {
                user.onIdle();
            }
        }

        @Override
        public void onClosed(String why) {
            connection = null;
            if (isOver) {
                return;
            }
            server = (server + 1) % servers.size();
            loop.schedule(RoamingConnection.this::open, pauseMillis, TimeUnit.MILLISECONDS);
            pauseMillis = Math.min(PAUSE_LAST_MILLIS, 2 * pauseMillis);
            boolean wasBusy = isBusy;
            isBusy = false;
            user.onDisconnected();
            if (wasBusy) {
                user.onLost(why);
            }
        }
    }
}
