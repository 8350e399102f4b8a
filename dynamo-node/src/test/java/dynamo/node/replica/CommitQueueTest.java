package dynamo.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.Answer;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitQueueTest {
    private final OneDisk disk = new OneDisk();
    private final CommitQueue queue = disk.queue();
    private final List<String> told = new ArrayList<>();

    @Test
    void what_is_asked_for_while_a_batch_is_in_flight_makes_one_next_batch() {
        put("k1", "1");
        put("k2", "2");
        put("k3", "3");
        disk.settle();

        assertThat(disk.storage().committed()).hasSize(2);
        assertThat(disk.storage().committed().get(0)).hasSize(1);
        assertThat(disk.storage().committed().get(1)).hasSize(2);
        assertThat(told).containsExactly("k1 DURABLE", "k2 DURABLE", "k3 DURABLE");
    }

    @Test
    void a_batch_holds_the_newest_value_of_each_row() {
        put("busy", "0");
        put("k", "1");
        put("k", "2");
        disk.settle();

        assertThat(disk.storage().committed().get(1)).hasSize(1);
        assertThat(read("k")).contains("2");
    }

    @Test
    void reads_see_pending_rows_the_newest_first() {
        put("k", "durable");
        disk.settle();
        disk.storage().hold();
        put("k", "in flight");
        assertThat(read("k")).contains("in flight");

        put("k", "gathering");
        assertThat(read("k")).contains("gathering");

        queue.commit(List.of(new Change(Table.DATA, Bytes.utf8("k"), Optional.empty())), result -> {});
        assertThat(read("k")).isEmpty();
    }

    @Test
    void nobody_is_told_before_the_batch_is_durable() {
        disk.storage().hold();
        put("k1", "1");
        put("k2", "2");
        disk.settle();
        assertThat(told).isEmpty();
        assertThat(queue.pending()).isEqualTo(2);

        disk.storage().release();
        disk.settle();

        assertThat(told).hasSize(2);
        assertThat(queue.pending()).isZero();
    }

    @Test
    void a_full_disk_takes_back_the_batch_and_all_behind_it() {
        put("k", "durable");
        disk.settle();
        told.clear();
        queue.onTakenBack(() -> told.add("taken back; k is " + read("k").orElse("absent")));
        disk.storage().plan(CommitResult.FULL);
        put("k", "in flight");
        put("k", "behind");
        disk.settle();

        assertThat(told).containsExactly("taken back; k is durable", "k FULL", "k FULL");
        assertThat(queue.pending()).isZero();
        put("k", "later");
        disk.settle();
        assertThat(told).last().isEqualTo("k DURABLE");
        assertThat(read("k")).contains("later");
    }

    @Test
    void who_is_told_of_a_failure_may_commit_anew() {
        disk.storage().plan(CommitResult.FULL);
        queue.commit(change("k", "lost"), result -> put("k", "again"));
        disk.settle();

        assertThat(told).containsExactly("k DURABLE");
        assertThat(read("k")).contains("again");
    }

    @Test
    void an_ack_that_changes_nothing_waits_for_all_that_is_pending() {
        disk.storage().hold();
        put("in flight", "1");
        afterPending("first");
        put("gathering", "2");
        afterPending("second");
        disk.settle();
        assertThat(told).isEmpty();

        disk.storage().release();
        disk.settle();

        assertThat(told).containsExactly("in flight DURABLE", "first DURABLE", "gathering DURABLE", "second DURABLE");
    }

    @Test
    void an_ack_that_changes_nothing_is_told_at_once_when_nothing_is_pending() {
        afterPending("ack");

        assertThat(told).containsExactly("ack DURABLE");
    }

    @Test
    void an_ack_that_changes_nothing_fails_with_what_it_waits_for() {
        disk.storage().hold();
        disk.storage().plan(CommitResult.FULL);
        put("in flight", "1");
        put("behind", "2");
        afterPending("ack");
        disk.storage().release();
        disk.settle();

        assertThat(told).containsExactly("in flight FULL", "behind FULL", "ack FULL");
    }

    @Test
    void nothing_is_vouched_for_after_the_disk_failed() {
        disk.storage().plan(CommitResult.FAILED);
        put("k", "1");
        disk.settle();

        afterPending("ack");

        assertThat(told).containsExactly("k FAILED", "ack FAILED");
    }

    @Test
    void the_queue_is_full_when_more_gathers_than_a_batch_should_hold() {
        Bytes large = Bytes.owning(new byte[33 << 20]);
        disk.storage().hold();
        put("in flight", "1");
        queue.commit(List.of(new Change(Table.DATA, Bytes.utf8("k1"), Optional.of(large))), result -> {});
        assertThat(queue.isFull()).isFalse();

        queue.commit(List.of(new Change(Table.DATA, Bytes.utf8("k2"), Optional.of(large))), result -> {});
        assertThat(queue.isFull()).isTrue();

        disk.storage().release();
        disk.settle();
        assertThat(queue.isFull()).isFalse();
    }

    private void put(String key, String value) {
        queue.commit(change(key, value), result -> told.add(key + " " + result));
    }

    private void afterPending(String what) {
        Answer<CommitResult> once = new Answer<>();
        queue.afterPending(result -> {
            once.accept(result);
            told.add(what + " " + result);
        });
    }

    private Optional<String> read(String key) {
        return queue.read(Table.DATA, Bytes.utf8(key)) instanceof Row.Found found
                ? Optional.of(found.value().asUtf8())
                : Optional.empty();
    }

    private static ImmutableList<Change> change(String key, String value) {
        return ImmutableList.of(new Change(Table.DATA, Bytes.utf8(key), Optional.of(Bytes.utf8(value))));
    }
}
