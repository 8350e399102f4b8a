package dynamo.node.io.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.env.Storage.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a store whose process, or whose disk, ended in the middle of its work. */
class CrashTest {
    private static final int ROUNDS = 3;
    private static final int ROWS = WriterProcess.ROWS_PER_BATCH;
    private static final int VALUE_BYTES = 3000;

    private final Path temporary;
    private final Path directory;

    CrashTest(@TempDir Path temporary) throws Exception {
        this.temporary = temporary;
        this.directory = Files.createDirectory(temporary.resolve("store"));
        RocksStorage.create(directory);
    }

    @Test
    void every_acknowledged_batch_outlives_kill_9_and_the_last_is_whole_or_absent() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String where = "seed " + seed + ", round " + round;
            acknowledged = writeAndKill(acknowledged, 1 + random.nextInt(300));

            try (TestStore store = TestStore.open(directory, VALUE_BYTES)) {
                assertThat(store.storage.lostRows()).as(where).isEmpty();
                assertThat(IntStream.range(0, acknowledged * ROWS)).as(where).allMatch(store::isWhole);
                int next = acknowledged;
                long rowsOfNext = IntStream.range(next * ROWS, (next + 1) * ROWS)
                        .filter(store::isWhole)
                        .count();
                assertThat(rowsOfNext).as(where).isIn(0L, (long) ROWS);
                assertThat(store.read((next + 1) * ROWS)).as(where).isEqualTo(new Row.Absent());
            }
        }
    }

    /** Returns the number of batches acknowledged in all rounds so far. */
    private int writeAndKill(int firstBatch, int batches) throws Exception {
        Process writer = WriterProcess.start(List.of(), temporary, directory, firstBatch, VALUE_BYTES);
        AtomicInteger acknowledged = new AtomicInteger(firstBatch);
        try {
            TestProcess.listen(writer, said -> {
                assertThat(said).isEqualTo("DURABLE " + acknowledged.getAndIncrement());
                if (acknowledged.get() == firstBatch + batches) {
                    // Unlike Process.destroyForcibly it leaves the pipe open: what was said before is still heard.
                    writer.toHandle().destroyForcibly();
                }
            });
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return acknowledged.get();
    }

    /** A file size limit makes the kernel refuse the write: an error that is not a lack of space. */
    @Test
    void after_a_failed_write_nothing_is_acknowledged_and_the_next_start_has_all_that_was() throws Exception {
        try (TestStore store = TestStore.open(directory, 8)) {
            store.write(0, ROWS);
        }
        int megabytes = 32;
        List<String> limited = List.of("/bin/sh", "-c", "ulimit -f " + megabytes * 2048 + " && exec \"$@\"", "limited");
        Process writer = WriterProcess.start(limited, temporary, directory, 1, (megabytes << 20) / 2);

        List<String> said = new ArrayList<>();
        TestProcess.listen(writer, said::add);

        // Two threads speak, so "fatal" has no place of its own.
        assertThat(said).containsOnlyOnce("fatal");
        said.remove("fatal");
        assertThat(said).containsExactly("FAILED 1", "FAILED 2", "FAILED 3", "reads go on");
        assertThat(writer.waitFor()).isEqualTo(WriterProcess.EXIT_DISK_FAILED);
        try (TestStore store = TestStore.open(directory, 8)) {
            assertThat(store.storage.lostRows()).isEmpty();
            assertThat(IntStream.range(0, ROWS)).allMatch(store::isWhole);
            assertThat(store.read(ROWS)).isEqualTo(new Row.Absent());
            store.write(ROWS, 2 * ROWS);
        }
    }
}
