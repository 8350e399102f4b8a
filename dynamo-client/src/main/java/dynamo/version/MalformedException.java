package dynamo.version;

/** Encoded bytes that are not what they claim to be: truncated, over a bound, or of another version. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
