package dynamo.node.io.http;

import dynamo.version.Bytes;
import java.security.SecureRandom;

/**
 * Makes keys whose order as text is the order in which they were made: 48 bits of milliseconds, then 80 random bits, in
 * 26 characters (as ULID has it). Within one millisecond, and while the clock stands or runs back, the random part counts
 * up from where it was. Any thread.
 */
final class TimeOrderedKeys {
    private static final int CHARS = 26;
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private final SecureRandom random = new SecureRandom();
    private long lastMillis;
    private int high;
    private long low;

    synchronized Bytes next(long wallMillis) {
        if (wallMillis > lastMillis) {
            lastMillis = wallMillis;
            high = random.nextInt() & 0x7fff; // leaves room to count
            low = random.nextLong();
        } else if (++low == 0) {
            high++;
        }
        byte[] text = new byte[CHARS];
        long upper = lastMillis << 16 | high;
        for (int i = 0; i < CHARS; i++) {
            text[i] = (byte) DIGITS.charAt(digit(upper, low, 5 * (CHARS - 1 - i)));
        }
        return Bytes.owning(text);
    }

    /** Five bits of a 128-bit number, from the given one on. */
    private static int digit(long upper, long lower, int shift) {
        long bits;
        if (shift >= Long.SIZE) {
            bits = upper >>> shift - Long.SIZE;
        } else if (shift == 0) {
            bits = lower;
        } else {
            bits = lower >>> shift | upper << Long.SIZE - shift;
        }
        return (int) (bits & 31);
    }
}
