package dynamo.node.sim;

import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * The loop of one process: runs one task per event, each taking a little virtual time. A pause keeps what arrives; the end
 * of the process drops it. After a pause due timers and waiting tasks meet in an order drawn from the seed.
 */
final class SimLoop implements Scheduler {
    private static final int TASK_NANOS_MAX = 20_000;
    private static final double HICCUP_CHANCE = 0.001;
    private static final long HICCUP_NANOS_MAX = 80_000_000;

    private final EventQueue queue;
    private final SplittableRandom random;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayDeque<Timer> timers = new ArrayDeque<>();
    private final BooleanSupplier hiccups;
    private long busyUntil;
    private boolean turnPending;
    private boolean paused;
    private boolean stopped;

    /** @param hiccups whether now and then a task is followed by a standstill, as a garbage collector makes one */
    SimLoop(EventQueue queue, Seed seed, BooleanSupplier hiccups) {
        this.queue = queue;
        this.random = seed.random();
        this.hiccups = hiccups;
    }

    @Override
    public void execute(Runnable task) {
        if (!stopped) {
            tasks.add(task);
            wake();
        }
    }

    @Override
    public ScheduledTask after(Duration delay, Runnable task) {
        Timer timer = new Timer(task);
        if (!stopped) {
            queue.after(Math.max(0, delay.toNanos()), () -> due(timer));
        }
        return timer;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        wake();
    }

    /** The process ends: nothing of it runs any more. */
    void stop() {
        stopped = true;
        tasks.clear();
        timers.clear();
    }

    /** Tasks that wait: a measure of load. */
    int waiting() {
        return tasks.size() + timers.size();
    }

    private void due(Timer timer) {
        if (!stopped && !timer.cancelled) {
            timers.add(timer);
            wake();
        }
    }

    private void wake() {
        if (!turnPending && !paused && !stopped && waiting() > 0) {
            turnPending = true;
            queue.at(Math.max(queue.now(), busyUntil), this::turn);
        }
    }

    private void turn() {
        turnPending = false;
        if (paused || stopped || waiting() == 0) {
            return;
        }
        boolean timerFirst = !timers.isEmpty() && (tasks.isEmpty() || random.nextBoolean());
        Runnable task = timerFirst ? timers.remove() : tasks.remove();
        boolean hiccup = random.nextDouble() < HICCUP_CHANCE && hiccups.getAsBoolean();
        busyUntil = queue.now() + 1 + random.nextInt(TASK_NANOS_MAX) + (hiccup ? random.nextLong(HICCUP_NANOS_MAX) : 0);
        task.run();
        wake();
    }

    /** Cancelling works until it runs, also when it is due already. */
    private static final class Timer implements ScheduledTask, Runnable {
        private final Runnable task;
        private boolean cancelled;

        Timer(Runnable task) {
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
