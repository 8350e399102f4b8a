package dynamo.tools.check.report;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Time from left to right.
 *
 * @param left and {@code right}: of the plots, in px
 * @param nanos that lie between
 */
record TimeAxis(double left, double right, long nanos) {
    private static final int TICKS_MAX = 13;
    private static final long NANOS_MIN = Duration.ofSeconds(1).toNanos();

    TimeAxis {
        nanos = Math.max(NANOS_MIN, nanos);
    }

    double x(long at) {
        return left + width() * Math.min(1, (double) at / nanos);
    }

    double width() {
        return right - left;
    }

    /** In seconds. */
    LongStream ticks() {
        double seconds = nanos / 1e9;
        long step = Steps.SECONDS.atLeast(seconds / TICKS_MAX);
        return LongStream.iterate(0, at -> at <= seconds, at -> at + step);
    }
}
