package dynamo.node.hint;

import static dynamo.node.hint.Hints.HOME;
import static dynamo.node.hint.Hints.KEY;
import static dynamo.node.hint.Hints.OTHER_HOME;
import static dynamo.node.hint.Hints.record;
import static dynamo.node.hint.Hints.values;
import static dynamo.node.hint.Hints.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.Answer;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Reply.Written;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.node.replica.OneDisk;
import dynamo.node.replica.RefusedActors;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HintStoreTest {
    private static final int PARTITIONS = 8;

    private final OneDisk disk = new OneDisk();
    private HintStore hints = open(HintConfig.DEFAULT);

    private HintStore open(HintConfig config) {
        HintStore opened =
                new HintStore(disk.doors(), disk.queue(), PARTITIONS, config, new RefusedActors(disk.queue()));
        opened.start();
        disk.settle();
        return opened;
    }

    private void restart(HintConfig config) {
        disk.restart();
        hints = open(config);
    }

    @Test
    void hint_is_not_acked_before_durable() {
        disk.storage().hold();
        Answer<Written> answer = keep(KEY, record(1, "v"), HOME);
        disk.settle();
        assertThat(answer.came()).isFalse();

        disk.storage().release();
        disk.settle();

        assertThat(answer.get().status()).isEqualTo(Status.STORED);
        assertThat(disk.storage().rows(Table.HINTS)).hasSize(1);
        assertThat(disk.storage().rows(Table.DATA)).isEmpty();
    }

    @Test
    void a_covered_hint_is_acked_once_the_pending_copy_is_durable() {
        disk.storage().hold();
        keep(KEY, record(1, "v"), HOME);
        Answer<Written> again = keep(KEY, record(1, "v"), HOME);
        disk.settle();
        assertThat(again.came()).isFalse();

        disk.storage().release();
        disk.settle();

        assertThat(again.get().status()).isEqualTo(Status.COVERED);
    }

    @Test
    void a_hint_that_was_not_committed_is_no_ack() {
        disk.storage().plan(CommitResult.FULL);
        Answer<Written> answer = keep(KEY, record(1, "v"), HOME);
        disk.settle();

        assertThat(answer.get().status()).isEqualTo(Status.REFUSED_FULL);
        assertThat(hints.bytes()).isZero();
        assertThat(hints.hints()).isEmpty();
    }

    @Test
    void hints_of_one_key_for_one_home_are_merged() {
        keep(KEY, record(1, "one"), HOME);
        keep(KEY, record(2, "two"), HOME);
        keep(KEY, record(3, "other"), OTHER_HOME);
        disk.settle();

        assertThat(hints.hints()).isEqualTo(Map.of(HOME, 1L, OTHER_HOME, 1L));
        assertThat(values(hints.record(KEY).orElseThrow())).containsExactly("one", "two", "other");
    }

    @Test
    void copies_of_an_earlier_try_are_named() {
        WriteId id = new WriteId(1, 0); // of the record with actor 1
        keep(KEY, record(1, "v"), HOME);
        Siblings again = new Siblings(
                record(2, "v").vector(),
                record(2, "v").live().stream()
                        .map(sibling -> new Sibling(sibling.dot(), id, 0, sibling.content()))
                        .collect(ImmutableList.toImmutableList()));
        Answer<Written> answer = new Answer<>();
        hints.onWrite(
                new Request.Write(WriteKind.HINT, KEY, again, Optional.of(id), false, Optional.of(HOME)), HOME, answer);
        disk.settle();

        assertThat(answer.get().others()).containsExactly(new Dot(1, 1));
        assertThat(answer.get().record().orElseThrow().live()).hasSize(2);
    }

    @Test
    void full_holder_refuses_and_is_no_ack() {
        keep(KEY, record(1, "v"), HOME);
        disk.settle();
        restart(new HintConfig(hints.bytes()));

        Answer<Written> more = keep(key("other"), record(2, "w"), HOME);
        Answer<Written> bigger = keep(KEY, record(2, "w"), HOME);
        Answer<Written> known = keep(KEY, record(1, "v"), HOME);
        disk.settle();

        assertThat(more.get().status()).isEqualTo(Status.REFUSED_HINTS_FULL);
        assertThat(bigger.get().status()).isEqualTo(Status.REFUSED_HINTS_FULL);
        assertThat(Status.REFUSED_HINTS_FULL.isAck()).isFalse();
        assertThat(known.get().status()).isEqualTo(Status.COVERED);
        assertThat(disk.events().hintsRefused).containsExactly("REFUSED_HINTS_FULL", "REFUSED_HINTS_FULL");
    }

    @Test
    void a_full_holder_takes_hints_again_once_some_were_handed_over() {
        keep(KEY, record(1, "v"), HOME);
        disk.settle();
        restart(new HintConfig(hints.bytes()));
        handOver(KEY, record(1, "v"));

        Answer<Written> answer = keep(KEY, record(2, "w"), HOME);
        disk.settle();

        assertThat(answer.get().status()).isEqualTo(Status.STORED);
    }

    @Test
    void a_holder_without_space_on_its_disk_refuses() {
        disk.storage().setSpace(false);
        Answer<Written> answer = keep(KEY, record(1, "v"), HOME);
        disk.settle();

        assertThat(answer.get().status()).isEqualTo(Status.REFUSED_FULL);
        assertThat(disk.storage().rows(Table.HINTS)).isEmpty();
    }

    @Test
    void what_an_earlier_process_kept_is_counted_and_nothing_new_is_taken_before() {
        for (int i = 0; i < 100; i++) {
            keep(key("key-" + i), record(1, "v"), i % 2 == 0 ? HOME : OTHER_HOME);
        }
        disk.settle();
        long bytes = hints.bytes();

        disk.restart();
        hints = new HintStore(
                disk.doors(), disk.queue(), PARTITIONS, HintConfig.DEFAULT, new RefusedActors(disk.queue()));
        hints.start();
        Answer<Written> early = keep(KEY, record(1, "v"), HOME);
        assertThat(hints.record(KEY)).isEmpty();
        disk.settle();

        assertThat(early.get().status()).isEqualTo(Status.REFUSED);
        assertThat(hints.isCounted()).isTrue();
        assertThat(hints.bytes()).isEqualTo(bytes);
        assertThat(hints.hints()).isEqualTo(Map.of(HOME, 50L, OTHER_HOME, 50L));
    }

    @Test
    void counts_follow_what_is_kept_merged_and_handed_over() {
        keep(KEY, record(1, "v"), HOME);
        disk.settle();
        long one = hints.bytes();
        keep(KEY, record(2, "w"), HOME);
        disk.settle();
        assertThat(hints.bytes()).isGreaterThan(one);
        assertThat(hints.bytes()).isEqualTo(onDisk());
        assertThat(hints.hints(HOME)).isEqualTo(1);

        handOver(KEY, Siblings.sync(record(1, "v"), record(2, "w")));

        assertThat(hints.bytes()).isZero();
        assertThat(hints.hints()).isEmpty();
        assertThat(disk.events().hintsReplayed).containsExactly(HOME);
    }

    @Test
    void a_failed_commit_takes_its_counts_back() {
        keep(KEY, record(1, "v"), HOME);
        disk.settle();
        disk.storage().plan(CommitResult.FULL);
        keep(KEY, record(2, "w"), HOME);
        keep(key("behind"), record(2, "w"), OTHER_HOME);
        handOver(KEY, Siblings.sync(record(1, "v"), record(2, "w")));

        assertThat(hints.bytes()).isEqualTo(onDisk());
        assertThat(hints.hints()).isEqualTo(Map.of(HOME, 1L));
    }

    @Test
    void a_hint_that_has_changed_since_it_was_sent_is_not_dropped() {
        keep(KEY, record(1, "v"), HOME);
        disk.settle();
        keep(KEY, record(2, "w"), HOME); // pending

        assertThat(handOver(KEY, record(1, "v"))).isFalse();

        assertThat(values(hints.record(KEY).orElseThrow())).containsExactly("v", "w");
        assertThat(disk.events().hintsReplayed).isEmpty();
    }

    @Test
    void an_unreadable_hint_is_reported_once_and_neither_served_nor_overwritten() {
        keep(KEY, record(1, "v"), HOME);
        keep(key("fine"), record(1, "v"), OTHER_HOME);
        disk.settle();
        Bytes row = HintRow.of(HOME, KEY).bytes();
        disk.storage().damage(Table.HINTS, row);

        Answer<Written> refused = keep(KEY, record(2, "w"), HOME);
        keep(KEY, record(2, "w"), HOME);
        disk.settle();

        assertThat(refused.get().status()).isEqualTo(Status.REFUSED_UNREADABLE);
        assertThat(hints.record(KEY)).isEmpty();
        assertThat(hints.record(key("fine"))).isPresent();
        assertThat(disk.events().hintsUnreadable).hasSize(1);
        assertThat(hints.hints()).isEqualTo(Map.of(HOME, 0L, OTHER_HOME, 1L));
        assertThat(disk.storage().rows(Table.HINTS)).containsKey(row);
        restart(HintConfig.DEFAULT);
        assertThat(hints.hints()).isEqualTo(Map.of(HOME, 0L, OTHER_HOME, 1L));
        assertThat(disk.events().hintsUnreadable).hasSize(2);
    }

    @Test
    void bytes_that_are_no_hint_are_reported_and_left_alone() {
        disk.storage().rows(Table.HINTS).put(Bytes.utf8("\u0003!!!"), Bytes.utf8("?"));
        disk.storage().rows(Table.HINTS).put(HintRow.of(HOME, KEY).bytes(), Bytes.utf8("no record"));
        restart(HintConfig.DEFAULT);

        assertThat(hints.record(KEY)).isEmpty();
        assertThat(hints.hints()).isEqualTo(Map.of(HOME, 0L));
        assertThat(disk.events().hintsUnreadable).hasSize(2);
        assertThat(disk.storage().rows(Table.HINTS)).hasSize(2);
    }

    private long onDisk() {
        return disk.storage().rows(Table.HINTS).entrySet().stream()
                .mapToLong(row -> row.getKey().length() + row.getValue().length())
                .sum();
    }

    private Answer<Written> keep(Key key, Siblings record, NodeId home) {
        Answer<Written> answer = new Answer<>();
        hints.onWrite(write(key, record, home), home, answer);
        return answer;
    }

    private boolean handOver(Key key, Siblings sent) {
        Answer<Boolean> gone = new Answer<>();
        hints.handedOver(HintRow.of(HOME, key), sent.encoded(), gone);
        disk.settle();
        return gone.get();
    }

    private static Key key(String name) {
        return new Key("bucket", Bytes.utf8(name));
    }
}
