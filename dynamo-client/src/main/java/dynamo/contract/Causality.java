package dynamo.contract;

import dynamo.version.VersionVector;

/** What a write supersedes. */
public sealed interface Causality {

    /** Exactly what this context covers. */
    record Given(VersionVector context) implements Causality {}

    /** Nothing: concurrent with everything stored. */
    record Blind() implements Causality {}

    /** What a read at R sees first: a convenience for people ({@code *}), and for a DELETE without context. */
    record ReadFirst() implements Causality {}
}
