package dynamo.version;

/**
 * One of a key's concurrent values.
 *
 * @param timestamp hybrid logical: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16; for people
 *     and {@code resolve=lww} only, never for causality
 */
public record Sibling(Dot dot, WriteId writeId, long timestamp, Content content) {

    public boolean isTombstone() {
        return content instanceof Content.Tombstone;
    }

    public long modifiedMillis() {
        return timestamp >>> 16;
    }

    void encode(Encoder to) {
        to.i64(dot.actor()).varint(dot.counter());
        writeId.encode(to);
        to.i64(timestamp);
        content.encode(to);
    }

    static Sibling decode(Decoder from) {
        long actor = from.i64();
        long counter = from.varint();
        if (counter < 1) {
            throw new MalformedException("dot without a write");
        }
        return new Sibling(new Dot(actor, counter), WriteId.decode(from), from.i64(), Content.decode(from));
    }
}
