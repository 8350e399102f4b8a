package dynamo.client;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads on which asynchronous calls wait; made when the first call comes. Beyond their queue a call is refused at once. */
final class CallThreads implements Executor, AutoCloseable {
    private static final int THREADS_MAX = 64;
    private static final int WAITING_MAX = 10_000;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS_MAX, THREADS_MAX, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), this::thread);

    CallThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable run) {
        Thread thread = new Thread(run, "dynamo-client-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** @throws java.util.concurrent.RejectedExecutionException when too much waits, or after the end */
    @Override
    public void execute(Runnable call) {
        threads.execute(call);
    }

    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof AsyncCall<?> call) {
                call.refuse();
            }
        }
    }
}
