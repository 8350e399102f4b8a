package dynamo.contract;

import dynamo.version.Bytes;

/**
 * Names a value.
 *
 * @param bucket {@code [A-Za-z0-9_.-]{1,128}}, not {@code .} or {@code ..}
 * @param key 1 to 1024 bytes, any
 */
public record Key(String bucket, Bytes key) {
    public static final int BUCKET_CHARS_MAX = 128;
    public static final int KEY_BYTES_MAX = 1024;

    public Key {
        if (!isBucket(bucket)) {
            throw new IllegalArgumentException("a bucket is 1 to 128 of A-Z a-z 0-9 _ . - but not . or ..");
        }
        if (key.isEmpty() || key.length() > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("a key has 1 to 1024 bytes, not " + key.length());
        }
    }

    public static boolean isBucket(String text) {
        return !text.isEmpty()
                && text.length() <= BUCKET_CHARS_MAX
                && !text.equals(".")
                && !text.equals("..")
                && text.chars().allMatch(Key::isBucketChar);
    }

    private static boolean isBucketChar(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }
}
