package dynamo.node.sim;

import dynamo.contract.Key;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import java.util.Optional;

/** The checkers' own reading of the rows on a disk; written apart from the code it checks, on purpose. */
final class RowLayout {
    private static final int CLOCK_PREFIX = 1;
    private static final int CLOCK_KEY_BYTES = 1 + 4 + 8;
    private static final int NODE_NAME_MAX = 64;
    private static final Bytes STANDING = Bytes.utf8("start");

    /** Names a partition's clock row of one actor. */
    record ClockName(int partition, long actor) {}

    /** Names the row in which a record is kept for an absent home. */
    record HintName(NodeId home, Key key) {}

    private RowLayout() {}

    /** A data row's key: 64 bits of hash, bucket, key. */
    static Key key(Bytes row) {
        return key(new Decoder(row));
    }

    /** A hint row's key: the home's name, then the data row's key. */
    static HintName hint(Bytes row) {
        Decoder from = new Decoder(row);
        NodeId home = new NodeId(from.string(NODE_NAME_MAX));
        return new HintName(home, key(from));
    }

    /** Empty for the other rows of the same table. */
    static Optional<ClockName> clock(Bytes row) {
        if (row.length() != CLOCK_KEY_BYTES || row.at(0) != CLOCK_PREFIX) {
            return Optional.empty();
        }
        Decoder from = new Decoder(row);
        from.u8();
        return Optional.of(new ClockName(from.i32(), from.i64()));
    }

    /** The row in which a node notes what its answers are worth. */
    static boolean isStanding(Bytes row) {
        return row.equals(STANDING);
    }

    private static Key key(Decoder from) {
        from.i64();
        return new Key(from.string(Key.BUCKET_CHARS_MAX), from.rest());
    }
}
