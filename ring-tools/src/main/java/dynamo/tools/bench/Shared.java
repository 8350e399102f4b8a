package dynamo.tools.bench;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the drivers of a run have in common: which keys there are, and the contexts known of them. */
final class Shared {

    private final String run = Long.toHexString(new SecureRandom().nextLong()) + '-';
    private final AtomicLong requests = new AtomicLong();
    private final Contexts contexts;
    private final int keysMax;
    private final AtomicInteger present;
    private final AtomicInteger claimed;
    private final AtomicInteger loaded = new AtomicInteger();

    Shared(int keys, int keysMax) {
        this.keysMax = keysMax;
        contexts = new Contexts(keysMax);
        present = new AtomicInteger(keys);
        claimed = new AtomicInteger(keys);
    }

    /** Another one for each operation of any run. */
    String nextRequestId() {
        return run + Long.toHexString(requests.incrementAndGet());
    }

    Contexts contexts() {
        return contexts;
    }

    /** Keys written so far. */
    int present() {
        return present.get();
    }

    /** A number for a key nobody has written, or the last one again when there is no more room. */
    int claimInsert() {
        return Math.min(claimed.getAndIncrement(), keysMax - 1);
    }

    void inserted() {
        if (present.get() < keysMax) {
            present.incrementAndGet();
        }
    }

    /** The next key to load; there are no more when it is not below the count of keys. */
    int claimLoad() {
        return loaded.getAndIncrement();
    }
}
