package dynamo.node.io.disk;

import java.util.Optional;
import java.util.OptionalLong;
import org.rocksdb.RocksDBException;

/**
 * How far the database reached when it was opened, beside how far it is known to have been durable.
 *
 * @param sequence the next batch's number is one above it; at least as high as any number used before
 * @param lostRows why rows that were durable must be taken for lost
 */
record Recovery(long sequence, Optional<String> lostRows) {

    static Recovery of(RocksFiles files, HighWaterMark.Reading mark) throws RocksDBException {
        OptionalLong recovered = BatchLog.recoveredSequence(files);
        long sequence = Math.max(recovered.orElse(0), mark.sequence().orElse(0));
        return new Recovery(sequence, lostRows(recovered, mark));
    }

    private static Optional<String> lostRows(OptionalLong recovered, HighWaterMark.Reading mark) {
        if (mark.doubt().isPresent()) {
            return mark.doubt();
        }
        if (recovered.isEmpty()) {
            return Optional.of("the number of the last batch is unreadable, so nobody knows how far the rows reach");
        }
        long durable = mark.sequence().orElse(0);
        return recovered.getAsLong() >= durable
                ? Optional.empty()
                : Optional.of(
                        "the log ends at batch " + recovered.getAsLong() + ", but batch " + durable + " was durable");
    }
}
