package dynamo.client;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node as this client knows it: where it listens, its name once it told, and whether it is worth asking.
 *
 * <p>One that failed is asked last, for {@value #SUSPECT_MILLIS_MIN} ms at first and twice as long after each further failure;
 * then one call at a time tries whether it is well again. Threading: any.
 */
final class ClientNode {
    private static final long SUSPECT_MILLIS_MIN = 500;
    private static final int DOUBLINGS_MAX = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final NodeAddress address;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong suspectUntil = new AtomicLong();
    private volatile String name = "";

    ClientNode(NodeAddress address) {
        this.address = address;
    }

    NodeAddress address() {
        return address;
    }

    /** Empty until it answered. */
    String name() {
        return name;
    }

    int inFlight() {
        return inFlight.get();
    }

    void onSent() {
        inFlight.incrementAndGet();
    }

    void onEnded() {
        inFlight.decrementAndGet();
    }

    void onAnswered(String itsName) {
        if (!itsName.isEmpty()) {
            name = itsName;
        }
        failures.set(0);
    }

    /** No answer, or one that says it cannot serve. */
    void onFailed(long now) {
        int before = Math.min(failures.getAndIncrement(), DOUBLINGS_MAX);
        suspectUntil.set(now + (SUSPECT_MILLIS_MIN << before) * NANOS_PER_MILLI);
    }

    boolean isWell() {
        return failures.get() == 0;
    }

    /** Whether it is better asked last. The first to ask when a suspicion is over is to try it; others wait for what that says. */
    boolean isSuspect(long now) {
        if (failures.get() == 0) {
            return false;
        }
        long until = suspectUntil.get();
        return now - until < 0 || !suspectUntil.compareAndSet(until, now + SUSPECT_MILLIS_MIN * NANOS_PER_MILLI);
    }
}
