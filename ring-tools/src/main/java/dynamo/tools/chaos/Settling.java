package dynamo.tools.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * When replicas have had the time to become alike. Those that still differ when nothing was on its way, and none became like
 * another, for as many rounds of anti-entropy as news takes through all homes, will not become alike; and that is a finding.
 */
final class Settling {
    static final Duration PATIENCE = Duration.ofMinutes(15);
    /** Six rounds of a minute each, and what one takes to begin and to end. */
    static final Duration REST = Duration.ofMinutes(7);

    /** Hints, and partitions that move. */
    enum OnTheWay {
        NOTHING,
        SOMETHING,
        /** Some node did not say. */
        UNKNOWN
    }

    private final long until;
    private long movedNanos;
    private int differing = Integer.MAX_VALUE;

    Settling(long nowNanos) {
        until = nowNanos + PATIENCE.toNanos();
        movedNanos = nowNanos;
    }

    /**
     * What a look at the cluster means.
     *
     * @param nowDiffering keys whose homes differ, or do not tell
     * @return whether what is there may be judged; empty to wait on
     */
    Optional<Boolean> onLook(long nowNanos, OnTheWay onTheWay, int nowDiffering) {
        if (onTheWay == OnTheWay.SOMETHING || nowDiffering < differing) {
            movedNanos = nowNanos;
        }
        differing = nowDiffering;
        boolean hasRested = nowNanos - movedNanos >= REST.toNanos();
        if (onTheWay == OnTheWay.NOTHING && (nowDiffering == 0 || hasRested)) {
            return Optional.of(true);
        }
        return nowNanos < until ? Optional.empty() : Optional.of(false);
    }
}
