package dynamo.node.io.http;

import dynamo.version.Bytes;

/** Undoes percent-encoding. Characters are bytes here: a request line is read as ISO-8859-1. */
final class Percent {
    private Percent() {}

    /** @throws IllegalArgumentException for a {@code %} without two hexadecimal digits */
    static Bytes decode(String text, boolean plusIsBlank) {
        byte[] decoded = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                decoded[length++] = (byte) (digit(text, i + 1) << 4 | digit(text, i + 2));
                i += 2;
            } else {
                decoded[length++] = (byte) (c == '+' && plusIsBlank ? ' ' : c);
            }
        }
        return Bytes.owning(decoded).slice(0, length);
    }

    private static int digit(String text, int at) {
        int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        if (digit < 0 || text.charAt(at) > 'f') { // other scripts have digits too
            throw new IllegalArgumentException("a % is not followed by two hexadecimal digits");
        }
        return digit;
    }
}
