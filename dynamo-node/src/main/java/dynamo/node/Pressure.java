package dynamo.node;

import java.time.Duration;

/**
 * How busy a node is with its clients, 0 to 1: what background work goes by, for it yields first.
 *
 * <p>The larger of two shares: of the requests that may be in flight, and of a commit's time between what is quick and what
 * keeps clients waiting. The second also tells of load that comes by way of other nodes.
 */
final class Pressure {
    static final Duration COMMIT_QUICK = Duration.ofMillis(20);
    static final Duration COMMIT_SLOW = Duration.ofMillis(200);
    /** Between two slices of background work, at a pressure of 1. */
    static final Duration PAUSE_MAX = Duration.ofMillis(500);

    private Pressure() {}

    static double of(int inFlight, int limit, long commitNanos) {
        double requests = (double) inFlight / limit;
        double commits = (double) (commitNanos - COMMIT_QUICK.toNanos())
                / COMMIT_SLOW.minus(COMMIT_QUICK).toNanos();
        return Math.max(0, Math.min(1, Math.max(requests, commits)));
    }

    /**
     * How long background work pauses. Grows with the square, so that a node with little to do is hardly slower, and ends at
     * a half second, so that the work goes on for all that.
     */
    static long pauseNanos(double pressure, Duration idle) {
        return idle.toNanos() + (long) (PAUSE_MAX.minus(idle).toNanos() * pressure * pressure);
    }
}
