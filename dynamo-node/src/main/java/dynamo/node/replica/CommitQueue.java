package dynamo.node.replica;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Clock;
import dynamo.node.env.Doors;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Storage;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private record RowName(Table table, Bytes key) {}

    /** Rows by name, newest value; and who waits for them. */
    private static final class Batch {
        final Map<RowName, Optional<Bytes>> rows = new LinkedHashMap<>();
        final List<Consumer<CommitResult>> waiting = new ArrayList<>();
        long bytes;
        long startedNanos;
    }

    private final Storage storage;
    private final Clock clock;
    private final NodeEvents events;
    private Runnable onTakenBack = () -> {};
    private @Nullable Batch inFlight;
    private Batch gathering = new Batch();
    private boolean hasFailed;

    public CommitQueue(Doors doors) {
        storage = doors.storage();
        clock = doors.clock();
        events = doors.events();
    }

    /** Hears that pending rows were lost, before those who wait for them do. */
    void onTakenBack(Runnable hearer) {
        onTakenBack = hearer;
    }

    Row read(Table table, Bytes key) {
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

    /** {@code done} runs when these changes, and all asked for before them, are durable or lost. */
    void commit(List<Change> changes, Consumer<CommitResult> done) {
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
    void afterPending(Consumer<CommitResult> done) {
        if (!gathering.waiting.isEmpty()) {
            gathering.waiting.add(done);
        } else if (inFlight != null) {
            inFlight.waiting.add(done);
        } else {
            done.accept(hasFailed ? CommitResult.FAILED : CommitResult.DURABLE);
        }
    }

    boolean isFull() {
        return gathering.bytes > PENDING_BYTES_MAX;
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
            events.onCommitted(batch.rows.size(), clock.elapsedNanos() - batch.startedNanos);
            startNext();
            batch.waiting.forEach(done -> done.accept(result));
            return;
        }
        hasFailed |= result == CommitResult.FAILED;
        Batch behind = gathering;
        gathering = new Batch();
        onTakenBack.run();
        batch.waiting.forEach(done -> done.accept(result));
        behind.waiting.forEach(done -> done.accept(result));
    }
}
