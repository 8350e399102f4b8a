package dynamo.node.io.disk;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Clock;
import dynamo.node.env.Scheduler;
import dynamo.node.env.Storage;
import dynamo.node.io.disk.DataDirectoryException.Reason;
import dynamo.node.io.disk.RocksFiles.Start;
import dynamo.version.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage of a real node: RocksDB, with every commit synced.
 *
 * <p>Lifecycle: {@link #open} until {@link #close}, which waits for the batches handed over; calls after it throw.
 *
 * <p>Failure: a failed write is final. Commits end {@code FAILED} from then on, {@code onFatal} is called once, on the
 * disk thread, and reads go on. The next {@code open} recovers from the log.
 *
 * <p>Threading: reads run on the caller's thread (a cached one costs less than a thread hop), commits on a thread of the
 * storage's own.
 */
public final class RocksStorage implements Storage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RocksStorage.class);
    private static final String DATABASE = "rocksdb";
    private static final Row ABSENT = new Row.Absent();

    private final RocksFiles files;
    private final BatchLog log;
    private final HighWaterMark mark;
    private final FreeSpace space;
    private final DiskThread disk;
    private final Optional<String> lostRows;

    private final ReadOptions readOptions = new ReadOptions();
    /** Reads share it; closing excludes them, for native memory is gone then. */
    private final ReadWriteLock openness = new ReentrantReadWriteLock();

    private boolean isClosed;

    private RocksStorage(
            Path directory, RocksFiles files, RocksOptions options, Scheduler loop, Clock clock, Runnable onFatal)
            throws RocksDBException, IOException {
        Recovery recovery = Recovery.of(files, HighWaterMark.read(directory));
        this.files = files;
        this.lostRows = recovery.lostRows();
        this.log = new BatchLog(files, recovery.sequence());
        log.settle();
        this.mark = HighWaterMark.openForWriting(directory);
        if (lostRows.isEmpty()) {
            mark.write(recovery.sequence());
        }
        this.space = new FreeSpace(directory, options.reserveBytes(), clock);
        this.disk = new DiskThread(directory, log, mark, space, loop, clock, onFatal);
    }

    /** A store without rows, in a directory without files. */
    static void create(Path directory) throws DataDirectoryException {
        try {
            HighWaterMark.create(directory);
            try (RocksFiles files = RocksFiles.open(directory.resolve(DATABASE), RocksOptions.DEFAULTS, Start.CREATE);
                    BatchLog log = new BatchLog(files, 0)) {
                log.append(ImmutableList.of());
                log.settle();
            }
            DurableFiles.syncDirectory(directory);
        } catch (RocksDBException | IOException e) {
            throw new DataDirectoryException(Reason.IO, "cannot create a store in " + directory + ": " + e, e);
        }
    }

    /** Of a store created before. Nothing found there is served before it is durable anew. */
    public static RocksStorage open(Path directory, RocksOptions options, Scheduler loop, Clock clock, Runnable onFatal)
            throws DataDirectoryException {
        try {
            RocksFiles files = openFiles(directory, options);
            try {
                RocksStorage storage = new RocksStorage(directory, files, options, loop, clock, onFatal);
                storage.disk.start();
                return storage;
            } catch (RocksDBException | IOException | RuntimeException e) {
                files.close();
                throw e;
            }
        } catch (RocksDBException e) {
            Reason reason = RocksFiles.isCorruption(e) ? Reason.DAMAGED : Reason.IO;
            throw new DataDirectoryException(
                    reason,
                    "the store in " + directory + " does not open: " + RocksFiles.describe(e) + advice(reason),
                    e);
        } catch (IOException e) {
            throw new DataDirectoryException(Reason.IO, "the store in " + directory + " does not open: " + e, e);
        }
    }

    private static String advice(Reason reason) {
        return reason == Reason.DAMAGED
                ? ". If its files cannot be brought back, empty the data directory: the node then starts without rows, and"
                        + " the others restore its copies"
                : "";
    }

    /**
     * A log that is damaged rather than cut short is read up to the damage, and what came after is reported as lost. A power
     * cut can leave such a log too: the pages of its last batch reach the disk in any order.
     */
    private static RocksFiles openFiles(Path directory, RocksOptions options) throws RocksDBException, IOException {
        Path database = directory.resolve(DATABASE);
        Salvage salvage = new Salvage(directory, database);
        salvage.finish();
        Optional<String> damagedTable = Damage.table(directory);
        if (damagedTable.isPresent()) {
            LOG.warn("copying what can be read of {}: {}", database, damagedTable.get());
            salvage.run(options);
        }
        try {
            return RocksFiles.open(database, options, Start.WHOLE);
        } catch (RocksDBException e) {
            if (!RocksFiles.isCorruption(e)) {
                throw e;
            }
            LOG.error("{} does not open whole: {}", database, RocksFiles.describe(e));
            Damage.setLogsAside(directory, database);
            return RocksFiles.open(database, options, Start.UP_TO_DAMAGE);
        }
    }

    @Override
    public Row read(Table table, Bytes key) {
        byte[] wanted = key.toArray();
        Lock open = enter();
        try {
            byte[] sealed = files.db().get(files.of(table), readOptions, wanted);
            return sealed == null ? ABSENT : SealedRow.open(wanted, sealed);
        } catch (RocksDBException e) {
            return new Row.Unreadable(RocksFiles.describe(e));
        } finally {
            open.unlock();
        }
    }

    @Override
    public ImmutableList<Entry> scan(Table table, Bytes from, Bytes to, int limit) {
        checkArgument(limit > 0, "a scan of %s rows", limit);
        if (from.compareTo(to) >= 0) {
            return ImmutableList.of();
        }
        Lock open = enter();
        try (Slice end = new Slice(to.toArray());
                ReadOptions bounded =
                        new ReadOptions().setIterateUpperBound(end).setFillCache(false)) {
            return new RocksScan(() -> files.db().newIterator(files.of(table), bounded), to, limit).from(from);
        } finally {
            open.unlock();
        }
    }

    @Override
    public void commit(ImmutableList<Change> batch, Consumer<CommitResult> done) {
        Lock open = enter();
        try {
            disk.commit(batch, done);
        } finally {
            open.unlock();
        }
    }

    @Override
    public boolean hasSpace() {
        return space.isEnough();
    }

    @Override
    public Optional<String> lostRows() {
        return lostRows;
    }

    @Override
    public void close() {
        openness.writeLock().lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            disk.stop();
            mark.close();
            log.close();
            readOptions.close();
            files.close();
        } catch (InterruptedException e) {
            // The disk thread may still write: leave the native memory to the end of the process.
            LOG.warn("interrupted while closing; the log is whole, the next start reads it");
            Thread.currentThread().interrupt();
        } finally {
            openness.writeLock().unlock();
        }
    }

    private Lock enter() {
        Lock open = openness.readLock();
        open.lock();
        if (isClosed) {
            open.unlock();
            checkState(false, "the storage is closed");
        }
        return open;
    }
}
