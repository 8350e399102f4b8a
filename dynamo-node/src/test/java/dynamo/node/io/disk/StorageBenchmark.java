package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import com.sun.management.OperatingSystemMXBean;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of RATIONALE.md; runs when it is asked for by name only. */
class StorageBenchmark {
    private static final int VALUE_BYTES = 1024;
    private static final long SECONDS = 4;

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final SplittableRandom random = new SplittableRandom(7);
    private final TestLoop loop = new TestLoop();
    private final List<Bytes> keys = new ArrayList<>();

    @Test
    void commits_reads_and_scans(@TempDir Path directory) throws Exception {
        RocksStorage.create(directory);
        try (RocksStorage storage =
                RocksStorage.open(directory, RocksOptions.DEFAULTS, loop, new TestClock(), () -> {})) {
            for (int rows : new int[] {1, 1, 8, 64}) {
                measure("commit of " + rows + " rows", rows, i -> commit(storage, rows));
            }
            Bytes absent = Bytes.utf8("absent key of some length");
            measure("read, found", 1, i -> check(storage.read(Table.DATA, keys.get(i % 1000)) instanceof Row.Found));
            measure("read, absent", 1, i -> check(storage.read(Table.DATA, absent) instanceof Row.Absent));
            Bytes end = Bytes.owning(new byte[] {-1});
            measure("scan of 100 rows", 100, i -> storage.scan(Table.DATA, keys.get(i % 1000), end, 100));
        }
    }

    private void commit(RocksStorage storage, int rows) {
        ImmutableList.Builder<Change> batch = ImmutableList.builder();
        for (int i = 0; i < rows; i++) {
            batch.add(new Change(Table.DATA, bytes(24), Optional.of(bytes(VALUE_BYTES))));
        }
        ImmutableList<Change> changes = batch.build();
        keys.add(changes.get(0).key());
        List<CommitResult> results = new ArrayList<>(1);
        storage.commit(changes, results::add);
        loop.runUntil(() -> !results.isEmpty());
        check(results.get(0) == CommitResult.DURABLE);
    }

    private Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.owning(bytes);
    }

    private void measure(String what, int rows, IntConsumer work) {
        long cpu = process.getProcessCpuTime();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(SECONDS);
        int done = 0;
        while (System.nanoTime() < end) {
            work.accept(done++);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuMicros = (process.getProcessCpuTime() - cpu) / 1e3;
        System.out.printf(
                "%-20s %9.0f/s  %9.0f rows/s  %7.1f us CPU per row%n",
                what, done / seconds, done * rows / seconds, cpuMicros / done / rows);
    }

    private static void check(boolean isTrue) {
        if (!isTrue) {
            throw new AssertionError();
        }
    }
}
