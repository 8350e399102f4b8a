package dynamo.node.sim;

import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import java.util.Optional;

/** The checkers' own reading of the rows on a disk; written apart from the code it checks, on purpose. */
final class RowLayout {
    private static final int CLOCK_PREFIX = 1;
    private static final int CLOCK_KEY_BYTES = 1 + 4 + 8;

    /** Names a partition's clock row of one actor. */
    record ClockName(int partition, long actor) implements Comparable<ClockName> {
        @Override
        public int compareTo(ClockName other) {
            int byPartition = Integer.compare(partition, other.partition);
            return byPartition != 0 ? byPartition : Long.compareUnsigned(actor, other.actor);
        }
    }

    private RowLayout() {}

    /** A data row's key: 64 bits of hash, bucket, key. */
    static Key key(Bytes row) {
        Decoder from = new Decoder(row);
        from.i64();
        return new Key(from.string(Key.BUCKET_CHARS_MAX), from.rest());
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
}
