package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Row;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Batches on their way into the database, each numbered: the number is a row written with the batch, so what survives a
 * crash tells how far it reaches.
 *
 * <p>Threading: one thread at a time.
 */
final class BatchLog implements AutoCloseable {
    private static final byte[] STAMP = "sequence".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SETTLED = "settled".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    /** Native memory kept from batch to batch. */
    private static final long KEPT_BYTES_MAX = 1 << 20;

    private final RocksFiles files;
    private final StallGuard guard;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private WriteBatch batch = new WriteBatch();
    private long sequence;

    BatchLog(RocksFiles files, long sequence) {
        this.files = files;
        this.guard = new StallGuard(files);
        this.sequence = sequence;
    }

    /** Of the newest batch in this database; empty when that cannot be read. */
    static OptionalLong recoveredSequence(RocksFiles files) throws RocksDBException {
        byte[] sealed = files.db().get(files.notes(), STAMP);
        return sealed != null && SealedRow.open(STAMP, sealed) instanceof Row.Found found
                ? OptionalLong.of(new Decoder(found.value()).i64())
                : OptionalLong.empty();
    }

    /** The number of the newest durable batch. */
    long sequence() {
        return sequence;
    }

    /** Returns when the batch is durable; false when there is no space, and nothing of it was written. */
    boolean append(ImmutableList<Change> changes) throws RocksDBException {
        for (Change change : changes) {
            ColumnFamilyHandle family = files.of(change.table());
            byte[] key = change.key().toArray();
            if (change.value().isPresent()) {
                batch.put(family, key, SealedRow.seal(key, change.value().get()));
            } else {
                batch.delete(family, key);
            }
        }
        Bytes stamp = new Encoder(8).i64(sequence + 1).toBytes();
        batch.put(files.notes(), STAMP, SealedRow.seal(STAMP, stamp));
        try {
            boolean isWritten = guard.write(batch);
            sequence += isWritten ? 1 : 0;
            return isWritten;
        } finally {
            emptyBatch();
        }
    }

    /**
     * Makes what was recovered durable anew: after a failed fsync the page cache may be all that held it, and would still
     * give it to every reader until the machine stops.
     */
    void settle() throws RocksDBException {
        files.flush();
        // Not the stamp: until the first batch, a loss found at this start shall be found by the next one too.
        files.db().put(files.notes(), synced, SETTLED, NOTHING);
    }

    @Override
    public void close() {
        batch.close();
        synced.close();
        guard.close();
    }

    private void emptyBatch() {
        if (batch.getDataSize() > KEPT_BYTES_MAX) {
            batch.close();
            batch = new WriteBatch();
        } else {
            batch.clear();
        }
    }
}
