package dynamo.node.io.net;

import dynamo.node.env.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets each complaint through once a minute, and few of them: whoever knocks at the port decides neither how often nor
 * how much is logged. Confined to the loop.
 */
final class LogLimit {
    private static final int COMPLAINTS_MAX = 64;
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Clock clock;
    private final Map<String, Long> logged = new LinkedHashMap<>(); // oldest first

    LogLimit(Clock clock) {
        this.clock = clock;
    }

    boolean allows(String complaint) {
        long now = clock.elapsedNanos();
        logged.values().removeIf(since -> now - since >= INTERVAL_NANOS);
        if (logged.size() >= COMPLAINTS_MAX) {
            return false;
        }
        return logged.putIfAbsent(complaint, now) == null;
    }
}
