package dynamo.node.replica;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;

/**
 * What a replica of one partition holds, as hashes (Dynamo §4.7): a root over {@value #SEGMENTS} segments, each the XOR of the
 * hashes of its rows, so that a changed row is taken out and put in without looking at the others.
 *
 * <p>Hashes what a row shows, its live siblings, and not its vector: vectors may be stripped sooner at one home than at another.
 */
final class HashTree {
    static final int SEGMENT_BITS = 8;
    static final int SEGMENTS = 1 << SEGMENT_BITS;

    private final long[] segments;

    HashTree() {
        this(new long[SEGMENTS]);
    }

    private HashTree(long[] segments) {
        this.segments = segments;
    }

    /** Puts a row in, or takes it out again. */
    void toggle(int segment, long rowHash) {
        segments[segment] ^= rowHash;
    }

    static long rowHash(Bytes row, Bytes encodedLive) {
        Hasher hasher = Hashing.murmur3_128().newHasher();
        hasher.putInt(row.length()).putBytes(row.asByteBuffer()).putBytes(encodedLive.asByteBuffer());
        return hasher.hash().asLong();
    }

    /** Differs, but for chance, when any segment does. */
    long root() {
        long root = 0;
        for (int i = 0; i < SEGMENTS; i++) {
            root = (root + segments[i] + i) * 0x9e3779b97f4a7c15L;
            root ^= root >>> 29;
        }
        return root;
    }

    long[] segments() {
        return segments.clone();
    }

    Bytes encoded() {
        Encoder to = new Encoder(Long.BYTES * SEGMENTS);
        for (long segment : segments) {
            to.i64(segment);
        }
        return to.toBytes();
    }

    static HashTree decode(Bytes encoded) {
        if (encoded.length() != Long.BYTES * SEGMENTS) {
            throw new MalformedException("a hash tree of " + encoded.length() + " bytes");
        }
        Decoder from = new Decoder(encoded);
        long[] segments = new long[SEGMENTS];
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = from.i64();
        }
        return new HashTree(segments);
    }
}
