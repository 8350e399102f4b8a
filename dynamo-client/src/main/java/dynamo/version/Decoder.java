package dynamo.version;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link Encoder} wrote. Bounds are checked before anything is allocated: a length that exceeds what is left
 * is a {@link MalformedException}, as is every other surprise.
 */
public final class Decoder {
    private final Bytes source;
    private int position;

    public Decoder(Bytes source) {
        this.source = source;
    }

    public int u8() {
        need(1);
        return source.at(position++) & 0xff;
    }

    public int i32() {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | source.at(position++) & 0xff;
        }
        return value;
    }

    public long i64() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | source.at(position++) & 0xff;
        }
        return value;
    }

    /** Accepts the shortest form only, so that equal values have equal bytes. */
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0 || shift == 63 && next > 1) {
                    throw new MalformedException("varint is not in its shortest form");
                }
                return value;
            }
        }
        throw new MalformedException("varint of more than 10 bytes");
    }

    /** A varint that must lie in 0..max. */
    public int count(int max) {
        long value = varint();
        if (value < 0 || value > max) {
            throw new MalformedException("count " + Long.toUnsignedString(value) + " exceeds " + max);
        }
        return (int) value;
    }

    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw new MalformedException("boolean is " + value);
        }
        return value == 1;
    }

    public Bytes raw(int length) {
        need(length);
        position += length;
        return source.slice(position - length, position);
    }

    public Bytes bytes(int maxLength) {
        return raw(count(maxLength));
    }

    public String string(int maxBytes) {
        ByteBuffer bytes = bytes(maxBytes).asByteBuffer();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("text is not UTF-8");
        }
    }

    public int remaining() {
        return source.length() - position;
    }

    /** Everything not read yet: fields of a newer version that this one skips. */
    public Bytes rest() {
        return raw(remaining());
    }

    public void end() {
        if (remaining() != 0) {
            throw new MalformedException(remaining() + " bytes too many");
        }
    }

    private void need(int length) {
        if (length < 0 || length > remaining()) {
            throw new MalformedException("needs " + length + " bytes, has " + remaining());
        }
    }
}
