package dynamo.tools.chaos;

import dynamo.tools.check.KeyName;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The keys that clients work on: few at a time, so that they meet, and every half minute others, so that some lie untouched while
 * nodes come and go. Threading: any.
 */
final class Keys {
    static final String BUCKET = "chaos";

    private static final int AT_A_TIME = 6;
    private static final long TURN_NANOS = 30_000_000_000L;

    private final Set<KeyName> used = new ConcurrentSkipListSet<>();

    /** @param now nanoseconds since the run began */
    KeyName draw(Kind kind, Random random, long now) {
        KeyName key = new KeyName(BUCKET, kind.text() + "-" + now / TURN_NANOS + "-" + random.nextInt(AT_A_TIME));
        used.add(key);
        return key;
    }

    /** All that were ever drawn. */
    Set<KeyName> used() {
        return new TreeSet<>(used);
    }
}
