package dynamo.node.replica;

import dynamo.node.env.Clock;
import dynamo.version.Dot;
import dynamo.version.WriteId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The writes this replica stored whose clients may repeat them: a repeated one mints nothing, even when it has been
 * superseded meanwhile. For {@link #KEPT}, or the last {@value #WRITES_MAX}; a restart forgets them, and then a retry may
 * leave an extra sibling at worst.
 */
final class RetryMemory {
    static final Duration KEPT = Duration.ofMinutes(10);
    static final int WRITES_MAX = 100_000;

    private record Remembered(Dot dot, long sinceNanos) {}

    private final Clock clock;
    private final Map<WriteId, Remembered> writes = new LinkedHashMap<>();

    RetryMemory(Clock clock) {
        this.clock = clock;
    }

    void remember(WriteId writeId, Dot dot) {
        long now = clock.elapsedNanos();
        writes.remove(writeId); // so that the map stays in the order of time
        writes.put(writeId, new Remembered(dot, now));
        Iterator<Remembered> oldestFirst = writes.values().iterator();
        while (oldestFirst.hasNext()) {
            long age = now - oldestFirst.next().sinceNanos;
            if (writes.size() <= WRITES_MAX && age <= KEPT.toNanos()) {
                return;
            }
            oldestFirst.remove();
        }
    }

    Optional<Dot> find(WriteId writeId) {
        return Optional.ofNullable(writes.get(writeId))
                .filter(write -> clock.elapsedNanos() - write.sinceNanos <= KEPT.toNanos())
                .map(Remembered::dot);
    }
}
