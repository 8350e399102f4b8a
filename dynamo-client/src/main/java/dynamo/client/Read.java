package dynamo.client;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.function.Function;

/** What a get found. */
public sealed interface Read<T> {

    AnswerInfo info();

    /** Covers all that was found; a write with it supersedes that. */
    CausalContext context();

    /** No live value. The context of a deleted key covers its tombstone; a key never written has none. */
    record Absent<T>(CausalContext context, AnswerInfo info) implements Read<T> {}

    record Single<T>(Versioned<T> value, CausalContext context, AnswerInfo info) implements Read<T> {}

    /** Concurrent values, at least two; a tombstone may be among them. */
    record Siblings<T>(ImmutableList<Versioned<T>> values, CausalContext context, AnswerInfo info) implements Read<T> {}

    /** The one value; empty when there is none or more than one. */
    default Optional<Versioned<T>> single() {
        return this instanceof Single<T> found ? Optional.of(found.value) : Optional.empty();
    }

    /** All values found, without tombstones. */
    default ImmutableList<Versioned<T>> live() {
        if (this instanceof Single<T> found) {
            return ImmutableList.of(found.value);
        }
        return this instanceof Siblings<T> found
                ? found.values.stream().filter(each -> !each.isDeleted()).collect(ImmutableList.toImmutableList())
                : ImmutableList.of();
    }

    /**
     * The value there is, made of several by the resolver. A value that stands beside a tombstone only is that value: what
     * was written while somebody deleted is not lost.
     *
     * @return empty when nothing is there
     */
    default Optional<T> resolve(Resolver<T> resolver) {
        ImmutableList<Versioned<T>> live = live();
        return switch (live.size()) {
            case 0 -> Optional.empty();
            case 1 -> live.get(0).value();
            default -> Optional.of(resolver.resolve(live));
        };
    }

    /** The same with the values in another form. */
    default <U> Read<U> map(Function<T, U> form) {
        if (this instanceof Single<T> found) {
            return new Single<>(found.value.map(form), found.context, found.info);
        }
        if (this instanceof Siblings<T> found) {
            ImmutableList<Versioned<U>> values =
                    found.values.stream().map(each -> each.map(form)).collect(ImmutableList.toImmutableList());
            return new Siblings<>(values, found.context, found.info);
        }
        return new Absent<>(context(), info());
    }
}
