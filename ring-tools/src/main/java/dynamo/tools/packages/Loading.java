package dynamo.tools.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all writers of one load share: the documents still to write, and what became of the others.
 *
 * <p>Threading: the loop's thread; the counts may be read by any.
 */
final class Loading {

    /** What became of a document. */
    enum Fate {
        /** It is noted, and must be found. */
        ACKNOWLEDGED,
        /** Whether it was written is not known, and nobody tries any more. */
        UNKNOWN,
        /** It was surely not written. */
        REFUSED
    }

    private final PackageIndex index;
    private final Writer acknowledged;
    private final Map<Fate, AtomicInteger> fates = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
    private final AtomicInteger retried = new AtomicInteger();
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private int writing;

    /** @param acknowledged gets the path of each acknowledged document, a line each */
    Loading(PackageIndex index, Writer acknowledged) {
        this.index = index;
        this.acknowledged = acknowledged;
    }

    Optional<Document> next() {
        try {
            Optional<Document> document = index.next();
            if (document.isPresent()) {
                writing++;
            } else if (writing == 0) {
                done.complete(true);
            }
            return document;
        } catch (IOException e) {
            done.completeExceptionally(e);
            return Optional.empty();
        }
    }

    void failed(String why) {
        failures.computeIfAbsent(why, w -> new AtomicInteger()).incrementAndGet();
    }

    void ended(Document document, Fate fate, int attempts) {
        writing--;
        fates.computeIfAbsent(fate, f -> new AtomicInteger()).incrementAndGet();
        if (attempts > 1) {
            retried.incrementAndGet();
        }
        if (fate == Fate.ACKNOWLEDGED) {
            try {
                acknowledged.write(document.path() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    CompletableFuture<Boolean> done() {
        return done;
    }

    int count(Fate fate) {
        AtomicInteger count = fates.get(fate);
        return count == null ? 0 : count.get();
    }

    int retried() {
        return retried.get();
    }

    /** Failed attempts, by what was said. */
    Map<String, AtomicInteger> failures() {
        return failures;
    }
}
