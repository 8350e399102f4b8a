package dynamo.node.replica;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Actors given up by this process a short while ago: puts that they minted for may still be waiting for acks. */
public final class RetiredActors {
    /** Longer than any put waits. */
    private static final Duration AFTERLIFE = Duration.ofMinutes(2);

    private final LongSupplier nowNanos;
    private final Map<Long, Long> since = new LinkedHashMap<>();

    public RetiredActors(LongSupplier nowNanos) {
        this.nowNanos = nowNanos;
    }

    public void add(long actor) {
        since.values().removeIf(this::isOver);
        since.put(actor, nowNanos.getAsLong());
    }

    public boolean isRecent(long actor) {
        Long retired = since.get(actor);
        return retired != null && !isOver(retired);
    }

    private boolean isOver(long retiredNanos) {
        return nowNanos.getAsLong() - retiredNanos > AFTERLIFE.toNanos();
    }
}
