package dynamo.node;

import dynamo.node.env.Clock;
import java.time.Duration;

/**
 * How many client requests may be in flight at a node, found by how long they take. While answers come about as fast as those of
 * an idle node the limit grows; when they take longer, requests wait for each other, and it shrinks: what is over is refused at
 * once instead of being answered late (additive increase, multiplicative decrease by the latency's gradient, as in Netflix'
 * concurrency-limits; a standing queue is fought and a short one left alone, as in CoDel, RFC 8289).
 *
 * <p>Decided once a window, which holds only requests that began in it, so that each change is seen to work before the next.
 * Never below {@value #FLOOR}, nor shrinking while the mean is below {@link #FINE_MIN}. Threading: the node's loop.
 */
final class AdmissionLimit {
    static final int FLOOR = 64;
    /** Up to here it grows by itself; beyond only while it is used. */
    static final int INITIAL = 256;
    /** Faster is good enough, however fast an idle node is: disks and collectors have their moments. */
    static final Duration FINE_MIN = Duration.ofMillis(100);
    /** Slower is too slow, whatever the node has got used to. */
    static final Duration FINE_MAX = Duration.ofSeconds(1);

    static final Duration WINDOW_MIN = Duration.ofMillis(100);
    static final int SAMPLES_MIN = 16;
    /** A few requests that hang say nothing of the others. */
    private static final double RATIO_MAX = 4;

    private static final double GROW_BELOW = 0.75;
    private static final double SHRINK_MOST = 0.5;
    private static final double SHRINK_LEAST = 0.9;
    private static final int GROWTH_SHARE = 4;

    /** Kinds of requests, each of which has a latency of its own. */
    enum Kind {
        GET,
        PUT
    }

    private final Clock clock;
    private final int floor;
    private final int max;
    private final BestLately[] best = {new BestLately(), new BestLately()};
    private final long[] sums = new long[Kind.values().length];
    private final int[] counts = new int[Kind.values().length];
    private double ratios;
    private long windowNanos;
    private int peak;
    private int limit;
    private int inFlight;

    /** @param max the limit's own limit */
    AdmissionLimit(int max, Clock clock) {
        this.clock = clock;
        this.max = max;
        floor = Math.min(FLOOR, max);
        limit = Math.min(INITIAL, max);
        windowNanos = clock.elapsedNanos();
    }

    int limit() {
        return limit;
    }

    int inFlight() {
        return inFlight;
    }

    /** Whether a request of a client is one too many. */
    boolean isReached() {
        return inFlight >= limit;
    }

    /** Whether any request is, also one that another node has let in already. */
    boolean isExhausted() {
        return inFlight >= max;
    }

    /** @return when, for {@link #onEnded} */
    long onBegun() {
        inFlight++;
        peak = Math.max(peak, inFlight);
        return clock.elapsedNanos();
    }

    void onEnded(Kind kind, long begunNanos) {
        inFlight--;
        if (begunNanos - windowNanos < 0) {
            return;
        }
        long now = clock.elapsedNanos();
        long nanos = now - begunNanos;
        sums[kind.ordinal()] += nanos;
        counts[kind.ordinal()]++;
        ratios += Math.min(RATIO_MAX, (double) nanos / fineNanos(kind));
        if (counts[0] + counts[1] >= SAMPLES_MIN && now - windowNanos >= WINDOW_MIN.toNanos()) {
            decide(ratios / (counts[0] + counts[1]), now);
        }
    }

    private long fineNanos(Kind kind) {
        long doubled = 2 * best[kind.ordinal()].nanos();
        return Math.max(FINE_MIN.toNanos(), Math.min(FINE_MAX.toNanos(), doubled));
    }

    /** @param ratio of the latency to what is fine */
    private void decide(double ratio, long now) {
        if (peak <= floor) { // whatever made them slow, it was not that too many were let in
            learn(now);
        }
        if (ratio > 1) {
            double factor = Math.max(SHRINK_MOST, Math.min(SHRINK_LEAST, 1 / ratio));
            limit = Math.max(floor, (int) (Math.min(limit, peak) * factor));
        } else if (ratio < GROW_BELOW && (limit < INITIAL || 2 * peak > limit)) {
            limit = Math.min(max, limit + Math.max(1, limit / GROWTH_SHARE));
        }
        for (Kind kind : Kind.values()) {
            sums[kind.ordinal()] = 0;
            counts[kind.ordinal()] = 0;
        }
        ratios = 0;
        peak = inFlight;
        windowNanos = now;
    }

    private void learn(long now) {
        for (int kind = 0; kind < best.length; kind++) {
            if (counts[kind] > 0) {
                best[kind].onMean(sums[kind] / counts[kind], now);
            }
        }
    }
}
