package dynamo.client;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When a read that has no answer yet is also sent to a second node (Dean and Barroso, The Tail at Scale, 2013): after as long as
 * {@value #PERCENT} % of the last reads took, and for at most one read in twenty.
 *
 * <p>Threading: any.
 */
final class Hedging {
    private static final int PERCENT = 95;
    private static final double SHARE = 0.05;
    private static final int SAVED_MAX = 10;
    private static final long DELAY_NANOS_MIN = 2_000_000;
    private static final int WINDOW = 512;
    /** Between two looks at the window. */
    private static final int LOOK = 64;

    private final AtomicLongArray window = new AtomicLongArray(WINDOW);
    private final AtomicInteger reads = new AtomicInteger();
    private final Budget budget = new Budget(SHARE, SAVED_MAX);
    private volatile long delayNanos = Long.MAX_VALUE;

    /** Empty while too little is known. */
    OptionalLong delay() {
        return delayNanos == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(delayNanos);
    }

    /** Whether one may be sent now. */
    boolean take() {
        return budget.take();
    }

    void onRead(long nanos) {
        budget.onCall();
        int count = reads.getAndIncrement();
        window.set(Math.floorMod(count, WINDOW), nanos);
        if (Math.floorMod(count, LOOK) == LOOK - 1) {
            look(count);
        }
    }

    private void look(int count) {
        int known = count < 0 ? WINDOW : Math.min(WINDOW, count + 1);
        long[] sorted = new long[known];
        Arrays.setAll(sorted, window::get);
        Arrays.sort(sorted);
        delayNanos = Math.max(DELAY_NANOS_MIN, sorted[known * PERCENT / 100]);
    }
}
