package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage;
import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import dynamo.version.Bytes;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Disk} as one process sees it: what was committed shows before it is durable, and a crash takes back a random
 * suffix of what was not.
 */
final class SimStorage implements Storage {
    private static final long WRITE_NANOS_MAX = 50_000;

    /** Who hears of what the node itself is not told. */
    interface Watcher {
        void onDurable(ImmutableList<Change> batch);

        void onSyncFailed();

        void onProbe(Probe probe);
    }

    private static final class Batch {
        final ImmutableList<Change> changes;
        final Consumer<CommitResult> done;
        boolean written;
        boolean refused;

        Batch(ImmutableList<Change> changes, Consumer<CommitResult> done) {
            this.changes = changes;
            this.done = done;
        }
    }

    private final Disk disk;
    private final Supplier<DiskFaults> faults;
    private final EventQueue queue;
    private final SplittableRandom random;
    private final SimLoop loop;
    private final Watcher watcher;
    private final Optional<String> lostRows;
    private final NavigableMap<RowName, Cell> rows;
    private final ArrayDeque<Batch> unsynced = new ArrayDeque<>();
    private long lastWriteNanos;
    private long lastSyncNanos;
    private boolean failed;
    private boolean closed;

    SimStorage(Disk disk, Supplier<DiskFaults> faults, EventQueue queue, Seed seed, SimLoop loop, Watcher watcher) {
        this.disk = disk;
        this.faults = faults;
        this.queue = queue;
        this.random = seed.random();
        this.loop = loop;
        this.watcher = watcher;
        this.rows = disk.copy();
        this.lostRows = disk.lost();
        disk.lossTold();
    }

    @Override
    public Row read(Table table, Bytes key) {
        return row(rows.get(new RowName(table, key)));
    }

    @Override
    public ImmutableList<Entry> scan(Table table, Bytes from, Bytes to, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a scan of " + limit + " rows");
        }
        ImmutableList.Builder<Entry> found = ImmutableList.builder();
        if (from.compareTo(to) < 0) {
            Iterator<Map.Entry<RowName, Cell>> range = rows.subMap(new RowName(table, from), new RowName(table, to))
                    .entrySet()
                    .iterator();
            for (int i = 0; i < limit && range.hasNext(); i++) {
                Map.Entry<RowName, Cell> next = range.next();
                found.add(new Entry(next.getKey().key(), row(next.getValue())));
            }
        }
        return found.build();
    }

    @Override
    public void commit(ImmutableList<Change> batch, Consumer<CommitResult> done) {
        Batch added = new Batch(batch, done);
        unsynced.add(added);
        lastWriteNanos = Math.max(lastWriteNanos + 1, queue.now() + random.nextLong(WRITE_NANOS_MAX));
        lastSyncNanos = Math.max(lastSyncNanos + 1, lastWriteNanos + syncNanos());
        queue.at(lastWriteNanos, () -> write(added));
        queue.at(lastSyncNanos, () -> sync(added));
    }

    @Override
    public boolean hasSpace() {
        return disk.space().looksFree();
    }

    @Override
    public Optional<String> lostRows() {
        return lostRows;
    }

    /** The process ends: of what was written and not synced, a random prefix stays. */
    boolean hasFailed() {
        return failed;
    }

    void crash() {
        closed = true;
        long written = unsynced.stream().filter(batch -> batch.written).count();
        long kept = random.nextLong(written + 1);
        for (Batch batch : unsynced) {
            if (batch.written && kept-- > 0) {
                disk.write(batch.changes);
                watcher.onDurable(batch.changes);
                watcher.onProbe(Probe.BATCH_UNTOLD);
            } else {
                watcher.onProbe(Probe.BATCH_TAKEN_BACK);
            }
        }
        unsynced.clear();
    }

    /** The row on the disk rots; a newer one that is on its way does not. */
    void rot(RowName name) {
        Cell old = disk.cell(name);
        disk.rot(name);
        rows.computeIfPresent(name, (n, cell) -> cell.equals(old) ? new Cell(cell.value(), false) : cell);
    }

    private void write(Batch batch) {
        if (closed || failed) {
            return;
        }
        batch.refused = !disk.space().takesCommits();
        batch.written = !batch.refused;
        if (batch.written) {
            Disk.apply(batch.changes, rows);
        }
    }

    private void sync(Batch batch) {
        if (closed) {
            return;
        }
        if (!failed && batch.written && random.nextDouble() < faults.get().failChance()) {
            failed = true;
            watcher.onSyncFailed();
        }
        if (failed) {
            tell(batch, CommitResult.FAILED);
            return;
        }
        unsynced.remove(batch);
        if (batch.written) {
            disk.write(batch.changes);
            watcher.onDurable(batch.changes);
        }
        tell(batch, batch.written ? CommitResult.DURABLE : CommitResult.FULL);
    }

    private void tell(Batch batch, CommitResult result) {
        loop.execute(() -> batch.done.accept(result));
    }

    private long syncNanos() {
        DiskFaults now = faults.get();
        return random.nextDouble() < now.slowChance()
                ? random.nextLong(now.slowNanosMax() + 1)
                : random.nextLong(now.syncNanosMin(), now.syncNanosMax() + 1);
    }

    private static Row row(@Nullable Cell cell) {
        if (cell == null) {
            return new Row.Absent();
        }
        return cell.readable() ? new Row.Found(cell.value()) : new Row.Unreadable("rotten");
    }
}
