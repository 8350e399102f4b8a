package dynamo.tools.bench;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last context the client was given for each key. All connections are one client, as those of an application server are.
 *
 * <p>Threading: any thread. Bounds: one entry for each key, as many as the run can reach.
 */
final class Contexts {

    private final AtomicReferenceArray<@Nullable String> byKey;

    Contexts(int keysMax) {
        byKey = new AtomicReferenceArray<>(keysMax);
    }

    /** Whether the key has to be read before it is written, as nothing current is known of it. */
    boolean needsRead(int key) {
        return byKey.getAcquire(key) == null;
    }

    /** Empty where there is none: the key was never written. */
    String get(int key) {
        String context = byKey.getAcquire(key);
        return context == null ? "" : context;
    }

    /** @param context empty when the key was found never written, which an answer that was overtaken may say too late */
    void learn(int key, String context) {
        if (context.isEmpty()) {
            byKey.compareAndSet(key, null, context);
        } else {
            byKey.setRelease(key, context);
        }
    }

    /** What was written did not stand alone, or it is not known whether it was written. */
    void forget(int key) {
        byKey.setRelease(key, null);
    }
}
