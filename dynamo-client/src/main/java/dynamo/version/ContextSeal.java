package dynamo.version;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Makes and opens contexts: the opaque tokens in which clients carry a version vector from a read to a write. A token is
 * bound to its key and sealed with the cluster's secret (HMAC-SHA-256, first 128 bits): one that claimed dots nobody
 * minted would silently kill later writes. It is never judged by the counters a replica has seen, for that may lag.
 *
 * <p>Form: base64url without padding of version, seal, vector; at most {@value #TOKEN_CHARS_MAX} characters.
 */
public final class ContextSeal {
    public static final int TOKEN_CHARS_MAX = 4096;

    private static final int VERSION = 1;
    private static final int SEAL_BYTES = 16;
    private static final int VECTOR_BYTES_MAX = TOKEN_CHARS_MAX / 4 * 3 - SEAL_BYTES - 1;
    private static final BaseEncoding BASE64 = BaseEncoding.base64Url().omitPadding();

    private final HashFunction hmac;

    /** @param secret shared by the cluster since its creation; at least 16 bytes */
    public ContextSeal(Bytes secret) {
        if (secret.length() < 16) {
            throw new IllegalArgumentException("the cluster secret needs at least 16 bytes");
        }
        hmac = Hashing.hmacSha256(secret.toArray());
    }

    /**
     * The token for all that {@code shown} shows. Where its vector is too long, the entries of the live siblings go
     * first and of the rest what fits: what is left out can at worst leave an extra sibling.
     */
    public String seal(String bucket, Bytes key, Siblings shown) {
        Bytes vector = fitting(shown);
        Encoder to = new Encoder(1 + SEAL_BYTES + vector.length());
        to.u8(VERSION).raw(mac(bucket, key, vector)).raw(vector);
        return BASE64.encode(to.toBytes().toArray());
    }

    /** The vector of a token this cluster sealed for this key; empty for anything else. */
    public Optional<VersionVector> open(String bucket, Bytes key, String token) {
        Optional<Opened> opened = decode(token);
        return opened.filter(found -> MessageDigest.isEqual(
                        found.seal.toArray(), mac(bucket, key, found.encoded).toArray()))
                .map(Opened::vector);
    }

    /**
     * What a token says, whoever made it: for clients, which have no secret and got the token from a node they trust. A node goes
     * by {@link #open}.
     */
    public static Optional<VersionVector> peek(String token) {
        return decode(token).map(Opened::vector);
    }

    private record Opened(Bytes seal, Bytes encoded, VersionVector vector) {}

    private static Optional<Opened> decode(String token) {
        if (token.isEmpty() || token.length() > TOKEN_CHARS_MAX || !BASE64.canDecode(token)) {
            return Optional.empty();
        }
        Bytes decoded = Bytes.owning(BASE64.decode(token));
        if (!BASE64.encode(decoded.toArray()).equals(token)) { // other spellings of the same bytes
            return Optional.empty();
        }
        try {
            Decoder from = new Decoder(decoded);
            if (from.u8() != VERSION) {
                return Optional.empty();
            }
            Bytes seal = from.raw(SEAL_BYTES);
            Bytes encoded = from.rest();
            Decoder entries = new Decoder(encoded);
            VersionVector vector = VersionVector.decode(entries);
            entries.end();
            return Optional.of(new Opened(seal, encoded, vector));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private Bytes mac(String bucket, Bytes key, Bytes vector) {
        Bytes bucketBytes = Bytes.utf8(bucket);
        Hasher hasher = hmac.newHasher();
        hasher.putInt(bucketBytes.length()).putBytes(bucketBytes.asByteBuffer());
        hasher.putInt(key.length()).putBytes(key.asByteBuffer());
        hasher.putByte((byte) VERSION).putBytes(vector.asByteBuffer());
        return Bytes.owning(hasher.hash().asBytes()).slice(0, SEAL_BYTES);
    }

    private static Bytes fitting(Siblings shown) {
        Bytes whole = shown.vector().encoded();
        if (whole.length() <= VECTOR_BYTES_MAX) {
            return whole;
        }
        int room = VECTOR_BYTES_MAX / 18 - 1; // an entry takes at most 8 + 10 bytes
        VersionVector part = VersionVector.EMPTY;
        for (int i = 0; i < shown.live().size() && part.size() < room; i++) {
            long actor = shown.live().get(i).dot().actor();
            part = part.with(new Dot(actor, shown.vector().counter(actor)));
        }
        for (int i = 0; i < shown.vector().size() && part.size() < room; i++) {
            part = part.with(shown.vector().entry(i));
        }
        return part.encoded();
    }
}
