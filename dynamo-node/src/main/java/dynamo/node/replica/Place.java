package dynamo.node.replica;

import dynamo.contract.Key;
import dynamo.ring.KeyHash;
import dynamo.version.Bytes;

/**
 * Where a key's record lies.
 *
 * @param row its row in the data table
 * @param segment the hash tree's leaf that the row belongs to
 */
public record Place(Key key, Bytes row, int partition, int segment) {

    public static Place of(Key key, int partitions) {
        KeyHash hash = KeyHash.of(key.bucket(), key.key());
        return at(key, Rows.data(key, hash), hash.high(), partitions);
    }

    /**
     * @throws dynamo.version.MalformedException where this is no data row
     * @throws IllegalArgumentException where what it names cannot be a key
     */
    public static Place of(Bytes row, int partitions) {
        return at(Rows.key(row), row, Rows.hash(row), partitions);
    }

    private static Place at(Key key, Bytes row, long hash, int partitions) {
        int partitionBits = Integer.numberOfTrailingZeros(partitions);
        int partition = (int) (hash >>> Long.SIZE - partitionBits);
        int segment = (int) (hash << partitionBits >>> Long.SIZE - HashTree.SEGMENT_BITS);
        return new Place(key, row, partition, segment);
    }

    /** Below every row of the partition's segment; a segment may be one past the last. */
    static Bytes from(int partition, int segment, int partitions) {
        int shift = Long.SIZE - Integer.numberOfTrailingZeros(partitions) - HashTree.SEGMENT_BITS;
        long ordinal = (long) partition * HashTree.SEGMENTS + segment;
        return ordinal == (long) partitions * HashTree.SEGMENTS ? Rows.dataEnd() : Rows.dataFrom(ordinal << shift);
    }
}
