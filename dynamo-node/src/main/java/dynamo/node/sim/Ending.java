package dynamo.node.sim;

/** How a client's request to one node ended. */
sealed interface Ending<T> {

    record Answered<T>(T result) implements Ending<T> {}

    /** No process was there to take it. */
    record Refused<T>() implements Ending<T> {}

    /** The process ended first; what became of the request the client cannot know. */
    record Lost<T>() implements Ending<T> {}
}
