package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that commits batch after batch of numbered rows and writes each batch's number and result to its output, so that
 * it can be killed and its rows looked for.
 */
final class WriterProcess {
    /** Row numbers of batch b are b * ROWS_PER_BATCH and the next. */
    static final int ROWS_PER_BATCH = 3;

    static final int EXIT_DISK_FAILED = 74;

    private WriterProcess() {}

    /** Arguments: directory, first batch, bytes per value. */
    public static void main(String[] args) throws Exception {
        TestLoop loop = new TestLoop();
        int valueBytes = Integer.parseInt(args[2]);
        Runnable onFatal = () -> TestProcess.say("fatal");
        RocksStorage storage = RocksStorage.open(Path.of(args[0]), TestStore.SMALL, loop, new TestClock(), onFatal);
        if (storage.lostRows().isPresent()) {
            TestProcess.say("lost " + storage.lostRows().get());
        }
        int failed = 0;
        for (int batch = Integer.parseInt(args[1]); failed < 3; batch++) {
            List<CommitResult> results = new ArrayList<>();
            storage.commit(changes(batch, valueBytes), results::add);
            loop.runUntil(() -> !results.isEmpty());
            TestProcess.say(results.get(0) + " " + batch);
            failed += results.get(0) == CommitResult.FAILED ? 1 : 0;
        }
        boolean isReadable = storage.read(Table.DATA, TestStore.key(0)) instanceof Row.Found;
        TestProcess.say(isReadable ? "reads go on" : "reads fail");
        storage.close();
        System.exit(EXIT_DISK_FAILED);
    }

    private static ImmutableList<Change> changes(int batch, int valueBytes) {
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        for (int i = 0; i < ROWS_PER_BATCH; i++) {
            changes.add(TestStore.change(batch * ROWS_PER_BATCH + i, valueBytes));
        }
        return changes.build();
    }

    /** Starts one; {@code prefix} may be a shell command line that ends by running what follows it. */
    static Process start(List<String> prefix, Path temporary, Path directory, int firstBatch, int valueBytes)
            throws IOException {
        return TestProcess.start(
                prefix,
                temporary,
                WriterProcess.class,
                directory.toString(),
                Integer.toString(firstBatch),
                Integer.toString(valueBytes));
    }
}
