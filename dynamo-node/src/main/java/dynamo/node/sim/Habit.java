package dynamo.node.sim;

/** How a client uses what it knows of a key. */
enum Habit {
    /** Reads, and writes with what it was shown. */
    POLITE,
    /** Writes without a context. */
    BLIND,
    /** Writes with a context it was given some time ago, perhaps twice with the same. */
    STALE,
    /** Lets the node read before it writes. */
    STAR,
    /** Writes on a condition. */
    CONDITIONAL
}
