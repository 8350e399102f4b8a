package dynamo.tools.bench;

import com.google.common.base.Splitter;
import java.time.Duration;
import java.util.List;

/**
 * A part of a run with figures of its own.
 *
 * @param rate operations a second, due at even distances; 0 for a closed loop
 */
record Phase(String name, Duration length, double rate) {

    private static final int SECONDS_MAX = 86_400;
    private static final double RATE_MAX = 1_000_000;

    Phase {
        if (length.toSeconds() < 1 || length.toSeconds() > SECONDS_MAX) {
            throw new IllegalArgumentException("a phase lasts 1 to " + SECONDS_MAX + " seconds");
        }
        if (rate < 0 || rate > RATE_MAX) {
            throw new IllegalArgumentException("a rate is 0 to 1000000 a second");
        }
    }

    /** {@code before=30} or {@code burst=20@5000}. */
    static Phase parse(String text, double rateByDefault) {
        List<String> parts = Splitter.on('=').splitToList(text);
        if (parts.size() != 2 || parts.get(0).isBlank()) {
            throw new IllegalArgumentException("a phase is such as before=30 or burst=20@5000, not " + text);
        }
        List<String> pace = Splitter.on('@').limit(2).splitToList(parts.get(1));
        try {
            double rate = pace.size() == 2 ? Double.parseDouble(pace.get(1)) : rateByDefault;
            return new Phase(parts.get(0), Duration.ofSeconds(Long.parseLong(pace.get(0))), rate);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a phase is such as before=30 or burst=20@5000, not " + text);
        }
    }
}
