package dynamo.node.io.disk;

import dynamo.node.env.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock, and leaps. */
final class TestClock implements Clock {
    private final AtomicLong leaptNanos = new AtomicLong();

    @Override
    public long elapsedNanos() {
        return System.nanoTime() + leaptNanos.get();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    void leap(Duration by) {
        leaptNanos.addAndGet(by.toNanos());
    }
}
