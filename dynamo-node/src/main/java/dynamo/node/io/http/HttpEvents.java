package dynamo.node.io.http;

/** What metrics may observe of a port. Called on the thread that serves the connection; must not block. */
public interface HttpEvents {
    HttpEvents NONE = new HttpEvents() {};

    /**
     * A request was answered, or its client went away before.
     *
     * @param route as in the contract, such as {@code /v1/kv/{bucket}/{key}}; {@code none} where none matched
     * @param method {@code OTHER} for a method no route has
     * @param status 0 when the client had gone
     * @param nanos from the head's end to the answer's end
     */
    default void onAnswered(String route, String method, int status, long nanos) {}

    /** A connection was opened or closed; so many are open. */
    default void onConnections(int open) {}

    /** A connection was refused, for too many are open. */
    default void onConnectionRefused() {}
}
