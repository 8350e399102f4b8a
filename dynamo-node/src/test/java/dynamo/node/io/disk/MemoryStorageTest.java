package dynamo.node.io.disk;

import dynamo.node.env.Storage;
import dynamo.node.env.StorageContract;
import java.util.function.BooleanSupplier;

class MemoryStorageTest extends StorageContract {
    private final TestLoop loop = new TestLoop();
    private final Storage storage = new MemoryStorage(loop);

    @Override
    protected Storage open() {
        return storage;
    }

    @Override
    protected Storage reopen() {
        return storage;
    }

    @Override
    protected void runUntil(BooleanSupplier condition) {
        loop.runUntil(condition);
    }
}
