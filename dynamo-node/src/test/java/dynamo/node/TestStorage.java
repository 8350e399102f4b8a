package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Scheduler;
import dynamo.node.env.Storage;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A disk that a test commands: it holds commits back, fills up, fails, loses what was not committed when its node crashes,
 * and damages rows. What is committed outlives the node.
 */
public final class TestStorage implements Storage {
    private static final Duration FSYNC = Duration.ofMillis(2);

    private record Commit(ImmutableList<Change> batch, Consumer<CommitResult> done) {}

    private final EnumMap<Table, TreeMap<Bytes, Bytes>> tables = new EnumMap<>(Table.class);
    private final EnumMap<Table, TreeSet<Bytes>> damaged = new EnumMap<>(Table.class);
    private final TreeSet<Bytes> hidden = new TreeSet<>();
    private final Deque<Commit> pending = new ArrayDeque<>();
    private final Deque<CommitResult> planned = new ArrayDeque<>();
    private final List<ImmutableList<Change>> committed = new ArrayList<>();
    private Scheduler loop;
    private boolean held;
    private boolean hasSpace = true;
    private Optional<String> lost = Optional.empty();

    public TestStorage(Scheduler loop) {
        this.loop = loop;
        for (Table table : Table.values()) {
            tables.put(table, new TreeMap<>());
            damaged.put(table, new TreeSet<>());
        }
    }

    /** What a snapshot taken now would hold. */
    public TestStorage copy() {
        TestStorage copy = new TestStorage(loop);
        tables.forEach((table, rows) -> copy.rows(table).putAll(rows));
        return copy;
    }

    /** The node that used it is gone, with what it had not committed; another loop may take over. */
    public void reopen(Scheduler next) {
        loop = next;
        pending.clear();
        held = false;
    }

    /** Commits wait until {@link #release}. */
    public void hold() {
        held = true;
    }

    public void release() {
        held = false;
        pending.forEach(commit -> loop.execute(this::finishNext));
    }

    /** How the commits after this end, one each; when none is planned any more they are durable. */
    public void plan(CommitResult... results) {
        planned.addAll(List.of(results));
    }

    public void setSpace(boolean hasSpace) {
        this.hasSpace = hasSpace;
    }

    public void setLostRows(String why) {
        lost = Optional.of(why);
    }

    /** Makes rows unreadable, all there are in the table; writing one mends it. */
    public void damage(Table table) {
        unreadable(table).addAll(rows(table).keySet());
    }

    public void damage(Table table, Bytes row) {
        unreadable(table).add(row);
    }

    /** Damage over the row's key too: a scan meets it somewhere there, and nobody can tell which row it is. */
    public void hide(Table table, Bytes row) {
        hidden.add(row);
        damage(table, row);
    }

    /** Puts another value there, behind the node's back. */
    public void overwrite(Table table, Bytes row, Bytes value) {
        rows(table).put(row, value);
    }

    public boolean isDamaged(Table table, Bytes row) {
        return unreadable(table).contains(row);
    }

    /** Durable batches, oldest first. */
    public List<ImmutableList<Change>> committed() {
        return committed;
    }

    public Map<Bytes, Bytes> rows(Table table) {
        return tables.computeIfAbsent(table, t -> new TreeMap<>());
    }

    @Override
    public Row read(Table table, Bytes key) {
        if (unreadable(table).contains(key)) {
            return new Row.Unreadable("damaged by the test");
        }
        Bytes value = rows(table).get(key);
        return value == null ? new Row.Absent() : new Row.Found(value);
    }

    @Override
    public ImmutableList<Entry> scan(Table table, Bytes from, Bytes to, int limit) {
        return tables.computeIfAbsent(table, t -> new TreeMap<>()).subMap(from, to).keySet().stream()
                .limit(limit)
                .map(key -> new Entry(hidden.contains(key) ? behind(key) : key, read(table, key)))
                .collect(ImmutableList.toImmutableList());
    }

    /** The next key there can be. */
    private static Bytes behind(Bytes row) {
        byte[] next = new byte[row.length() + 1];
        row.copyTo(next, 0);
        return Bytes.owning(next);
    }

    @Override
    public void commit(ImmutableList<Change> batch, Consumer<CommitResult> done) {
        pending.add(new Commit(batch, done));
        if (!held) {
            loop.after(FSYNC, this::finishNext);
        }
    }

    @Override
    public boolean hasSpace() {
        return hasSpace;
    }

    @Override
    public Optional<String> lostRows() {
        return lost;
    }

    private void finishNext() {
        if (held || pending.isEmpty()) {
            return;
        }
        Commit commit = pending.remove();
        CommitResult result = planned.isEmpty() ? CommitResult.DURABLE : planned.remove();
        if (result == CommitResult.DURABLE) {
            commit.batch.forEach(this::apply);
            committed.add(commit.batch);
        }
        commit.done.accept(result);
    }

    private void apply(Change change) {
        unreadable(change.table()).remove(change.key());
        if (change.value().isPresent()) {
            rows(change.table()).put(change.key(), change.value().get());
        } else {
            rows(change.table()).remove(change.key());
        }
    }

    private Set<Bytes> unreadable(Table table) {
        return damaged.computeIfAbsent(table, t -> new TreeSet<>());
    }
}
