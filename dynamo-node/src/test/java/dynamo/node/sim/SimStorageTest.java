package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.env.StorageContract;
import dynamo.node.sim.Disk.RowName;
import dynamo.node.sim.Disk.Space;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The simulated disk keeps the contract of every storage; and its faults are those that the contract allows. */
class SimStorageTest extends StorageContract {
    private static final Bytes KEY = Bytes.utf8("k");

    private final Seed seed = new Seed(7);
    private final EventQueue queue = new EventQueue(seed);
    private final SimLoop loop = new SimLoop(queue, seed, () -> false);
    private final Disk disk = new Disk();
    private final List<CommitResult> results = new ArrayList<>();
    private DiskFaults faults = DiskFaults.NONE;
    private int durableBatches;
    private int syncFailures;
    private int opened;
    private SimStorage storage = openAgain();

    @Override
    protected Storage open() {
        return storage;
    }

    @Override
    protected Storage reopen() {
        storage.crash();
        return openAgain();
    }

    @Override
    protected void runUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertThat(queue.runNext(Long.MAX_VALUE))
                    .as("something is left to run")
                    .isTrue();
        }
    }

    @Test
    void a_crash_keeps_a_prefix_of_what_was_not_synced() {
        TreeMap<Integer, Integer> kept = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            for (int batch = 1; batch <= 3; batch++) {
                commit(batch + "");
            }
            queue.runUntil(queue.now() + 90_000); // all written, none synced
            storage.crash();
            storage = openAgain();
            kept.merge(Integer.parseInt(value()), 1, Integer::sum);
            set("0");
        }
        assertThat(kept.keySet()).containsExactly(0, 1, 2, 3);
        assertThat(results).containsOnly(CommitResult.DURABLE);
    }

    @Test
    void a_full_disk_refuses_batches_until_it_has_space() {
        set("before");
        disk.setSpace(Space.FULL_UNNOTICED);
        assertThat(storage.hasSpace()).isTrue();
        set("refused");
        disk.setSpace(Space.FULL);
        assertThat(storage.hasSpace()).isFalse();
        assertThat(value()).isEqualTo("before");
        disk.setSpace(Space.FREE);
        set("after");
        assertThat(value()).isEqualTo("after");
        assertThat(results).containsExactly(CommitResult.DURABLE, CommitResult.FULL, CommitResult.DURABLE);
    }

    @Test
    void after_a_failed_sync_nothing_is_taken_any_more() {
        faults = new DiskFaults(100_000, 200_000, 0, 0, 1);
        set("perhaps");
        faults = DiskFaults.NONE;
        set("never");
        assertThat(results).containsExactly(CommitResult.FAILED, CommitResult.FAILED);
        assertThat(syncFailures).isEqualTo(1);
        assertThat(durableBatches).isZero();
        storage.crash();
        storage = openAgain();
        assertThat(storage.read(Table.DATA, KEY)).isIn(new Row.Absent(), new Row.Found(Bytes.utf8("perhaps")));
    }

    @Test
    void a_rotten_row_is_unreadable_until_it_is_written_anew() {
        set("v");
        storage.rot(new RowName(Table.DATA, KEY));
        assertThat(storage.read(Table.DATA, KEY)).isInstanceOf(Row.Unreadable.class);
        storage.crash();
        storage = openAgain();
        assertThat(storage.scan(Table.DATA, Bytes.EMPTY, Bytes.utf8("z"), 9)
                        .get(0)
                        .row())
                .isInstanceOf(Row.Unreadable.class);
        set("w");
        assertThat(value()).isEqualTo("w");
    }

    @Test
    void lost_rows_are_told_to_the_next_opening_only() {
        set("v");
        storage.crash();
        disk.loseTo(new TreeMap<>(), "gone");
        storage = openAgain();
        assertThat(storage.lostRows()).contains("gone");
        assertThat(storage.read(Table.DATA, KEY)).isEqualTo(new Row.Absent());
        assertThat(openAgain().lostRows()).isEmpty();
    }

    private void set(String value) {
        int before = results.size();
        commit(value);
        runUntil(() -> results.size() > before);
    }

    private void commit(String value) {
        storage.commit(ImmutableList.of(new Change(Table.DATA, KEY, Optional.of(Bytes.utf8(value)))), results::add);
    }

    private String value() {
        return storage.read(Table.DATA, KEY) instanceof Row.Found found
                ? found.value().asUtf8()
                : "0";
    }

    private SimStorage openAgain() {
        return new SimStorage(
                disk, () -> faults, queue, seed.fork("storage", ++opened), loop, new SimStorage.Watcher() {
                    @Override
                    public void onDurable(ImmutableList<Change> batch) {
                        durableBatches++;
                    }

                    @Override
                    public void onSyncFailed() {
                        syncFailures++;
                    }

                    @Override
                    public void onProbe(Probe probe) {}
                });
    }
}
