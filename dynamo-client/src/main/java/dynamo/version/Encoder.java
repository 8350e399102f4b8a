package dynamo.version;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the project's binary encoding: big-endian fixed numbers, LEB128 varints, length-prefixed bytes. */
public final class Encoder {
    private byte[] array;
    private int length;

    public Encoder(int expectedLength) {
        array = new byte[Math.max(16, expectedLength)];
    }

    public Encoder u8(int value) {
        room(1)[length++] = (byte) value;
        return this;
    }

    public Encoder i32(int value) {
        byte[] target = room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            target[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public Encoder i64(long value) {
        byte[] target = room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            target[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** Unsigned LEB128, shortest form: 1 to 10 bytes. */
    public Encoder varint(long value) {
        byte[] target = room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[length++] = (byte) rest;
        return this;
    }

    static int varintLength(long value) {
        return value == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7;
    }

    public Encoder bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    /** The bytes alone, without their length. */
    public Encoder raw(Bytes bytes) {
        bytes.copyTo(room(bytes.length()), length);
        length += bytes.length();
        return this;
    }

    public Encoder bytes(Bytes bytes) {
        return varint(bytes.length()).raw(bytes);
    }

    public Encoder string(String text) {
        return bytes(Bytes.owning(text.getBytes(StandardCharsets.UTF_8)));
    }

    public int length() {
        return length;
    }

    /** Ends the writing; the encoder must not be used afterwards. */
    public Bytes toBytes() {
        return Bytes.owning(array).slice(0, length);
    }

    private byte[] room(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(length, more)));
        }
        return array;
    }
}
