package dynamo.node.io.disk;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Writes a batch with fsync, and tells a disk that is full from one that failed and from one that is behind.
 *
 * <p>RocksDB makes writers wait while files pile up that it has not merged or flushed yet. When it cannot, because the disk
 * is full, they would wait for ever; so a wait during which background work failed ends as a full disk. Such a batch was
 * not written: waiting comes before the log.
 *
 * <p>Threading: one thread at a time, which may sleep here.
 */
final class StallGuard implements AutoCloseable {
    private static final long STALL_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** RocksDB's words for a sync; any other error names an append, an allocation or an opening. */
    private static final Pattern SYNC = Pattern.compile("While (fdatasync|fsync|sync_file_range)");

    private final RocksFiles files;
    private final WriteOptions prompt = new WriteOptions().setSync(true).setNoSlowdown(true);
    private final WriteOptions patient = new WriteOptions().setSync(true);
    private boolean wasFull;
    private long oldErrors;

    StallGuard(RocksFiles files) {
        this.files = files;
    }

    /** Returns when the batch is durable; false when there is no space, and nothing of it was written. */
    boolean write(WriteBatch batch) throws RocksDBException {
        boolean isFull = !attempt(batch);
        if (wasFull && !isFull) {
            oldErrors = number("rocksdb.background-errors");
        }
        wasFull = isFull;
        return !isFull;
    }

    private boolean attempt(WriteBatch batch) throws RocksDBException {
        long startedNanos = System.nanoTime();
        WriteOptions how = prompt;
        while (true) {
            try {
                files.db().write(how, batch);
                return true;
            } catch (RocksDBException e) {
                if (isRefusedForSpace(e)) {
                    return false;
                }
                if (!isStall(e)) {
                    throw e;
                }
            }
            if (number("rocksdb.is-write-stopped") == 0) {
                how = patient;
            } else if (isHopeless(System.nanoTime() - startedNanos)) {
                return false;
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean isHopeless(long waitedNanos) throws RocksDBException {
        return (wasFull || waitedNanos >= STALL_NANOS_MAX) && number("rocksdb.background-errors") > oldErrors;
    }

    private long number(String property) throws RocksDBException {
        return files.db().getLongProperty(property);
    }

    private static boolean isStall(RocksDBException e) {
        return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete;
    }

    /** After a sync without space the batch may be there or not; that is a failure, not a refusal. */
    private static boolean isRefusedForSpace(RocksDBException e) {
        Status status = e.getStatus();
        return status != null
                && status.getSubCode() == Status.SubCode.NoSpace
                && !SYNC.matcher(String.valueOf(status.getState())).find();
    }

    @Override
    public void close() {
        prompt.close();
        patient.close();
    }
}
