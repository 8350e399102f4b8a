package dynamo.node.io.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.io.disk.DataDirectoryException.Reason;
import dynamo.version.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store does with files that are not as it left them: it says so, and never serves less without a word. */
class DamageTest {
    private static final int VALUE_BYTES = 300;
    private static final String LOG = "\\d+\\.log";
    private static final String TABLE = "\\d+\\.sst";

    private final Path directory;
    private final StoreFiles files;

    DamageTest(@TempDir Path temporary) {
        directory = temporary;
        files = new StoreFiles(temporary);
    }

    @BeforeEach
    void create() throws DataDirectoryException {
        RocksStorage.create(directory);
    }

    @Test
    void behind_a_flipped_bit_in_the_log_rows_are_lost_and_it_is_said_until_a_batch_follows() throws Exception {
        fill(200);
        StoreFiles.flip(files.newest(LOG), 0.5);

        for (int start = 0; start < 2; start++) {
            try (TestStore store = open()) {
                assertThat(store.storage.lostRows())
                        .hasValueSatisfying(why -> assertThat(why).contains("the log was damaged"));
                assertThat(IntStream.range(0, 80)).allMatch(store::isWhole);
                assertThat(IntStream.range(120, 200))
                        .allMatch(number -> store.read(number).equals(new Row.Absent()));
            }
        }
        try (TestStore store = open()) {
            store.write(300, 301);
        }
        try (TestStore store = open()) {
            assertThat(store.storage.lostRows()).isEmpty();
            assertThat(store.isWhole(300)).isTrue();
        }
        assertThat(directory.resolve("damaged-log.old")).isNotEmptyDirectory();
    }

    /** The pages of a last batch reach the disk in any order; what is missing between them reads as zeros. */
    @Test
    void a_last_batch_torn_by_a_power_cut_keeps_no_store_from_opening() throws Exception {
        fill(200);
        StoreFiles.zero(files.newest(LOG), 2000, 500);

        try (TestStore store = open()) {
            assertThat(store.storage.lostRows()).isPresent();
            assertThat(IntStream.range(0, 180)).allMatch(store::isWhole);
        }
    }

    @Test
    void a_log_cut_short_is_noticed() throws Exception {
        fill(200);
        StoreFiles.cut(files.newest(LOG), 500);

        try (TestStore store = open()) {
            assertThat(store.storage.lostRows())
                    .hasValueSatisfying(why -> assertThat(why).contains("the log ends at batch", "was durable"));
            assertThat(store.read(199)).isEqualTo(new Row.Absent());
            assertThat(store.isWhole(150)).isTrue();
        }
    }

    @Test
    void a_loss_is_reported_until_a_batch_was_committed_after_it() throws Exception {
        fill(20);
        StoreFiles.cut(files.newest(LOG), 500);

        for (int start = 0; start < 2; start++) {
            try (TestStore store = open()) {
                assertThat(store.storage.lostRows()).isPresent();
            }
        }
        try (TestStore store = open()) {
            store.write(19, 20);
            assertThat(store.storage.lostRows()).isPresent();
        }
        try (TestStore store = open()) {
            assertThat(store.storage.lostRows()).isEmpty();
            assertThat(store.isWhole(19)).isTrue();
        }
    }

    @Test
    void a_missing_log_is_noticed() throws Exception {
        fill(200);
        Files.delete(files.newest(LOG));

        assertThat(isNoticed()).isTrue();
    }

    @Test
    void the_newest_of_several_logs_missing_is_noticed() throws Exception {
        try (TestStore store = TestStore.open(directory, 100_000)) {
            store.write(0, 30);
        }
        Files.delete(files.newest(LOG));

        assertThat(isNoticed()).isTrue();
    }

    @Test
    void a_flipped_bit_in_a_sorted_file_makes_rows_unreadable_and_none_absent() throws Exception {
        fill(2000);
        open().close();
        StoreFiles.flip(files.biggest(TABLE), 0.4);

        try (TestStore store = open()) {
            assertThat(store.storage.lostRows()).isEmpty();
            List<Integer> unreadable = IntStream.range(0, 2000)
                    .filter(number -> store.read(number) instanceof Row.Unreadable)
                    .boxed()
                    .toList();
            assertThat(unreadable).isNotEmpty().hasSizeLessThan(40);
            assertThat(IntStream.range(0, 2000).filter(number -> !unreadable.contains(number)))
                    .allMatch(store::isWhole);

            List<Bytes> readable = IntStream.range(0, 2000)
                    .filter(number -> !unreadable.contains(number))
                    .mapToObj(TestStore::key)
                    .toList();
            for (int rowsPerPage : new int[] {1, 7, 5000}) {
                List<Entry> scanned = store.scan(rowsPerPage);
                assertThat(keys(scanned, Row.Found.class))
                        .as("pages of %s", rowsPerPage)
                        .isEqualTo(readable);
                assertThat(keys(scanned, Row.Unreadable.class))
                        .as("pages of %s", rowsPerPage)
                        .hasSize(1)
                        .allSatisfy(hole -> assertThat(hole)
                                .isGreaterThanOrEqualTo(TestStore.key(unreadable.get(unreadable.size() - 1)))
                                .isLessThan(TestStore.key(unreadable.get(unreadable.size() - 1) + 1)));
            }
        }
    }

