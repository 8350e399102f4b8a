package dynamo.client;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before all nodes are asked again: twice as long each time, and a random half of it, lest clients keep step. */
final class Backoff {
    private static final long NANOS_MIN = 20_000_000;
    private static final int DOUBLINGS_MAX = 6;

    private Backoff() {}

    /** @param round of the call, from 0 */
    static long nanos(int round) {
        long whole = NANOS_MIN << Math.min(round, DOUBLINGS_MAX);
        return whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1);
    }
}
