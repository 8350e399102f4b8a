package dynamo.tools.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * What all readers of one node share: the acknowledged documents still to read, and what was found.
 *
 * <p>Threading: the loop's thread; afterwards any.
 */
final class Verifying {

    static final String IDENTICAL = "identical";

    private static final int EXAMPLES_MAX = 5;

    private final PackageIndex index;
    private final Set<String> acknowledged;
    private final Map<String, Integer> found = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private int reading;

    Verifying(PackageIndex index, Set<String> acknowledged) {
        this.index = index;
        this.acknowledged = acknowledged;
    }

    Optional<Document> next() {
        try {
            Optional<Document> document = index.next();
            while (document.isPresent() && !acknowledged.contains(document.get().path())) {
                document = index.next();
            }
            if (document.isPresent()) {
                reading++;
            } else if (reading == 0) {
                done.complete(true);
            }
            return document;
        } catch (IOException e) {
            done.completeExceptionally(e);
            return Optional.empty();
        }
    }

    void ended(String path, String what) {
        reading--;
        found.merge(what, 1, Integer::sum);
        if (!what.equals(IDENTICAL) && examples.size() < EXAMPLES_MAX) {
            examples.add(path + ": " + what);
        }
    }

    CompletableFuture<Boolean> done() {
        return done;
    }

    Map<String, Integer> found() {
        return found;
    }

    List<String> examples() {
        return examples;
    }

    boolean isWhole() {
        return found.getOrDefault(IDENTICAL, 0) == acknowledged.size();
    }
}
