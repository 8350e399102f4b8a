package dynamo.client;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value, or the tombstone of a delete, among those a key has.
 *
 * @param value empty for a tombstone
 * @param id names the sibling; a value that stands alone comes without
 * @param modified for people and last-write-wins; likewise
 */
public record Versioned<T>(Optional<T> value, Optional<String> id, Optional<Instant> modified) {

    public boolean isDeleted() {
        return value.isEmpty();
    }

    /** Another value in the same place, such as a part of it. */
    public <U> Versioned<U> with(U other) {
        return new Versioned<>(Optional.of(other), id, modified);
    }

    <U> Versioned<U> map(Function<T, U> form) {
        return new Versioned<>(value.map(form), id, modified);
    }
}
