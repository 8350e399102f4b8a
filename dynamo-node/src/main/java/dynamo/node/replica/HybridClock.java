package dynamo.node.replica;

import dynamo.node.env.Clock;
import dynamo.version.Sibling;
import dynamo.version.Siblings;

/** Draws the timestamps of siblings: hybrid logical, for people and {@code resolve=lww} only, never for causality. */
public final class HybridClock {
    private final Clock clock;
    private long last;

    public HybridClock(Clock clock) {
        this.clock = clock;
    }

    /** Later than the last one drawn, and than all it stands beside, however the wall clock jumps. */
    public long next(Siblings beside) {
        long latest = Math.max(clock.wallMillis() << 16, last + 1);
        for (Sibling sibling : beside.live()) {
            latest = Math.max(latest, sibling.timestamp() + 1);
        }
        last = latest;
        return latest;
    }
}
