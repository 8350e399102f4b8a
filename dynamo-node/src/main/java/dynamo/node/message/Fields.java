package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.ring.NodeId;
import dynamo.version.Decoder;
import dynamo.version.Dot;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import dynamo.version.Siblings;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The parts that messages are made of; each is written by the method beside the one that reads it. */
final class Fields {
    private static final int TEXT_CHARS_MAX = 1024;
    private static final int TEXT_BYTES_MAX = 3 * TEXT_CHARS_MAX;
    /** A record has at most so many siblings that can be decoded. */
    private static final int DOTS_MAX = 65_536;

    private static final int DOT_BYTES_MIN = 9;

    private Fields() {}

    static void nodeId(NodeId id, Encoder to) {
        to.string(id.name());
    }

    static NodeId nodeId(Decoder from) {
        return new NodeId(from.string(NodeId.CHARS_MAX));
    }

    static void key(Key key, Encoder to) {
        to.string(key.bucket()).bytes(key.key());
    }

    static Key key(Decoder from) {
        return new Key(from.string(Key.BUCKET_CHARS_MAX), from.bytes(Key.KEY_BYTES_MAX));
    }

    static void dot(Dot dot, Encoder to) {
        to.i64(dot.actor()).varint(dot.counter());
    }

    static Dot dot(Decoder from) {
        return new Dot(from.i64(), from.varint());
    }

    static void dots(ImmutableList<Dot> dots, Encoder to) {
        to.varint(dots.size());
        dots.forEach(dot -> dot(dot, to));
    }

    static ImmutableList<Dot> dots(Decoder from) {
        int size = from.count(Math.min(DOTS_MAX, from.remaining() / DOT_BYTES_MIN));
        ImmutableList.Builder<Dot> dots = ImmutableList.builderWithExpectedSize(size);
        for (int i = 0; i < size; i++) {
            dots.add(dot(from));
        }
        return dots.build();
    }

    static void siblings(Siblings record, Encoder to) {
        to.bytes(record.encoded());
    }

    static Siblings siblings(Decoder from) {
        return Siblings.decode(from.bytes(Integer.MAX_VALUE));
    }

    /** Words for people: what does not fit is cut off. */
    static void text(String text, Encoder to) {
        to.string(text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX));
    }

    static String text(Decoder from) {
        return from.string(TEXT_BYTES_MAX);
    }

    /** Any int; short when small and not negative. */
    static void number(int value, Encoder to) {
        to.varint(Integer.toUnsignedLong(value));
    }

    static int number(Decoder from) {
        long value = from.varint();
        if (value >>> Integer.SIZE != 0) {
            throw new MalformedException("number " + Long.toUnsignedString(value) + " exceeds 32 bits");
        }
        return (int) value;
    }

    /** The order of an enum's constants is part of the encoding: new ones go to the end. */
    static void constant(Enum<?> constant, Encoder to) {
        to.u8(constant.ordinal());
    }

    static <E extends Enum<E>> E constant(ImmutableList<E> constants, Decoder from) {
        int ordinal = from.u8();
        if (ordinal >= constants.size()) {
            throw new UnknownMessageException("constant " + ordinal + " after " + constants);
        }
        return constants.get(ordinal);
    }

    static <T> void optional(Optional<T> value, BiConsumer<T, Encoder> write, Encoder to) {
        to.bool(value.isPresent());
        value.ifPresent(present -> write.accept(present, to));
    }

    static <T> Optional<T> optional(Function<Decoder, T> read, Decoder from) {
        return from.bool() ? Optional.of(read.apply(from)) : Optional.empty();
    }
}
