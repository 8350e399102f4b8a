package dynamo.node.io.http;

import com.google.common.io.BaseEncoding;
import dynamo.contract.Key;
import dynamo.version.Bytes;

/** The two ways a path names a key: percent-decoded as it is, or exactly, in base64url. */
final class KeyPath {
    private static final BaseEncoding BASE64 = BaseEncoding.base64Url().omitPadding();

    private KeyPath() {}

    /**
     * Refuses keys that a proxy would fold into another: with an empty, {@code .} or {@code ..} segment. The rule is
     * about the decoded key.
     */
    static Key plain(String rawBucket, String rawKey) {
        String bucket = bucket(rawBucket);
        Bytes key = decode(rawKey);
        checkLength(key);
        if (hasFoldingSegment(key)) {
            throw Refusal.badKey("proxies fold empty, . and .. segments; name this key as /v1/kv64/" + bucket + "/"
                    + BASE64.encode(key.toArray()));
        }
        return new Key(bucket, key);
    }

    static Key exact(String rawBucket, String rawKey) {
        String bucket = bucket(rawBucket);
        String text = decode(rawKey).asUtf8();
        if (text.isEmpty() || !BASE64.canDecode(text)) {
            throw Refusal.badKey("the key is not base64url without padding");
        }
        Bytes key = Bytes.owning(BASE64.decode(text));
        if (!BASE64.encode(key.toArray()).equals(text)) {
            throw Refusal.badKey("the key is not base64url in its canonical form");
        }
        checkLength(key);
        return new Key(bucket, key);
    }

    static String bucket(String raw) {
        String bucket = decode(raw).asUtf8();
        if (!Key.isBucket(bucket)) {
            throw Refusal.badKey("a bucket is 1 to 128 of A-Z a-z 0-9 _ . - but not . or ..");
        }
        return bucket;
    }

    private static void checkLength(Bytes key) {
        if (key.isEmpty() || key.length() > Key.KEY_BYTES_MAX) {
            throw Refusal.badKey("a key has 1 to " + Key.KEY_BYTES_MAX + " bytes, not " + key.length());
        }
    }

    private static Bytes decode(String raw) {
        try {
            return Percent.decode(raw, false);
        } catch (IllegalArgumentException e) {
            throw Refusal.badKey("in the path " + e.getMessage());
        }
    }

    private static boolean hasFoldingSegment(Bytes key) {
        int start = 0;
        for (int i = 0; i <= key.length(); i++) {
            if (i == key.length() || key.at(i) == '/') {
                int length = i - start;
                boolean isDots =
                        length <= 2 && (length < 1 || key.at(start) == '.') && (length < 2 || key.at(start + 1) == '.');
                if (isDots) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }
}
