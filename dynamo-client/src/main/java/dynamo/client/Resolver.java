package dynamo.client;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Makes one value of concurrent ones. Clients that resolve the same siblings apart from each other should come to the same
 * value, in whatever order they see them; else what they write is concurrent again, and says different things.
 *
 * <pre>{@code
 * Resolver<Integer> highScore = Resolver.max();
 * Resolver<String> longest = Resolver.merging((one, other) ->
 *         one.length() > other.length() || one.length() == other.length() && one.compareTo(other) > 0 ? one : other);
 * }</pre>
 *
 * <p>Threading: any number of threads.
 */
@FunctionalInterface
public interface Resolver<T> {
    /**
     * @param siblings at least two values; tombstones are not among them
     * @throws RuntimeException of any kind: nothing is written, and the caller of the read or the update gets it
     */
    T resolve(ImmutableList<Versioned<T>> siblings);

    /** Leaves it to the caller: throws {@link DynamoException.Unresolved}. What is used when nothing else is asked for. */
    static <T> Resolver<T> fail() {
        return siblings -> {
            throw new DynamoException.Unresolved(siblings.size());
        };
    }

    /**
     * The one that was written last, by the clocks of the nodes that took the writes. <b>The others are lost</b>: among
     * concurrent writers all but one, whoever they were told that they succeeded. For values where only the newest counts.
     */
    static <T> Resolver<T> lastWriterWins() {
        Comparator<Versioned<T>> byTime =
                Comparator.comparing(each -> each.modified().orElse(Instant.EPOCH));
        Comparator<Versioned<T>> newest = byTime.thenComparing(each -> each.id().orElse(""));
        return siblings -> live(siblings.stream().max(newest));
    }

    /** The greatest; for what only grows. */
    static <T extends Comparable<? super T>> Resolver<T> max() {
        return merging((one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    /** All elements of all; an element that one side removed comes back when another still has it. */
    static <E> Resolver<Set<E>> union() {
        return siblings -> siblings.stream()
                .map(each -> live(Optional.of(each)))
                .flatMap(Collection::stream)
                .collect(ImmutableSet.toImmutableSet());
    }

    /** Two at a time. The order in which they come means nothing, so let it be commutative and associative. */
    static <T> Resolver<T> merging(BinaryOperator<T> merge) {
        return siblings -> live(siblings).stream().reduce(merge).orElseThrow();
    }

    private static <T> List<T> live(List<Versioned<T>> siblings) {
        return siblings.stream().flatMap(each -> each.value().stream()).toList();
    }

    private static <T> T live(Optional<Versioned<T>> sibling) {
        return sibling.flatMap(Versioned::value).orElseThrow();
    }
}
