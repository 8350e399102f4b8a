package dynamo.node.hint;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits between attempts: each twice as long as the one before, up to a bound, with jitter. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration MAX = Duration.ofSeconds(8);

    private final RandomGenerator entropy;
    private long nanos = FIRST.toNanos();

    Backoff(RandomGenerator entropy) {
        this.entropy = entropy;
    }

    void reset() {
        nanos = FIRST.toNanos();
    }

    /** Half to one and a half of what is due, so that nodes that failed together do not come back together. */
    long nextNanos() {
        long due = nanos;
        nanos = Math.min(2 * nanos, MAX.toNanos());
        return due / 2 + entropy.nextLong(due);
    }
}
