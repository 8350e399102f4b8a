package dynamo.tools.bench;

import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The values written: the key, a colon, then text that is random, so it does not compress, and printable. A read can thus be
 * checked to be of its key.
 */
final class Values {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final int bytes;
    private final byte[] filler;
    private int at;

    Values(int bytes) {
        this.bytes = bytes;
        filler = new byte[Math.max(1 << 20, 2 * bytes)];
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < filler.length; i++) {
            filler[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
    }

    int bytes() {
        return bytes;
    }

    /** Another piece of the text each time; a retry writes the same again. */
    int nextPiece() {
        at = (at + 7919) % (filler.length - bytes);
        return at;
    }

    void writeTo(ByteBuf to, String key, int piece) {
        String head = key + ':';
        int headBytes = Math.min(head.length(), bytes);
        to.writeCharSequence(head.subSequence(0, headBytes), StandardCharsets.US_ASCII);
        to.writeBytes(filler, piece, bytes - headBytes);
    }

    boolean isOf(String key, Bytes value) {
        int compared = Math.min(key.length(), bytes);
        if (value.length() != bytes) {
            return false;
        }
        for (int i = 0; i < compared; i++) {
            if (value.at(i) != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
