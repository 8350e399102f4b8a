package dynamo.node.io.http;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that bodies and answers hold, over all connections of a port. Any thread. */
final class InFlight {
    private final long max;
    private final AtomicLong held = new AtomicLong();

    InFlight(long max) {
        this.max = max;
    }

    boolean tryHold(long bytes) {
        if (held.addAndGet(bytes) <= max) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** Counts what exists already, whatever the limit says: what comes next is refused. */
    void hold(long bytes) {
        held.addAndGet(bytes);
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
