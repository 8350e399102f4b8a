package dynamo.node.io.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.env.StorageContract;
import dynamo.version.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStorageTest extends StorageContract {
    private final TestLoop loop = new TestLoop();
    private final Path directory;
    private RocksStorage storage;

    RocksStorageTest(@TempDir Path temporary) throws Exception {
        directory = temporary;
        RocksStorage.create(directory);
        storage = start();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    protected Storage open() {
        return storage;
    }

    @Override
    protected Storage reopen() throws Exception {
        storage.close();
        storage = start();
        return storage;
    }

    @Override
    protected void runUntil(BooleanSupplier condition) {
        loop.runUntil(condition);
    }

    @Test
    void close_waits_for_the_batches_handed_over_and_they_are_told() throws Exception {
        List<CommitResult> results = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            storage.commit(ImmutableList.of(TestStore.change(number, 10)), results::add);
        }

        storage.close();
        storage.close();

        loop.runUntil(() -> results.size() == 50);
        assertThat(results).containsOnly(CommitResult.DURABLE);
        storage = start();
        assertThat(storage.lostRows()).isEmpty();
        assertThat(storage.read(Table.DATA, TestStore.key(49))).isInstanceOf(Row.Found.class);
    }

    @Test
    void calls_after_close_are_refused() {
        storage.close();

        assertThatThrownBy(() -> storage.read(Table.DATA, Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> storage.scan(Table.DATA, Bytes.EMPTY, TestStore.key(1), 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> storage.commit(ImmutableList.of(), result -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Native memory is gone after close: without a guard this ends the process, not the test. */
    @Test
    void closing_under_readers_lets_them_finish_and_refuses_the_next() throws Exception {
        CountDownLatch reading = new CountDownLatch(2);
        List<Thread> readers = new ArrayList<>();
        Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 2; i++) {
            Thread reader = new Thread(() -> {
                storage.read(Table.DATA, TestStore.key(1));
                reading.countDown();
                while (true) {
                    storage.read(Table.DATA, TestStore.key(1));
                    storage.scan(Table.DATA, Bytes.EMPTY, TestStore.key(9), 5);
                }
            });
            reader.setUncaughtExceptionHandler((thread, end) -> ends.add(end));
            reader.start();
            readers.add(reader);
        }
        reading.await();

        storage.close();

        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(ends).hasSize(2).allMatch(IllegalStateException.class::isInstance);
    }

    private RocksStorage start() throws Exception {
        return RocksStorage.open(directory, TestStore.SMALL, loop, new TestClock(), () -> {});
    }
}
