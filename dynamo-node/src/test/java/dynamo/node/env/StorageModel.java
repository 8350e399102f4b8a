package dynamo.node.env;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What a storage should hold after random batches, kept in sorted maps. */
final class StorageModel {
    private static final int BATCHES_MAX = 8;
    private static final int CHANGES_MAX = 12;
    /** Few keys, so that rows are written over and deleted often. */
    private static final int KEYS = 60;

    private final String seed;
    private final SplittableRandom random;
    private final EnumMap<Table, TreeMap<Bytes, Bytes>> expected = new EnumMap<>(Table.class);
    private int pending;

    StorageModel(long seed) {
        this.seed = "seed " + seed;
        this.random = new SplittableRandom(seed);
        for (Table table : Table.values()) {
            expected.put(table, new TreeMap<>());
        }
    }

    /** Hands over some batches without waiting for any. */
    void commitSome(Storage storage) {
        int batches = 1 + random.nextInt(BATCHES_MAX);
        for (int i = 0; i < batches; i++) {
            ImmutableList<Change> batch = batch();
            pending++;
            storage.commit(batch, result -> {
                assertThat(result).as(seed).isEqualTo(CommitResult.DURABLE);
                pending--;
                batch.forEach(this::apply);
            });
        }
    }

    boolean isIdle() {
        return pending == 0;
    }

    void compare(Storage storage) {
        for (Table table : Table.values()) {
            Bytes key = key();
            Bytes value = rows(table).get(key);
            assertThat(storage.read(table, key))
                    .as(seed)
                    .isEqualTo(value == null ? new Row.Absent() : new Row.Found(value));
            Bytes from = key();
            Bytes to = key();
            int limit = 1 + random.nextInt(KEYS);
            assertThat(storage.scan(table, from, to, limit)).as(seed).isEqualTo(rowsBetween(table, from, to, limit));
            assertThat(storage.scan(table, Bytes.EMPTY, Bytes.owning(new byte[] {-1}), KEYS + 1))
                    .as(seed)
                    .isEqualTo(rowsBetween(table, Bytes.EMPTY, Bytes.owning(new byte[] {-1}), KEYS + 1));
        }
    }

    private List<Entry> rowsBetween(Table table, Bytes from, Bytes to, int limit) {
        List<Entry> rows = new ArrayList<>();
        rows(table).forEach((key, value) -> {
            if (key.compareTo(from) >= 0 && key.compareTo(to) < 0 && rows.size() < limit) {
                rows.add(new Entry(key, new Row.Found(value)));
            }
        });
        return rows;
    }

    private ImmutableList<Change> batch() {
        ImmutableList.Builder<Change> batch = ImmutableList.builder();
        int changes = random.nextInt(CHANGES_MAX);
        for (int i = 0; i < changes; i++) {
            Table table = Table.values()[random.nextInt(Table.values().length)];
            Optional<Bytes> value = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value());
            batch.add(new Change(table, key(), value));
        }
        return batch.build();
    }

    private void apply(Change change) {
        if (change.value().isPresent()) {
            rows(change.table()).put(change.key(), change.value().get());
        } else {
            rows(change.table()).remove(change.key());
        }
    }

    /** Spread over all first bytes but 0xff, which ends the scan of everything. */
    private Bytes key() {
        int number = random.nextInt(KEYS);
        return Bytes.owning(new byte[] {(byte) (number * 4), (byte) (number * 77)});
    }

    private Bytes value() {
        byte[] value = new byte[random.nextInt(200)];
        random.nextBytes(value);
        return Bytes.owning(value);
    }

    private TreeMap<Bytes, Bytes> rows(Table table) {
        return expected.computeIfAbsent(table, t -> new TreeMap<>());
    }
}
