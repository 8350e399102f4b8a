package dynamo.node.io.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** An open store in real files, of numbered rows whose values follow from their numbers. */
final class TestStore implements AutoCloseable {
    /** Small sizes, so that few rows reach the files behind them. */
    static final RocksOptions SMALL = new RocksOptions(8 << 20, 4 << 20, 1 << 20);

    private static final Bytes FIRST = Bytes.utf8("row 000000");
    private static final Bytes BEHIND_LAST = Bytes.utf8("row 999999");

    private static final int ROWS_PER_BATCH = 20;

    final RocksStorage storage;
    private final TestLoop loop;
    private final TestClock clock;
    private final int valueBytes;

    private TestStore(RocksStorage storage, TestLoop loop, TestClock clock, int valueBytes) {
        this.storage = storage;
        this.loop = loop;
        this.clock = clock;
        this.valueBytes = valueBytes;
    }

    static TestStore open(Path directory, int valueBytes) throws DataDirectoryException {
        TestLoop loop = new TestLoop();
        TestClock clock = new TestClock();
        return new TestStore(RocksStorage.open(directory, SMALL, loop, clock, () -> {}), loop, clock, valueBytes);
    }

    void write(int from, int to) {
        assertThat(tryWrite(from, to)).containsOnly(CommitResult.DURABLE);
    }

    /** In batches of some rows each; returns when all have ended. */
    List<CommitResult> tryWrite(int from, int to) {
        List<CommitResult> results = new ArrayList<>();
        int batches = 0;
        for (int first = from; first < to; first += ROWS_PER_BATCH) {
            ImmutableList.Builder<Change> batch = ImmutableList.builder();
            for (int number = first; number < Math.min(to, first + ROWS_PER_BATCH); number++) {
                batch.add(change(number, valueBytes));
            }
            storage.commit(batch.build(), results::add);
            batches++;
        }
        int expected = batches;
        loop.runUntil(() -> results.size() == expected);
        return results;
    }

    CommitResult commit(int number) {
        List<CommitResult> results = new ArrayList<>();
        storage.commit(ImmutableList.of(change(number, valueBytes)), results::add);
        loop.runUntil(() -> !results.isEmpty());
        return results.get(0);
    }

    static Change change(int number, int valueBytes) {
        return new Change(Table.DATA, key(number), Optional.of(value(number, valueBytes)));
    }

    static Bytes key(int number) {
        return Bytes.utf8(String.format("row %06d", number));
    }

    private static Bytes value(int number, int valueBytes) {
        byte[] value = new byte[valueBytes];
        new SplittableRandom(number).nextBytes(value);
        return Bytes.owning(value);
    }

    Row read(int number) {
        return storage.read(Table.DATA, key(number));
    }

    boolean isWhole(int number) {
        return read(number).equals(new Row.Found(value(number, valueBytes)));
    }

    /** All rows, page by page, each page starting behind the last entry of the one before. */
    List<Entry> scan(int rowsPerPage) {
        return scan(FIRST, BEHIND_LAST, rowsPerPage);
    }

    List<Entry> scan(Bytes from, Bytes to, int rowsPerPage) {
        List<Entry> all = new ArrayList<>();
        Bytes next = from;
        while (true) {
            ImmutableList<Entry> page = storage.scan(Table.DATA, next, to, rowsPerPage);
            all.addAll(page);
            if (page.size() < rowsPerPage) {
                return all;
            }
            byte[] last = page.get(page.size() - 1).key().toArray();
            next = Bytes.owning(Arrays.copyOf(last, last.length + 1));
        }
    }

    void leap(Duration by) {
        clock.leap(by);
    }

    @Override
    public void close() {
        storage.close();
    }
}
