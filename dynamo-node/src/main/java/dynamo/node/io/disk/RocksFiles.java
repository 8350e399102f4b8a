package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.node.env.Storage.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * An open RocksDB with one column family per table, and the native objects it needs. The default family holds what the
 * storage notes for itself.
 *
 * <p>The options are those under which damage is noticed rather than skipped; RATIONALE.md says which was tried how.
 *
 * <p>Threading: any, but never during or after {@link #close}; native memory is gone then.
 */
final class RocksFiles implements AutoCloseable {
    private static final int INFO_LOG_BYTES_MAX = 4 << 20;
    private static final int INFO_LOGS_KEPT = 4;
    /** RocksDB starts another one then; its own bound of 1 GiB would be read at every start. */
    private static final long MANIFEST_BYTES_MAX = 16 << 20;

    /** Options without setters in Java. */
    private static final ImmutableMap<String, String> DATABASE_CHECKS = ImmutableMap.of(
            "track_and_verify_wals", "true",
            "verify_sst_unique_id_in_manifest", "true",
            "fail_if_options_file_error", "true");

    /** Bytes of checksum per row in memory, where the row's own cannot tell that its key has changed. */
    private static final ImmutableMap<String, String> TABLE_CHECKS =
            ImmutableMap.of("memtable_protection_bytes_per_key", "8", "block_protection_bytes_per_key", "8");

    private final List<AutoCloseable> natives;
    private final RocksDB db;
    private final ColumnFamilyHandle notes;
    private final EnumMap<Table, ColumnFamilyHandle> tables;

    private RocksFiles(
            List<AutoCloseable> natives,
            RocksDB db,
            ColumnFamilyHandle notes,
            EnumMap<Table, ColumnFamilyHandle> tables) {
        this.natives = natives;
        this.db = db;
        this.notes = notes;
        this.tables = tables;
    }

    static {
        RocksDB.loadLibrary();
    }

    /** What may be missing when it is opened. */
    enum Start {
        /** Everything. Only for a directory that never held rows: elsewhere it would turn lost files into an empty store. */
        CREATE,
        /** The last batch, where a crash cut it short. */
        WHOLE,
        /** All that comes after damage in the log. The rows then are those of a moment in the past. */
        UP_TO_DAMAGE
    }

    static RocksFiles open(Path directory, RocksOptions options, Start start) throws RocksDBException {
        List<AutoCloseable> natives = new ArrayList<>();
        try {
            Cache cache = kept(natives, new LRUCache(options.blockCacheBytes()));
            ColumnFamilyOptions table = kept(natives, tableOptions(natives, cache, options));
            WriteBufferManager buffers = kept(natives, new WriteBufferManager(options.writeBufferBytes(), cache));
            DBOptions whole = kept(natives, databaseOptions(start)).setWriteBufferManager(buffers);

            List<ColumnFamilyDescriptor> families = new ArrayList<>();
            families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, table));
            for (Table t : Table.values()) {
                families.add(new ColumnFamilyDescriptor(familyName(t), table));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB db = RocksDB.open(whole, directory.toString(), families, handles);
            natives.add(db);
            natives.addAll(handles);
            EnumMap<Table, ColumnFamilyHandle> tables = new EnumMap<>(Table.class);
            for (Table t : Table.values()) {
                tables.put(t, handles.get(1 + t.ordinal()));
            }
            return new RocksFiles(natives, db, handles.get(0), tables);
        } catch (RocksDBException e) {
            closeAll(natives);
            throw e;
        }
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle notes() {
        return notes;
    }

    ColumnFamilyHandle of(Table table) {
        ColumnFamilyHandle family = tables.get(table);
        if (family == null) {
            throw new IllegalStateException("no family for " + table);
        }
        return family;
    }

    ImmutableList<ColumnFamilyHandle> families() {
        return ImmutableList.<ColumnFamilyHandle>builder()
                .add(notes)
                .addAll(tables.values())
                .build();
    }

    /** All rows in memory go to sorted files, with fsync. */
    void flush() throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db.flush(waiting, families());
        }
    }

    static boolean isCorruption(RocksDBException e) {
        return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    }

    /** With the kind of error, which the message alone leaves out. */
    static String describe(RocksDBException e) {
        Status status = e.getStatus();
        return status == null ? String.valueOf(e.getMessage()) : status.getCodeString() + ": " + status.getState();
    }

    @Override
    public void close() {
        closeAll(natives);
    }

    private static DBOptions databaseOptions(Start start) {
        return known(DBOptions.getDBOptionsFromProps(properties(DATABASE_CHECKS)))
                .setCreateIfMissing(start == Start.CREATE)
                .setCreateMissingColumnFamilies(start == Start.CREATE)
                .setErrorIfExists(start == Start.CREATE)
                .setParanoidChecks(true)
                .setWalRecoveryMode(
                        start == Start.UP_TO_DAMAGE
                                ? WALRecoveryMode.PointInTimeRecovery
                                : WALRecoveryMode.TolerateCorruptedTailRecords)
                // Rows read back from the log go to sorted files, with fsync, before the database is open.
                .setAvoidFlushDuringRecovery(false)
                // One point in the log for all families: the stamp never says more than the rows beside it.
                .setAtomicFlush(true)
                .setMaxOpenFiles(-1)
                .setMaxBackgroundJobs(2)
                .setMaxManifestFileSize(MANIFEST_BYTES_MAX)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_BYTES_MAX)
                .setKeepLogFileNum(INFO_LOGS_KEPT)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    private static ColumnFamilyOptions tableOptions(List<AutoCloseable> natives, Cache cache, RocksOptions options) {
        BlockBasedTableConfig blocks = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                // Most puts ask for a row that is not there yet.
                .setFilterPolicy(kept(natives, new BloomFilter(10)));
        return known(ColumnFamilyOptions.getColumnFamilyOptionsFromProps(properties(TABLE_CHECKS)))
                .setTableFormatConfig(blocks)
                .setWriteBufferSize(options.writeBufferBytes() / 2)
                // Writes go on while one buffer is being flushed; how many bytes that makes is shared and bounded.
                .setMaxWriteBufferNumber(4)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    private static Properties properties(ImmutableMap<String, String> values) {
        Properties properties = new Properties();
        values.forEach(properties::setProperty);
        return properties;
    }

    private static <T> T known(@Nullable T options) {
        if (options == null) {
            throw new IllegalStateException("this RocksDB lacks an option of " + DATABASE_CHECKS + TABLE_CHECKS);
        }
        return options;
    }

    private static byte[] familyName(Table table) {
        return table.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    private static <T extends RocksObject> T kept(List<AutoCloseable> natives, T object) {
        natives.add(object);
        return object;
    }

    /** The last opened first: column families, then the database, then what its options point to. */
    private static void closeAll(List<AutoCloseable> natives) {
        for (int i = natives.size() - 1; i >= 0; i--) {
            if (natives.get(i) instanceof RocksObject object) {
                object.close();
            }
        }
    }
}
