package dynamo.ring;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Longs;
import dynamo.version.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Where a key lies in the hash space. Rows are stored under it, so it never changes.
 *
 * <p>It is murmur3 x64 128 with seed 0 over the bucket's length (4 bytes, big-endian), its UTF-8 bytes, the key's length
 * (likewise) and its bytes. The 16 bytes are taken in the order in which that hash is published ({@code mmh3.hash_bytes}
 * of Python, {@code HashCode.asBytes} of Guava): hexadecimal digits, order of rows and partition all read from the left.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record KeyHash(long high, long low) {
    private static final HashFunction MURMUR = Hashing.murmur3_128(0);

    public static KeyHash of(String bucketUtf8, Bytes key) {
        byte[] bucket = bucketUtf8.getBytes(StandardCharsets.UTF_8);
        Hasher hasher = MURMUR.newHasher();
        hasher.putInt(Integer.reverseBytes(bucket.length)).putBytes(bucket); // Guava writes numbers little-endian
        hasher.putInt(Integer.reverseBytes(key.length())).putBytes(key.asByteBuffer());
        byte[] hash = hasher.hash().asBytes();
        return new KeyHash(bigEndian(hash, 0), bigEndian(hash, 8));
    }

    private static long bigEndian(byte[] b, int at) {
        return Longs.fromBytes(b[at], b[at + 1], b[at + 2], b[at + 3], b[at + 4], b[at + 5], b[at + 6], b[at + 7]);
    }

    /** The top bits: with 256 partitions the first two hexadecimal digits. */
    public int partition(int partitions) {
        Ring.checkPartitions(partitions);
        return (int) (high >>> Long.SIZE - Integer.numberOfTrailingZeros(partitions));
    }

    /** 32 digits. */
    public String hex() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    @Override
    public String toString() {
        return hex();
    }
}
