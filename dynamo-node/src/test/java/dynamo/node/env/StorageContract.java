package dynamo.node.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Storage} must do; subclasses supply one, its loop, and how to close and open it again. */
public abstract class StorageContract {
    private static final Bytes FIRST = Bytes.EMPTY;
    private static final Bytes LAST = Bytes.owning(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1});
    private static final int ALL = 10_000;

    private Storage storage;

    /** An empty storage. */
    protected abstract Storage open() throws Exception;

    /** Closes it cleanly and opens it again; where rows end with the process, the same one. */
    protected abstract Storage reopen() throws Exception;

    /** Runs the storage's loop on this thread until the condition holds; fails when that never happens. */
    protected abstract void runUntil(BooleanSupplier condition);

    @BeforeEach
    void openStorage() throws Exception {
        storage = open();
    }

    @Test
    void a_row_never_written_is_absent() {
        assertThat(storage.read(Table.DATA, bytes("k"))).isEqualTo(new Row.Absent());
        assertThat(scanAll(Table.DATA)).isEmpty();
    }

    @Test
    void a_durable_row_is_found() {
        commit(put(Table.DATA, "k", "v"));

        assertThat(storage.read(Table.DATA, bytes("k"))).isEqualTo(found("v"));
        assertThat(storage.read(Table.DATA, bytes("k\0"))).isEqualTo(new Row.Absent());
    }

    @Test
    void an_empty_value_is_found_and_not_absent() {
        commit(put(Table.META, "k", ""));

        assertThat(storage.read(Table.META, bytes("k"))).isEqualTo(found(""));
        assertThat(scanAll(Table.META)).containsExactly(new Entry(bytes("k"), found("")));
    }

    @Test
    void tables_share_no_rows() {
        commit(put(Table.DATA, "k", "data"), put(Table.HINTS, "k", "hint"));

        assertThat(storage.read(Table.DATA, bytes("k"))).isEqualTo(found("data"));
        assertThat(storage.read(Table.HINTS, bytes("k"))).isEqualTo(found("hint"));
        assertThat(storage.read(Table.META, bytes("k"))).isEqualTo(new Row.Absent());
        assertThat(scanAll(Table.META)).isEmpty();
    }

    @Test
    void deleted_row_is_absent_and_deleting_it_again_changes_nothing() {
        commit(put(Table.DATA, "k", "v"), put(Table.DATA, "other", "w"));
        commit(delete(Table.DATA, "k"));
        commit(delete(Table.DATA, "k"));

        assertThat(storage.read(Table.DATA, bytes("k"))).isEqualTo(new Row.Absent());
        assertThat(scanAll(Table.DATA)).containsExactly(new Entry(bytes("other"), found("w")));
    }

    @Test
    void the_last_change_of_a_row_in_a_batch_wins() {
        commit(
                put(Table.DATA, "a", "1"),
                put(Table.DATA, "a", "2"),
                put(Table.DATA, "b", "1"),
                delete(Table.DATA, "b"),
                delete(Table.DATA, "c"),
                put(Table.DATA, "c", "1"));

        assertThat(scanAll(Table.DATA))
                .containsExactly(new Entry(bytes("a"), found("2")), new Entry(bytes("c"), found("1")));
    }

    @Test
    void an_empty_batch_becomes_durable() {
        commit();

        assertThat(scanAll(Table.DATA)).isEmpty();
    }

    @Test
    void done_runs_on_the_loop_after_commit_returned() {
        List<String> happened = new ArrayList<>();
        storage.commit(ImmutableList.of(put(Table.DATA, "k", "v")), result -> happened.add("done " + result));
        happened.add("returned");

        runUntil(() -> happened.size() == 2);

        assertThat(happened).containsExactly("returned", "done DURABLE");
    }

    @Test
    void batches_apply_and_end_in_the_order_of_the_calls() {
        List<Integer> ended = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            Consumer<CommitResult> done = result -> {
                assertThat(result).isEqualTo(CommitResult.DURABLE);
                ended.add(number);
            };
            storage.commit(
                    ImmutableList.of(put(Table.DATA, "k", "v" + i), put(Table.DATA, "k" + i % 10, "v" + i)), done);
        }

        runUntil(() -> ended.size() == 100);

        assertThat(ended).isSorted();
        assertThat(storage.read(Table.DATA, bytes("k"))).isEqualTo(found("v99"));
        assertThat(storage.read(Table.DATA, bytes("k3"))).isEqualTo(found("v93"));
    }

    @Test
    void scan_is_in_unsigned_order_of_keys() {
        Bytes low = Bytes.owning(new byte[] {1});
        Bytes longer = Bytes.owning(new byte[] {1, 0});
        Bytes high = Bytes.owning(new byte[] {(byte) 0x80});
        Bytes highest = Bytes.owning(new byte[] {(byte) 0xff, 7});
        commit(
                change(Table.DATA, highest, "4"),
                change(Table.DATA, longer, "2"),
                change(Table.DATA, high, "3"),
                change(Table.DATA, low, "1"));

        assertThat(scanAll(Table.DATA)).extracting(Entry::key).containsExactly(low, longer, high, highest);
    }

    @Test
    void scan_starts_at_from_ends_below_to_and_stops_at_the_limit() {
        commit(
                put(Table.DATA, "a", "1"),
                put(Table.DATA, "b", "2"),
                put(Table.DATA, "c", "3"),
                put(Table.DATA, "d", "4"));

        assertThat(keys("b", "d", ALL)).containsExactly("b", "c");
        assertThat(keys("aa", "cc", ALL)).containsExactly("b", "c");
        assertThat(keys("a", "z", 3)).containsExactly("a", "b", "c");
        assertThat(keys("e", "z", ALL)).isEmpty();
        assertThat(keys("b", "b", ALL)).isEmpty();
        assertThat(keys("d", "a", ALL)).isEmpty();
    }

    @Test
    void scan_of_no_rows_is_refused() {
        assertThatThrownBy(() -> storage.scan(Table.DATA, FIRST, LAST, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keys_and_values_may_be_slices_of_one_frame() {
        Bytes frame = bytes("xxkeyyyvaluezz");
        storage.commit(
                ImmutableList.of(new Change(Table.DATA, frame.slice(2, 5), Optional.of(frame.slice(7, 12)))),
                result -> {});
        commit();

        assertThat(storage.read(Table.DATA, frame.slice(2, 5))).isEqualTo(found("value"));
        assertThat(scanAll(Table.DATA)).containsExactly(new Entry(bytes("key"), found("value")));
    }

    @Test
    void a_value_of_32_mib_comes_back_whole() {
        byte[] big = new byte[32 << 20];
        new SplittableRandom(1).nextBytes(big);
        commit(new Change(Table.DATA, bytes("big"), Optional.of(Bytes.owning(big))));

        assertThat(storage.read(Table.DATA, bytes("big")).equals(new Row.Found(Bytes.owning(big))))
                .isTrue();
    }

    @Test
    void a_new_storage_has_space_and_lost_nothing() {
        assertThat(storage.hasSpace()).isTrue();
        assertThat(storage.lostRows()).isEmpty();
    }

    @Test
    void durable_rows_are_there_after_reopening() throws Exception {
        commit(put(Table.DATA, "a", "1"), put(Table.HINTS, "b", "2"), put(Table.META, "c", "3"));
        commit(delete(Table.HINTS, "b"));

        storage = reopen();

        assertThat(scanAll(Table.DATA)).containsExactly(new Entry(bytes("a"), found("1")));
        assertThat(scanAll(Table.HINTS)).isEmpty();
        assertThat(scanAll(Table.META)).containsExactly(new Entry(bytes("c"), found("3")));
        assertThat(storage.lostRows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void random_batches_leave_what_a_sorted_map_holds(long seed) throws Exception {
        StorageModel model = new StorageModel(seed);
        for (int life = 0; life < 4; life++) {
            for (int burst = 0; burst < 10; burst++) {
                model.commitSome(storage);
                runUntil(model::isIdle);
                model.compare(storage);
            }
            storage = reopen();
            model.compare(storage);
        }
    }

    private void commit(Change... changes) {
        List<CommitResult> results = new ArrayList<>();
        storage.commit(ImmutableList.copyOf(changes), results::add);
        runUntil(() -> !results.isEmpty());
        assertThat(results).containsExactly(CommitResult.DURABLE);
    }

    private ImmutableList<Entry> scanAll(Table table) {
        return storage.scan(table, FIRST, LAST, ALL);
    }

    private List<String> keys(String from, String to, int limit) {
        return storage.scan(Table.DATA, bytes(from), bytes(to), limit).stream()
                .map(entry -> entry.key().asUtf8())
                .toList();
    }

    private static Change put(Table table, String key, String value) {
        return change(table, bytes(key), value);
    }

    private static Change change(Table table, Bytes key, String value) {
        return new Change(table, key, Optional.of(bytes(value)));
    }

    private static Change delete(Table table, String key) {
        return new Change(table, bytes(key), Optional.empty());
    }

    private static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }

    private static Row found(String value) {
        return new Row.Found(bytes(value));
    }
}
