package dynamo.node.replica;

import dynamo.contract.Key;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Encoder;

/**
 * Keys of rows. Data rows start with 64 bits of the key's hash, so that a partition is a range of rows whatever the number
 * of partitions; a partition's clock rows stand together too.
 */
final class Rows {
    static final Bytes START = Bytes.utf8("start");
    private static final Bytes PEER = Bytes.utf8("peer/");
    private static final int CLOCK_PREFIX = 1; // below any letter

    private Rows() {}

    static Bytes data(Key key, KeyHash hash) {
        return new Encoder(16 + key.bucket().length() + key.key().length())
                .i64(hash.high())
                .string(key.bucket())
                .raw(key.key())
                .toBytes();
    }

    static Bytes clock(int partition, long actor) {
        return new Encoder(16).u8(CLOCK_PREFIX).i32(partition).i64(actor).toBytes();
    }

    static Bytes clocksFrom(int partition) {
        return new Encoder(16).u8(CLOCK_PREFIX).i32(partition).toBytes();
    }

    static Bytes peer(NodeId peer) {
        return new Encoder(32).raw(PEER).raw(Bytes.utf8(peer.name())).toBytes();
    }
}
