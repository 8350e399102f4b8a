package dynamo.version;

/**
 * Names one put by its content: 128 bits of a hash over request id, method, key, context, type, metadata and value. A
 * retry carries the same one, another write under the same request id does not.
 */
public record WriteId(long high, long low) implements Comparable<WriteId> {

    @Override
    public int compareTo(WriteId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    public void encode(Encoder to) {
        to.i64(high).i64(low);
    }

    public static WriteId decode(Decoder from) {
        return new WriteId(from.i64(), from.i64());
    }
}
