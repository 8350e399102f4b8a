package dynamo.node.sim;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import dynamo.node.env.ScheduledTask;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Virtual time: everything that will happen, in the order of its time; what falls on the same nanosecond in an order drawn
 * from the seed, so that runs explore such orders and repeat them.
 */
final class EventQueue {
    /** Far more than any run keeps; beyond it somebody schedules without end. */
    private static final int PENDING_MAX = 1_000_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final SplittableRandom ties;
    private long now;
    private long scheduled;
    private long ran;

    EventQueue(Seed seed) {
        ties = seed.fork("ties").random();
    }

    /** Nanoseconds since the run began. */
    long now() {
        return now;
    }

    /** Events run so far: the number of the one that runs now. */
    long ran() {
        return ran;
    }

    ScheduledTask after(long delayNanos, Runnable task) {
        checkArgument(delayNanos >= 0, "%s ns from now is the past", delayNanos);
        return at(now + delayNanos, task);
    }

    ScheduledTask at(long nanos, Runnable task) {
        checkArgument(nanos >= now, "%s is before %s", nanos, now);
        checkState(events.size() < PENDING_MAX, "more than %s events pending", PENDING_MAX);
        Event event = new Event(nanos, ties.nextLong(), scheduled++, task);
        events.add(event);
        return event;
    }

    /** Runs the next event, unless it lies beyond {@code untilNanos}: then time passes to there. */
    boolean runNext(long untilNanos) {
        Event next = events.peek();
        while (next != null && next.cancelled) {
            events.poll();
            next = events.peek();
        }
        if (next == null || next.at > untilNanos) {
            now = Math.max(now, untilNanos);
            return false;
        }
        events.poll();
        now = next.at;
        ran++;
        next.task.run();
        return true;
    }

    void runUntil(long untilNanos) {
        while (runNext(untilNanos)) {
            // one event after the other
        }
    }

    private static final class Event implements Comparable<Event>, ScheduledTask {
        private final long at;
        private final long tie;
        private final long sequence;
        private final Runnable task;
        private boolean cancelled;

        Event(long at, long tie, long sequence, Runnable task) {
            this.at = at;
            this.tie = tie;
            this.sequence = sequence;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        @SuppressWarnings("ComparableType")
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            if (byTime != 0) {
                return byTime;
            }
            int byTie = Long.compare(tie, other.tie);
            return byTie != 0 ? byTie : Long.compare(sequence, other.sequence);
        }
    }
}