    @Test
    void a_scan_that_ends_or_starts_within_damage_says_so() throws Exception {
        fill(2000);
        open().close();
        StoreFiles.flip(files.biggest(TABLE), 0.4);

        try (TestStore store = open()) {
            int hidden = IntStream.range(0, 2000)
                    .filter(number -> store.read(number) instanceof Row.Unreadable)
                    .findFirst()
                    .orElseThrow();
            Bytes inside = TestStore.key(hidden + 2);
            for (int rowsPerPage : new int[] {1, 2, 5000}) {
                List<Entry> upTo = store.scan(TestStore.key(hidden - 3), inside, rowsPerPage);
                assertThat(keys(upTo, Row.Found.class))
                        .containsExactly(
                                TestStore.key(hidden - 3), TestStore.key(hidden - 2), TestStore.key(hidden - 1));
                assertThat(keys(upTo, Row.Unreadable.class)).hasSize(1);
                assertThat(upTo.get(3).key()).isLessThan(inside);

                List<Entry> from = store.scan(inside, TestStore.key(1000), rowsPerPage);
                assertThat(from.get(0).row()).isInstanceOf(Row.Unreadable.class);
                assertThat(keys(from, Row.Unreadable.class)).hasSize(1);
                assertThat(from.get(from.size() - 1).key()).isEqualTo(TestStore.key(999));
            }
        }
    }

    @Test
    void a_row_that_fails_its_own_checksum_is_unreadable() throws Exception {
        fill(10);
        byte[] five = TestStore.key(5).toArray();
        try (RocksFiles raw = RocksFiles.open(directory.resolve("rocksdb"), TestStore.SMALL, RocksFiles.Start.WHOLE)) {
            byte[] four = raw.db().get(raw.of(Table.DATA), TestStore.key(4).toArray());
            raw.db().put(raw.of(Table.DATA), five, four);
            raw.db().put(raw.of(Table.DATA), TestStore.key(6).toArray(), new byte[] {1, 2, 3});
        }

        try (TestStore store = open()) {
            assertThat(store.isWhole(4)).isTrue();
            assertThat(store.read(5)).isInstanceOf(Row.Unreadable.class);
            assertThat(store.read(6)).isInstanceOf(Row.Unreadable.class);
            assertThat(store.scan(100)).extracting(Entry::row).hasSize(10).satisfies(rows -> {
                assertThat(rows.get(5)).isInstanceOf(Row.Unreadable.class);
                assertThat(rows.get(6)).isInstanceOf(Row.Unreadable.class);
                assertThat(rows.get(7)).isInstanceOf(Row.Found.class);
            });
        }
    }

    @Test
    void missing_or_unreadable_marks_are_reasons_to_doubt() throws Exception {
        fill(10);
        byte[] mark = Files.readAllBytes(directory.resolve("mark-0"));

        Files.delete(directory.resolve("mark-0"));
        assertThat(lostRows()).contains("the mark file mark-0 is missing");
        Files.write(directory.resolve("mark-0"), new byte[0]);
        assertThat(lostRows()).isEmpty();
        Files.write(directory.resolve("mark-1"), new byte[20]);
        Files.write(directory.resolve("mark-0"), new byte[20]);
        assertThat(lostRows()).contains("both mark files are unreadable");
        Files.write(directory.resolve("mark-0"), mark);
        assertThat(lostRows()).isEmpty();
    }

    @Test
    void a_missing_or_damaged_file_of_the_database_is_refused_and_not_replaced() throws Exception {
        fill(500);
        open().close();
        byte[] manifest = Files.readAllBytes(files.newest("MANIFEST-.*"));

        StoreFiles.flip(files.newest("MANIFEST-.*"), 0.6);
        assertThat(refusal().reason()).isEqualTo(Reason.DAMAGED);
        Files.write(files.newest("MANIFEST-.*"), manifest);

        byte[] current = Files.readAllBytes(files.only("CURRENT"));
        Files.delete(files.only("CURRENT"));
        assertThat(refusal()).hasMessageContaining("does not open");
        assertThat(refusal()).hasMessageContaining("does not open");
        Files.write(files.only("CURRENT"), current);

        Path table = files.biggest(TABLE);
        byte[] rows = Files.readAllBytes(table);
        Files.delete(table);
        assertThat(refusal()).hasMessageContaining("does not open");
        Files.write(table, rows);
        try (TestStore store = open()) {
            assertThat(IntStream.range(0, 500)).allMatch(store::isWhole);
        }
    }

    @Test
    void an_emptied_database_is_refused() throws Exception {
        fill(10);
        DurableFiles.deleteTree(directory.resolve("rocksdb"));
        assertThat(refusal()).hasMessageContaining("does not open");
        assertThat(files.named(".*\\.sst|CURRENT")).isEmpty();
        assertThat(refusal()).hasMessageContaining("does not open");
    }

    private void fill(int rows) throws DataDirectoryException {
        try (TestStore store = open()) {
            store.write(0, rows);
        }
    }

    private TestStore open() throws DataDirectoryException {
        return TestStore.open(directory, VALUE_BYTES);
    }

    private boolean isNoticed() {
        try {
            return !lostRows().isEmpty();
        } catch (DataDirectoryException e) {
            return e.reason() == Reason.DAMAGED;
        }
    }

    private String lostRows() throws DataDirectoryException {
        try (TestStore store = open()) {
            return store.storage.lostRows().orElse("");
        }
    }

    private DataDirectoryException refusal() {
        return catchThrowableOfType(DataDirectoryException.class, () -> open().close());
    }

    private static List<Bytes> keys(List<Entry> entries, Class<? extends Row> kind) {
        return entries.stream()
                .filter(entry -> kind.isInstance(entry.row()))
                .map(Entry::key)
                .toList();
    }
}
