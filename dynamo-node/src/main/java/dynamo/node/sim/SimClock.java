package dynamo.node.sim;

import dynamo.node.env.Clock;

/**
 * A node's clocks: elapsed time is virtual time from an origin of its own; the wall clock is skewed, runs at its own rate
 * and jumps. A pause shows as a leap, since no task of the node runs meanwhile.
 */
final class SimClock implements Clock {
    private static final long START_MILLIS = 1_800_000_000_000L;

    private final EventQueue queue;
    private final long originNanos;
    private final double wallRate;
    private long wallSkewMillis;
    private long leaptNanos;

    SimClock(EventQueue queue, long originNanos, double wallRate, long wallSkewMillis) {
        this.queue = queue;
        this.originNanos = originNanos;
        this.wallRate = wallRate;
        this.wallSkewMillis = wallSkewMillis;
    }

    @Override
    public long elapsedNanos() {
        return originNanos + leaptNanos + queue.now();
    }

    @Override
    public long wallMillis() {
        return START_MILLIS + (long) ((queue.now() + leaptNanos) / 1e6 * wallRate) + wallSkewMillis;
    }

    /** The wall clock is set. */
    void jump(long millis) {
        wallSkewMillis += millis;
    }

    /** So much time has passed, by both clocks; timers go off when they would have all the same. */
    void leap(long nanos) {
        leaptNanos += nanos;
    }
}
