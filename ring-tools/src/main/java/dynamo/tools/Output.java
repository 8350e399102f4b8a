package dynamo.tools;

/** How a command prints what it found. */
public enum Output {
    /** For people. */
    TABLE,
    /** For scripts. */
    JSON
}
