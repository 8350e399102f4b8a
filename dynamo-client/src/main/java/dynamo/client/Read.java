package dynamo.client;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** What a get found. */
public sealed interface Read {

    AnswerInfo info();

    /** Covers all that was found; a write with it supersedes that. */
    CausalContext context();

    /** No live value. The context of a deleted key covers its tombstone; a key never written has none. */
    record Absent(CausalContext context, AnswerInfo info) implements Read {}

    record Single(Versioned value, CausalContext context, AnswerInfo info) implements Read {}

    /** Concurrent values, at least two; a tombstone may be among them. */
    record Siblings(ImmutableList<Versioned> values, CausalContext context, AnswerInfo info) implements Read {}

    /** The one value; empty when there is none or more than one. */
    default Optional<Versioned> single() {
        return this instanceof Single found ? Optional.of(found.value) : Optional.empty();
    }
}
