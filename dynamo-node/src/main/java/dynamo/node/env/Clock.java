package dynamo.node.env;

/**
 * A node's two clocks.
 *
 * <p>Threading: any thread. Failure: none; a stalled node sees a leap.
 */
public interface Clock {
    /** Monotonic; for timeouts. Only differences mean something. */
    long elapsedNanos();

    /** Since 1970; may jump both ways, so it goes into data shown to people and never decides anything. */
    long wallMillis();
}
