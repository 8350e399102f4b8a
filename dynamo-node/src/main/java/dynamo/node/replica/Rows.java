package dynamo.node.replica;

import dynamo.contract.Key;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;

/**
 * Keys of rows. Data rows start with 64 bits of the key's hash, so that a partition, and a segment of it, is a range of rows
 * whatever the number of partitions; a partition's clock rows stand together too, as do the names of its tombstones.
 */
public final class Rows {
    static final Bytes START = Bytes.utf8("start");
    static final Bytes TREES = Bytes.utf8("trees");
    private static final Bytes PEER = Bytes.utf8("peer/");
    private static final int CLOCK_PREFIX = 1; // these are below any letter
    private static final int TOMBSTONE_PREFIX = 2;
    private static final int TREE_PREFIX = 3;
    private static final int REFUSED_PREFIX = 4;
    private static final int PARTITION_PREFIX_BYTES = 1 + Integer.BYTES;

    private Rows() {}

    public static Bytes data(Key key, KeyHash hash) {
        return new Encoder(16 + key.bucket().length() + key.key().length())
                .i64(hash.high())
                .string(key.bucket())
                .raw(key.key())
                .toBytes();
    }

    /** The key a data row belongs to. */
    public static Key key(Bytes dataRow) {
        Decoder from = new Decoder(dataRow);
        from.i64();
        return new Key(from.string(Key.BUCKET_CHARS_MAX), from.rest());
    }

    /** Where a data row lies on the ring of hashes. */
    static long hash(Bytes dataRow) {
        return new Decoder(dataRow).i64();
    }

    /** Below every data row whose hash is this or higher. */
    static Bytes dataFrom(long hash) {
        return new Encoder(8).i64(hash).toBytes();
    }

    /** Above every data row. */
    static Bytes dataEnd() {
        return new Encoder(16).i64(-1).i64(-1).toBytes();
    }

    static Bytes clock(int partition, long actor) {
        return ofPartition(CLOCK_PREFIX, partition).i64(actor).toBytes();
    }

    static long clockActor(Bytes clockRow) {
        Decoder from = new Decoder(clockRow);
        from.raw(PARTITION_PREFIX_BYTES);
        return from.i64();
    }

    static Bytes clocksFrom(int partition) {
        return ofPartition(CLOCK_PREFIX, partition).toBytes();
    }

    /** Above every clock row. */
    static Bytes clocksEnd() {
        return new Encoder(1).u8(CLOCK_PREFIX + 1).toBytes();
    }

    /** Says that nothing but tombstones is in this data row. */
    static Bytes tombstone(int partition, Bytes dataRow) {
        return ofPartition(TOMBSTONE_PREFIX, partition).raw(dataRow).toBytes();
    }

    static Bytes tombstoneData(Bytes tombstoneRow) {
        return tombstoneRow.slice(PARTITION_PREFIX_BYTES, tombstoneRow.length());
    }

    static Bytes tombstonesFrom(int partition) {
        return ofPartition(TOMBSTONE_PREFIX, partition).toBytes();
    }

    static Bytes tree(int partition) {
        return ofPartition(TREE_PREFIX, partition).toBytes();
    }

    static Bytes refused(int partition, long actor) {
        return ofPartition(REFUSED_PREFIX, partition).i64(actor).toBytes();
    }

    static Bytes refusedFrom(int partition) {
        return ofPartition(REFUSED_PREFIX, partition).toBytes();
    }

    static Bytes refusedEnd() {
        return new Encoder(16).u8(REFUSED_PREFIX + 1).toBytes();
    }

    static int refusedPartition(Bytes refusedRow) {
        Decoder from = new Decoder(refusedRow);
        from.u8();
        return from.i32();
    }

    static long refusedActor(Bytes refusedRow) {
        return clockActor(refusedRow);
    }

    static Bytes peer(NodeId peer) {
        return new Encoder(32).raw(PEER).raw(Bytes.utf8(peer.name())).toBytes();
    }

    private static Encoder ofPartition(int prefix, int partition) {
        return new Encoder(16).u8(prefix).i32(partition);
    }
}
