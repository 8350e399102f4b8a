package dynamo.tools.http;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
    private static final long PROBE_NANOS = 2_000_000_000L;
    private static final int SERVER_ERRORS = 500;

    private final EventLoop loop;
    private final ImmutableList<Endpoint> servers;
    private final int first;
    private final int answerBytesMax;
    private final long timeoutNanos;
    private final User user;
    private @Nullable Function<Endpoint, ByteBuf> probing;
    private int server;
    private long pauseMillis = PAUSE_FIRST_MILLIS;
    private @Nullable Line line;
    private @Nullable Line probe;
    private boolean isBusy;
    private boolean isOver;
    private long sentNanos;
    private long probedNanos;

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
        this.first = first;
        this.server = first;
        this.answerBytesMax = answerBytesMax;
        this.timeoutNanos = timeout.toNanos();
        this.user = user;
    }

    public void connect() {
        open();
        loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * The same; and when it had to leave its first server, it asks that one now and then, and goes back when it answers.
     *
     * @param request that costs a server next to nothing
     */
    public void connectAndReturn(Function<Endpoint, ByteBuf> request) {
        probing = request;
        connect();
    }

    /** Where the next request goes. */
    public Endpoint server() {
        return servers.get(server);
    }

    /** Whether a request may be sent. */
    public boolean isIdle() {
        return line != null && line.isOpen && !isBusy;
    }

    public EventLoop loop() {
        return loop;
    }

    /** When {@link User#onIdle} said so, or in {@link User#onAnswer}. Takes the request over. */
    public void send(ByteBuf request) {
        if (line == null || isBusy) {
            throw new IllegalStateException("not idle");
        }
        isBusy = true;
        sentNanos = System.nanoTime();
        line.send(request);
    }

    /** Leaves the server for the next one, though it answers. */
    public void moveOn() {
        if (line != null) {
            line.close("left");
        }
    }

    /** For good. What is in flight is not told. */
    public void close() {
        isOver = true;
        if (line != null) {
            line.close("closed");
        }
        if (probe != null) {
            probe.close("closed");
        }
    }

    private void open() {
        if (!isOver && line == null) {
            Line opened = new Line();
            line = opened;
            opened.open(server());
        }
    }

    private void sweep() {
        if (isOver) {
            return;
        }
        long now = System.nanoTime();
        if (isBusy && line != null && now - sentNanos > timeoutNanos) {
            line.close("no answer in time");
        }
        if (probing != null && server != first && now - probedNanos > PROBE_NANOS) {
            probeFirst(now);
        }
        loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void probeFirst(long now) {
        probedNanos = now;
        if (probe != null) {
            probe.close("no answer in time");
        }
        Line opened = new Line();
        probe = opened;
        opened.open(servers.get(first));
    }

    /** The first server answers: its connection takes the other one's place. */
    private void goBack() {
        Line left = line;
        line = probe;
        probe = null;
        server = first;
        pauseMillis = PAUSE_FIRST_MILLIS;
        if (left != null) {
            left.close("left");
        }
    }

    /** A connection to one server: the one in use, or the one that asks whether the first server is back. */
    private final class Line implements HttpConnection.Listener {
        private @Nullable HttpConnection http;
        private boolean isOpen;
        private boolean hasAnswered;

        void open(Endpoint where) {
            http = HttpConnection.open(loop, where, answerBytesMax, this);
        }

        void send(ByteBuf request) {
            if (http != null) {
                http.send(request);
            }
        }

        void close(String why) {
            if (http != null) {
                http.close(why);
            }
        }

        @Override
        public void onOpen() {
            isOpen = true;
            if (this == line) {
                pauseMillis = PAUSE_FIRST_MILLIS;
                user.onIdle();
            } else if (this == probe && probing != null) {
                send(probing.apply(servers.get(first)));
            }
        }

        @Override
        public void onAnswer(HttpAnswer answer) {
            if (this == line) {
                isBusy = false;
                user.onAnswer(answer);
                if (this == line && !isBusy && !answer.isLast()) {
                    if (probe != null && probe.hasAnswered) {
                        goBack();
                    }
                    user.onIdle();
                }
            } else if (this == probe) {
                onProbed(answer);
            }
        }

        private void onProbed(HttpAnswer answer) {
            hasAnswered = answer.status() < SERVER_ERRORS && !answer.isLast();
            if (!hasAnswered) {
                close("not back yet");
            } else if (!isBusy) {
                boolean wasConnected = line != null;
                goBack();
                if (!wasConnected) {
                    user.onIdle();
                }
            }
        }

        @Override
        public void onClosed(String why) {
            if (this == probe) {
                probe = null;
            } else if (this == line) {
                onLineClosed(why);
            }
        }
    }

    private void onLineClosed(String why) {
        line = null;
        if (isOver) {
            return;
        }
        server = (server + 1) % servers.size();
        loop.schedule(this::open, pauseMillis, TimeUnit.MILLISECONDS);
        pauseMillis = Math.min(PAUSE_LAST_MILLIS, 2 * pauseMillis);
        boolean wasBusy = isBusy;
        isBusy = false;
        user.onDisconnected();
        if (wasBusy) {
            user.onLost(why);
        }
    }
}
