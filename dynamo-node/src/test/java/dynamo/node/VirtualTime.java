package dynamo.node;

import dynamo.node.env.Clock;
import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Scheduler;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** One queue of tasks in virtual time for all the loops of a test: tasks of one instant run in the order given. */
public final class VirtualTime implements Clock {
    private static final long STUCK_AFTER_NANOS = Duration.ofMinutes(5).toNanos();

    private record Task(long atNanos, long order, Runnable run) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nowNanos;
    private long order;

    @Override
    public long elapsedNanos() {
        return nowNanos;
    }

    @Override
    public long wallMillis() {
        return 1_700_000_000_000L + nowNanos / 1_000_000;
    }

    /** A loop whose tasks are dropped once it is dead. */
    public Scheduler loop(BooleanSupplier alive) {
        return new Scheduler() {
            @Override
            public void execute(Runnable task) {
                schedule(Duration.ZERO, guarded(task));
            }

            @Override
            public ScheduledTask after(Duration delay, Runnable task) {
                boolean[] cancelled = {false};
                schedule(delay, guarded(() -> {
                    if (!cancelled[0]) {
                        task.run();
                    }
                }));
                return () -> cancelled[0] = true;
            }

            private Runnable guarded(Runnable task) {
                return () -> {
                    if (alive.getAsBoolean()) {
                        task.run();
                    }
                };
            }
        };
    }

    void schedule(Duration delay, Runnable task) {
        tasks.add(new Task(nowNanos + delay.toNanos(), order++, task));
    }

    /** Runs what is due until so much time has passed. */
    public void run(Duration duration) {
        long until = nowNanos + duration.toNanos();
        for (Task next = tasks.peek(); next != null && next.atNanos <= until; next = tasks.peek()) {
            step();
        }
        nowNanos = until;
    }

    /** Runs until the condition holds, and not one task more. */
    public void runUntil(BooleanSupplier condition) {
        long deadline = nowNanos + STUCK_AFTER_NANOS;
        while (!condition.getAsBoolean()) {
            if (tasks.isEmpty() || nowNanos > deadline) {
                throw new AssertionError("nothing more happens, or it takes too long");
            }
            step();
        }
    }

    private void step() {
        Task task = tasks.remove();
        nowNanos = task.atNanos;
        task.run.run();
    }
}
