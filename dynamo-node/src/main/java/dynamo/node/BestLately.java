package dynamo.node;

import java.time.Duration;

/**
 * The least of what was measured lately: of this period and the one before. Without measurements it stays what it was, for a
 * node that has not been idle for hours still is no slower than it was then.
 */
final class BestLately {
    static final Duration PERIOD = Duration.ofSeconds(30);

    private boolean isKnown;
    private long periodNanos;
    private long current;
    private long previous;

    void onMean(long nanos, long nowNanos) {
        if (!isKnown) {
            isKnown = true;
            periodNanos = nowNanos;
            current = nanos;
            previous = nanos;
        } else if (nowNanos - periodNanos >= PERIOD.toNanos()) {
            periodNanos = nowNanos;
            previous = current;
            current = nanos;
        } else {
            current = Math.min(current, nanos);
        }
    }

    /** 0 when nothing is known. */
    long nanos() {
        return Math.min(current, previous);
    }
}
