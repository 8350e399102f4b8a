package dynamo.node.coordinate;

import java.time.Duration;

/**
 * How long a silent node is waited for before another stands in for it: as TCP finds its retransmission timeout (RFC 6298),
 * from the round trips of writes, so that a slow disk everywhere does not look like nodes that died.
 */
final class HandoffTimeout {
    static final Duration INITIAL = Duration.ofMillis(200);
    static final Duration MIN = Duration.ofMillis(50);
    static final Duration MAX = Duration.ofMillis(500);

    private static final int MEAN_SHARE = 8;
    private static final int DEVIATION_SHARE = 4;
    private static final int DEVIATIONS = 4;

    private boolean measured;
    private long meanNanos;
    private long deviationNanos;

    void onRoundTrip(long nanos) {
        long sample = Math.min(nanos, MAX.toNanos()); // a node that hung for a minute says nothing of the others
        if (measured) {
            deviationNanos += (Math.abs(sample - meanNanos) - deviationNanos) / DEVIATION_SHARE;
            meanNanos += (sample - meanNanos) / MEAN_SHARE;
        } else {
            measured = true;
            meanNanos = sample;
            deviationNanos = sample / 2;
        }
    }

    Duration current() {
        if (!measured) {
            return INITIAL;
        }
        long nanos = meanNanos + DEVIATIONS * deviationNanos;
        return Duration.ofNanos(Math.max(MIN.toNanos(), Math.min(MAX.toNanos(), nanos)));
    }
}
