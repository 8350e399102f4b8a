package dynamo.tools.bench;

/** What a simulated client does. */
enum Operation {
    /** Reads a key. */
    GET,
    /** Writes a key anew, with the last context this client was given for it; reads first where it has none. */
    UPDATE,
    /** Writes a key that was not there before. */
    INSERT,
    /** Writes a key unless it is there: before the measurement. */
    LOAD
}
