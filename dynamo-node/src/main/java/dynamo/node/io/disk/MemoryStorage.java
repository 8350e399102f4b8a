package dynamo.node.io.disk;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Scheduler;
import dynamo.node.env.Storage;
import dynamo.version.Bytes;
import java.util.EnumMap;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A storage without a disk, for tests and for nodes embedded in a program that can do without their rows.
 *
 * <p>As on a disk, a batch is not seen by reads before its {@code done} runs. What it calls durable ends with the process.
 *
 * <p>Threading: on one loop only.
 */
public final class MemoryStorage implements Storage {
    private static final Row ABSENT = new Row.Absent();

    private final Scheduler loop;
    private final EnumMap<Table, TreeMap<Bytes, Bytes>> tables = new EnumMap<>(Table.class);

    public MemoryStorage(Scheduler loop) {
        this.loop = loop;
        for (Table table : Table.values()) {
            tables.put(table, new TreeMap<>());
        }
    }

    @Override
    public Row read(Table table, Bytes key) {
        Bytes value = rows(table).get(key);
        return value == null ? ABSENT : new Row.Found(value);
    }

    @Override
    public ImmutableList<Entry> scan(Table table, Bytes from, Bytes to, int limit) {
        checkArgument(limit > 0, "a scan of %s rows", limit);
        if (from.compareTo(to) >= 0) {
            return ImmutableList.of();
        }
        return rows(table).subMap(from, to).entrySet().stream()
                .limit(limit)
                .map(row -> new Entry(row.getKey(), new Row.Found(row.getValue())))
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public void commit(ImmutableList<Change> batch, Consumer<CommitResult> done) {
        loop.execute(() -> {
            batch.forEach(this::apply);
            done.accept(CommitResult.DURABLE);
        });
    }

    @Override
    public boolean hasSpace() {
        return true;
    }

    @Override
    public Optional<String> lostRows() {
        return Optional.empty();
    }

    private void apply(Change change) {
        if (change.value().isPresent()) {
            rows(change.table())
                    .put(detached(change.key()), detached(change.value().get()));
        } else {
            rows(change.table()).remove(change.key());
        }
    }

    /** A slice kept for long would keep the whole frame it was cut from. */
    private static Bytes detached(Bytes slice) {
        return Bytes.owning(slice.toArray());
    }

    private NavigableMap<Bytes, Bytes> rows(Table table) {
        return tables.computeIfAbsent(table, t -> new TreeMap<>());
    }
}
