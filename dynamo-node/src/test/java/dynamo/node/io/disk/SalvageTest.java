package dynamo.node.io.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sorted file with a damaged block stops a node once, not at every start. */
class SalvageTest {
    private static final int VALUE_BYTES = 1000;
    private static final int ROWS = 1000;
    private static final String TABLE = "\\d+\\.sst";

    private final Path directory;

    SalvageTest(@TempDir Path temporary) {
        directory = temporary;
    }

    @BeforeEach
    void fillAndDamage() throws Exception {
        RocksStorage.create(directory);
        try (TestStore store = open()) {
            store.write(0, ROWS);
        }
        open().close();
        StoreFiles.flip(new StoreFiles(directory).biggest(TABLE), 0.4);
    }

    @Test
    void a_block_that_cannot_be_merged_stops_the_node_once_and_costs_its_own_rows_only() throws Exception {
        int lost;
        try (TestStore store = open()) {
            lost = unreadable(store).size();
            assertThat(lost).isPositive();
            assertThat(isRefusedWithin(store, 20)).isTrue();
        }
        assertThat(directory.resolve("damaged-table")).isRegularFile();

        for (int start = 0; start < 2; start++) {
            try (TestStore store = open()) {
                assertThat(store.storage.lostRows())
                        .hasValueSatisfying(why -> assertThat(why).contains("rows could not be read and are gone"));
                assertThat(IntStream.range(0, ROWS).filter(store::isWhole)).hasSize(ROWS - lost);
                assertThat(unreadable(store)).isEmpty();
            }
        }
        try (TestStore store = open()) {
            assertThat(isRefusedWithin(store, 12)).isFalse();
        }
        try (TestStore store = open()) {
            assertThat(store.storage.lostRows()).isEmpty();
        }
        assertThat(DurableFiles.list(directory)).containsExactly("mark-0", "mark-1", "rocksdb");
    }

    @Test
    void a_copy_cut_between_its_two_renames_is_completed() throws Exception {
        Damage.onTable(directory, "a block of 000001.sst");
        Path database = directory.resolve("rocksdb");
        new Salvage(directory, database).run(TestStore.SMALL);
        Damage.onTable(directory, "a block of 000001.sst");
        Files.move(database, directory.resolve("copy"));
        Files.createDirectory(directory.resolve("damaged"));

        try (TestStore store = open()) {
            assertThat(store.storage.lostRows()).isPresent();
            assertThat(unreadable(store)).isEmpty();
            assertThat(IntStream.range(0, ROWS).filter(store::isWhole)).hasSizeGreaterThan(ROWS * 9 / 10);
        }
    }

    @Test
    void a_copy_cut_in_the_middle_is_made_again() throws Exception {
        Damage.onTable(directory, "a block of 000001.sst");
        Files.createDirectories(directory.resolve("copy"));
        Files.writeString(directory.resolve("copy/CURRENT"), "MANIFEST-9");

        try (TestStore store = open()) {
            assertThat(store.storage.lostRows()).isPresent();
            assertThat(unreadable(store)).isEmpty();
        }
    }

    /** Writes the rows on both sides of the damaged ones again, until RocksDB merges their file; it does within some megabytes. */
    private static boolean isRefusedWithin(TestStore store, int rounds) {
        for (int round = 0; round < rounds; round++) {
            List<CommitResult> results = new ArrayList<>(store.tryWrite(0, 100));
            results.addAll(store.tryWrite(ROWS - 400, ROWS));
            if (results.contains(CommitResult.FAILED)) {
                return true;
            }
        }
        return false;
    }

    private static List<Integer> unreadable(TestStore store) {
        return IntStream.range(0, ROWS)
                .filter(number -> store.read(number) instanceof Row.Unreadable)
                .boxed()
                .toList();
    }

    private TestStore open() throws DataDirectoryException {
        return TestStore.open(directory, VALUE_BYTES);
    }
}
