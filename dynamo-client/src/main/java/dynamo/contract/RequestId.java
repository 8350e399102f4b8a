package dynamo.contract;

/**
 * The name of a request.
 *
 * @param text 1 to 64 visible ASCII characters
 * @param named whether the client chose it; only such writes are remembered for their retries
 */
public record RequestId(String text, boolean named) {
    public static final int CHARS_MAX = 64;

    public RequestId {
        if (!isValid(text)) {
            throw new IllegalArgumentException("a request id has 1 to 64 visible ASCII characters");
        }
    }

    public static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= CHARS_MAX && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
