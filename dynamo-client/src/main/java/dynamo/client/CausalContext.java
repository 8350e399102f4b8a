package dynamo.client;

import dynamo.version.ContextSeal;
import dynamo.version.VersionVector;

/**
 * What a write supersedes: the opaque token that came with a read, nothing, or whatever the coordinator sees.
 *
 * @param token as in the {@code Causal-Context} header; empty for none
 */
public record CausalContext(String token) {
    /** Concurrent with everything stored. */
    public static final CausalContext NONE = new CausalContext("");
    /** The coordinator reads first and supersedes what it sees: a convenience for people. */
    public static final CausalContext EVERYTHING = new CausalContext("*");

    private static final int CHARS_MAX = 4096;

    public CausalContext {
        if (token.length() > CHARS_MAX || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("a context is at most 4096 visible ASCII characters");
        }
    }

    public boolean isNone() {
        return token.isEmpty();
    }

    /** The events that it covers; none for what is no context of a node. */
    VersionVector vector() {
        return ContextSeal.peek(token).orElse(VersionVector.EMPTY);
    }
}
