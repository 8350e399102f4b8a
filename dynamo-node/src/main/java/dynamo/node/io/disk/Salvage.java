package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.io.disk.RocksFiles.Start;
import dynamo.version.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what can be read of a database into a new one, which takes its place. A damaged block stays in its file, also when
 * peers have written its rows anew, and sooner or later RocksDB wants to merge that file, cannot, and takes no more writes:
 * the node would stop at every start. Needs as much space again, for the time of the copy.
 *
 * <p>Cut anywhere it is done again, or completed by {@link #finish}.
 */
final class Salvage {
    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
    /** Rows may have megabytes, and a page is held in memory. */
    private static final int ROWS_PER_PAGE = 16;

    private static final Bytes END = Bytes.owning(filled(64));

    private final Path store;
    private final Path database;
    private final Path copy;
    private final Path damaged;

    Salvage(Path store, Path database) {
        this.store = store;
        this.database = database;
        this.copy = store.resolve("copy");
        this.damaged = store.resolve("damaged");
    }

    /** Puts the copy in its place where a crash came between. */
    void finish() throws IOException {
        if (!Files.exists(database) && Files.exists(copy) && Files.exists(damaged)) {
            DurableFiles.rename(copy, database);
        }
        if (Files.exists(database) && Files.exists(damaged)) {
            if (Damage.table(store).isPresent()) {
                Damage.tableCopied(store);
            }
            DurableFiles.deleteTree(damaged);
        }
    }

    void run(RocksOptions options) throws RocksDBException, IOException {
        DurableFiles.deleteTree(copy);
        DurableFiles.createDirectories(copy);
        long rows = 0;
        try (RocksFiles from = RocksFiles.open(database, options, Start.WHOLE);
                RocksFiles to = RocksFiles.open(copy, options, Start.CREATE)) {
            ImmutableList<ColumnFamilyHandle> sources = from.families();
            for (int i = 0; i < sources.size(); i++) {
                rows += copy(from, sources.get(i), to, to.families().get(i));
            }
            to.flush();
        }
        DurableFiles.rename(database, damaged);
        finish();
        LOG.warn("{} rows of {} were copied, what could not be read was not", rows, database);
    }

    private static long copy(RocksFiles from, ColumnFamilyHandle source, RocksFiles to, ColumnFamilyHandle target)
            throws RocksDBException {
        long rows = 0;
        try (ReadOptions reading = new ReadOptions().setFillCache(false);
                // The flush at the end makes them durable, all at once.
                WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
            Bytes next = Bytes.EMPTY;
            while (true) {
                ImmutableList<Entry> page =
                        new RocksScan(() -> from.db().newIterator(source, reading), END, ROWS_PER_PAGE).from(next);
                for (Entry entry : page) {
                    byte[] key = entry.key().toArray();
                    if (entry.row() instanceof Row.Found found) {
                        to.db().put(target, unlogged, key, SealedRow.seal(key, found.value()));
                        rows++;
                    }
                    next = Bytes.owning(Arrays.copyOf(key, key.length + 1));
                }
                if (page.size() < ROWS_PER_PAGE) {
                    return rows;
                }
            }
        }
    }

    private static byte[] filled(int bytes) {
        byte[] filled = new byte[bytes];
        Arrays.fill(filled, (byte) 0xff);
        return filled;
    }
}
