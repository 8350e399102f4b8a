package dynamo.node.boot;

/** A node cannot start; the message is one line for its operator. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    StartException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    StartException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
