package dynamo.node.replica;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Clock;
import dynamo.node.env.Doors;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Storage;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: one batch is in flight, and what is asked for meanwhile makes the next one, so that one fsync serves many
 * writers and batches reach the log in the order made. Reads see the pending rows.
 *
 * <p>A failed batch fails everything pending behind it too, for that was computed from it; {@code onTakenBack} then runs
 * before anybody is told, and reads are back at the durable state.
 *
 * <p>Threading: the node's loop.
 */
public final class CommitQueue {
    /** Pending bytes above which {@link #isFull} asks callers to refuse work; one batch of them fits the log at ease. */
    private static final long PENDING_BYTES_MAX = 64L << 20;

    /** Likewise those who wait for a commit, for an ack of what is there already adds no bytes. */
    private static final int WAITING_MAX = 1 << 16;
    /** A disk without a commit for so long has nothing to do. */
    private static final long IDLE_NANOS = 1_000_000_000;

    private record RowName(Table table, Bytes key) implements Comparable<RowName> {
        @Override
        public int compareTo(RowName other) {
            int byTable = table.compareTo(other.table);
            return byTable != 0 ? byTable : key.compareTo(other.key);
        }
    }

    /** Rows by name, newest value; and who waits for them. */
    private static final class Batch {
        final NavigableMap<RowName, Optional<Bytes>> rows = new TreeMap<>();
        final List<Consumer<CommitResult>> waiting = new ArrayList<>();
        long bytes;
        long startedNanos;
    }

    private final Storage storage;
    private final Clock clock;
    private final NodeEvents events;
    private final List<Runnable> onTakenBack = new ArrayList<>();
    private @Nullable Batch inFlight;
    private Batch gathering = new Batch();
    private long lastNanos;
    private long endedNanos;
    private boolean hasFailed;

    public CommitQueue(Doors doors) {
        storage = doors.storage();
        clock = doors.clock();
        events = doors.events();
    }

    /** Hears that pending rows were lost, before those who wait for them do. */
    public void onTakenBack(Runnable hearer) {
        onTakenBack.add(hearer);
    }

    public Row read(Table table, Bytes key) {
        RowName name = new RowName(table, key);
        Optional<Bytes> pending = gathering.rows.get(name);
        if (pending == null && inFlight != null) {
            pending = inFlight.rows.get(name);
        }
        if (pending == null) {
            return storage.read(table, key);
        }
        return pending.isPresent() ? new Row.Found(pending.get()) : new Row.Absent();
    }

    /**
     * Some rows of a range, pending changes included.
     *
     * @param next where the scan goes on; empty when the range has no more
     */
    public record Page(ImmutableList<Entry> entries, Optional<Bytes> next) {}

    /** Up to {@code limit} stored rows from {@code from} on, below {@code to}, and what is pending between them. */
    public Page scan(Table table, Bytes from, Bytes to, int limit) {
        if (from.compareTo(to) >= 0) {
            return new Page(ImmutableList.of(), Optional.empty());
        }
        ImmutableList<Entry> stored = storage.scan(table, from, to, limit);
        boolean isLast = stored.size() < limit;
        Bytes end = isLast ? to : successor(stored.get(stored.size() - 1).key());
        TreeMap<Bytes, Row> rows = new TreeMap<>();
        stored.forEach(entry -> rows.put(entry.key(), entry.row()));
        if (inFlight != null) {
            overlay(inFlight, table, from, end, rows);
        }
        overlay(gathering, table, from, end, rows);
        ImmutableList.Builder<Entry> entries = ImmutableList.builderWithExpectedSize(rows.size());
        rows.forEach((key, row) -> entries.add(new Entry(key, row)));
        return new Page(entries.build(), isLast ? Optional.empty() : Optional.of(end));
    }

    private static void overlay(Batch pending, Table table, Bytes from, Bytes end, TreeMap<Bytes, Row> rows) {
        pending.rows
                .subMap(new RowName(table, from), new RowName(table, end))
                .forEach((name, value) -> value.ifPresentOrElse(
                        bytes -> rows.put(name.key, new Row.Found(bytes)), () -> rows.remove(name.key)));
    }

    /** The least row above this one. */
    static Bytes successor(Bytes row) {
        byte[] next = new byte[row.length() + 1];
        row.copyTo(next, 0);
        return Bytes.owning(next);
    }

    /** {@code done} runs when these changes, and all asked for before them, are durable or lost. */
    public void commit(List<Change> changes, Consumer<CommitResult> done) {
        for (Change change : changes) {
            gathering.rows.put(new RowName(change.table(), change.key()), change.value());
            gathering.bytes +=
                    change.key().length() + change.value().map(Bytes::length).orElse(0) + 64;
        }
        gathering.waiting.add(done);
        startNext();
    }

    /**
     * For an ack that changes nothing: the copy it vouches for may itself be pending. {@code done} runs, perhaps at once,
     * when all asked for so far is durable or lost. A failed disk vouches for nothing any more.
     */
    public void afterPending(Consumer<CommitResult> done) {
        if (!gathering.waiting.isEmpty()) {
            gathering.waiting.add(done);
        } else if (inFlight != null) {
            inFlight.waiting.add(done);
        } else {
            done.accept(hasFailed ? CommitResult.FAILED : CommitResult.DURABLE);
        }
    }

    public boolean isFull() {
        return gathering.bytes > PENDING_BYTES_MAX || gathering.waiting.size() > WAITING_MAX;
    }

    /** How long the disk takes just now: the last commit, or the one in flight when that is longer; 0 when it is idle. */
    public long commitNanos() {
        long now = clock.elapsedNanos();
        if (inFlight == null) {
            return now - endedNanos < IDLE_NANOS ? lastNanos : 0;
        }
        return Math.max(lastNanos, now - inFlight.startedNanos);
    }

    /** Those who wait for a commit. */
    public int pending() {
        return gathering.waiting.size() + (inFlight == null ? 0 : inFlight.waiting.size());
    }

    private void startNext() {
        if (inFlight != null || gathering.waiting.isEmpty()) {
            return;
        }
        Batch batch = gathering;
        gathering = new Batch();
        inFlight = batch;
        batch.startedNanos = clock.elapsedNanos();
        ImmutableList.Builder<Change> changes = ImmutableList.builderWithExpectedSize(batch.rows.size());
        batch.rows.forEach((name, value) -> changes.add(new Change(name.table, name.key, value)));
        storage.commit(changes.build(), result -> onCommitted(batch, result));
    }

    private void onCommitted(Batch batch, CommitResult result) {
        inFlight = null;
        if (result == CommitResult.DURABLE) {
            endedNanos = clock.elapsedNanos();
            lastNanos = endedNanos - batch.startedNanos;
            events.onCommitted(batch.rows.size(), lastNanos);
            startNext();
            batch.waiting.forEach(done -> done.accept(result));
            return;
        }
        hasFailed |= result == CommitResult.FAILED;
        Batch behind = gathering;
        gathering = new Batch();
        onTakenBack.forEach(Runnable::run);
        batch.waiting.forEach(done -> done.accept(result));
        behind.waiting.forEach(done -> done.accept(result));
    }
}
