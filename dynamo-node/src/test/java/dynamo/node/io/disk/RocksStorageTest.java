package dynamo.node.io.disk;

import dynamo.node.env.Storage;
import dynamo.node.env.StorageContract;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
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

    private RocksStorage start() throws Exception {
        return RocksStorage.open(directory, TestStore.SMALL, loop, new TestClock(), () -> {});
    }
}
