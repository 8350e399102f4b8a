package dynamo.node.io.disk;

import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Scheduler;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A loop that runs its tasks on the test's own thread, while the test waits for something. */
final class TestLoop implements Scheduler {
    private static final long STUCK_AFTER_SECONDS = 20;

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public ScheduledTask after(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("storages set no timers");
    }

    void runUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            next().run();
        }
    }

    private Runnable next() {
        try {
            Runnable task = tasks.poll(STUCK_AFTER_SECONDS, TimeUnit.SECONDS);
            if (task == null) {
                throw new AssertionError("no task came in " + STUCK_AFTER_SECONDS + " s");
            }
            return task;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
