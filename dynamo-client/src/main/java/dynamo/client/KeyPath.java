package dynamo.client;

import com.google.common.io.BaseEncoding;
import dynamo.contract.Key;
import dynamo.version.Bytes;

/**
 * The path of a key on the data port: percent-encoded where that survives every proxy, else the exact form in base64url.
 * Proxies fold empty, {@code .} and {@code ..} segments.
 */
final class KeyPath {
    private static final BaseEncoding BASE64 = BaseEncoding.base64Url().omitPadding();

    private KeyPath() {}

    static String of(Key key) {
        Bytes bytes = key.key();
        return hasFoldingSegment(bytes)
                ? "/v1/kv64/" + key.bucket() + "/" + BASE64.encode(bytes.toArray())
                : "/v1/kv/" + key.bucket() + "/" + percentEncoded(bytes);
    }

    private static String percentEncoded(Bytes bytes) {
        StringBuilder path = new StringBuilder(bytes.length() + 16);
        for (int i = 0; i < bytes.length(); i++) {
            int c = bytes.at(i) & 0xff;
            if (isPlain(c)) {
                path.append((char) c);
            } else {
                path.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                path.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return path.toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '~'
                || c == '/';
    }

    private static boolean hasFoldingSegment(Bytes key) {
        int start = 0;
        for (int i = 0; i <= key.length(); i++) {
            if (i == key.length() || key.at(i) == '/') {
                String segment = key.slice(start, i).asUtf8();
                if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }
}
