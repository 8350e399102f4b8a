package dynamo.node.io.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a file system in memory of a few megabytes, which only root may mount. */
class FullDiskTest {
    private static final int VALUE_BYTES = 100_000;
    private static final int BALLAST_BYTES = 12 << 20;

    private final Path mount;
    private boolean isMounted;

    FullDiskTest(@TempDir Path temporary) throws IOException {
        mount = Files.createDirectory(temporary.resolve("small"));
    }

    @BeforeEach
    void mountSmallDisk() throws Exception {
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", mount.toString()) == 0;
        if (!isMounted) {
            System.err.println("SKIPPED: no small file system can be mounted here, so no disk becomes full");
        }
        assumeThat(isMounted).as("mounting a small file system").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(run("umount", mount.toString())).isZero();
        }
    }

    @Test
    void a_full_disk_refuses_batches_whole_and_takes_them_again_when_there_is_space() throws Exception {
        Path ballast = Files.write(mount.resolve("ballast"), new byte[BALLAST_BYTES]);
        Path directory = Files.createDirectory(mount.resolve("store"));
        RocksStorage.create(directory);
        int stored;
        int refused;
        try (TestStore store = TestStore.open(directory, VALUE_BYTES)) {
            stored = writeUntilFull(store);
            assertThat(store.storage.hasSpace()).isFalse();
            assertThat(IntStream.range(0, stored)).allMatch(store::isWhole);
            assertThat(store.read(stored)).isEqualTo(new Row.Absent());

            Files.delete(ballast);
            store.leap(Duration.ofSeconds(1));
            assertThat(store.storage.hasSpace()).isTrue();
            refused = stored + 1;
            retryUntilDurable(store, refused);
            assertThat(store.storage.hasSpace()).isTrue();
        }

        try (TestStore store = TestStore.open(directory, VALUE_BYTES)) {
            assertThat(store.storage.lostRows()).isEmpty();
            assertThat(IntStream.range(0, stored)).allMatch(store::isWhole);
            assertThat(store.read(stored)).isEqualTo(new Row.Absent());
            assertThat(store.isWhole(refused)).isTrue();
        }
    }

    @Test
    void below_the_reserve_there_is_no_space_for_clients() throws Exception {
        TestClock clock = new TestClock();
        FreeSpace space = new FreeSpace(mount, 30 << 20, clock);
        assertThat(space.isEnough()).isTrue();

        Path ballast = Files.write(mount.resolve("ballast"), new byte[BALLAST_BYTES]);
        assertThat(space.isEnough()).as("looked at a moment ago").isTrue();
        clock.leap(Duration.ofMillis(500));
        assertThat(space.isEnough()).isFalse();

        Files.delete(ballast);
        clock.leap(Duration.ofMillis(500));
        assertThat(space.isEnough()).isTrue();
    }

    private static int writeUntilFull(TestStore store) {
        for (int number = 0; number < 1000; number++) {
            CommitResult result = store.commit(number);
            if (result == CommitResult.FULL) {
                return number;
            }
            assertThat(result).isEqualTo(CommitResult.DURABLE);
        }
        throw new AssertionError("1000 rows of " + VALUE_BYTES + " bytes fit into 40 MB");
    }

    /** RocksDB looks for space again every five seconds. */
    private static void retryUntilDurable(TestStore store, int number) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (store.commit(number) != CommitResult.DURABLE) {
            assertThat(System.nanoTime()).as("still full").isLessThan(deadline);
            store.leap(Duration.ofSeconds(1));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
