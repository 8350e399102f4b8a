package dynamo.node.io.loop;

import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Scheduler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that runs a node's protocol code, and serves the sockets whose messages that code handles: a request
 * meets no thread hop between the wire and the state it changes.
 *
 * <p>Failure: protocol code that throws is a bug after which nothing in memory can be trusted. It is logged, told to
 * {@code onBug}, and no other task runs. After {@link #close} tasks are dropped in silence: that is a node gone.
 *
 * <p>Bounds: the queue has none of its own. What fills it is limited where it comes from: requests in flight, batches at
 * the disk, messages read from sockets by this very thread.
 */
public final class EventLoop implements Scheduler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Sockets sockets;
    private final MultiThreadIoEventLoopGroup group;
    private final IoEventLoop thread;
    private final Consumer<Throwable> onBug;
    private boolean isOver; // confined to the thread

    /** @param onBug called once at most, on the loop's thread, and should stop the node */
    public EventLoop(String name, Sockets sockets, Consumer<Throwable> onBug) {
        this.sockets = sockets;
        this.onBug = onBug;
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name), sockets.waiting());
        thread = group.next();
    }

    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(() -> run(task));
        } catch (RejectedExecutionException closed) {
            LOG.debug("a task came after the loop was closed");
        }
    }

    @Override
    public ScheduledTask after(Duration delay, Runnable task) {
        try {
            Future<?> future = thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            LOG.debug("a task came after the loop was closed");
            return () -> {};
        }
    }

    /**
     * Runs protocol code now, on behalf of a socket of this loop. {@link #execute} is for everybody else, and for code
     * that must not run inside its caller.
     */
    public void run(Runnable task) {
        if (!thread.inEventLoop()) {
            throw new IllegalStateException(
                    "called from another thread: " + Thread.currentThread().getName());
        }
        if (isOver) {
            return;
        }
        try {
            task.run();
        } catch (Throwable bug) { // whatever it is, the state it left behind is unknown
            isOver = true;
            LOG.error("protocol code failed; the loop runs no more of it", bug);
            onBug.accept(bug);
        }
    }

    public boolean isCurrentThread() {
        return thread.inEventLoop();
    }

    /** For the sockets this loop serves. */
    public EventLoopGroup group() {
        return group;
    }

    /** The kind of sockets that {@link #group} can serve. */
    public Sockets sockets() {
        return sockets;
    }

    /**
     * Runs no more protocol code once this returns, so that what that code uses may be closed. Sockets are served on. Not
     * for the loop's own thread.
     */
    public void endProtocol() {
        try {
            thread.submit(() -> isOver = true).awaitUninterruptibly();
        } catch (RejectedExecutionException closed) {
            LOG.debug("the loop was closed already");
        }
    }

    /** Ends the thread, and waits for that unless called on it. */
    @Override
    public void close() {
        Future<?> closed = group.shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (!thread.inEventLoop()) {
            closed.awaitUninterruptibly(2 * CLOSE_TIMEOUT.toMillis());
        }
    }
}
