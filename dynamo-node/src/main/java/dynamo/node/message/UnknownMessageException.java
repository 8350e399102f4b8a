package dynamo.node.message;

/** A well-formed message whose type, or a constant in it, belongs to a newer version: drop it, count it, go on. */
public final class UnknownMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownMessageException(String message) {
        super(message, null, false, false);
    }
}
