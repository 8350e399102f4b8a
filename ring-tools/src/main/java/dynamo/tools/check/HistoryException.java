package dynamo.tools.check;

/** A file that is no history, or a value that cannot be a line of one. */
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param line 1 for the first */
    HistoryException(long line, String what) {
        super("line " + line + ": " + what);
    }

    HistoryException(String what) {
        super(what);
    }
}
