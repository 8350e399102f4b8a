package dynamo.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much a client may ask for beyond its calls: each call earns a share of a request, each extra request takes one. Keeps clients
 * from making an overload worse by asking again. A quiet client has some saved.
 *
 * <p>Threading: any.
 */
final class Budget {
    private static final long ONE = 1_000;

    private final long earned;
    private final long savedMax;
    private final AtomicLong saved;

    /**
     * @param share of a request that a call earns
     * @param savedMax requests
     */
    Budget(double share, int savedMax) {
        earned = (long) (share * ONE);
        this.savedMax = savedMax * ONE;
        saved = new AtomicLong(this.savedMax);
    }

    void onCall() {
        saved.updateAndGet(now -> Math.min(savedMax, now + earned));
    }

    /** False when it is used up. */
    boolean take() {
        return saved.getAndUpdate(now -> now >= ONE ? now - ONE : now) >= ONE;
    }
}
