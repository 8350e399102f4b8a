package dynamo.node.hint;

import static dynamo.node.hint.Hints.record;
import static dynamo.node.hint.Hints.values;
import static dynamo.node.hint.Hints.write;
import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Key;
import dynamo.node.Puts;
import dynamo.node.RepairPaths;
import dynamo.node.TestCluster;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HintedHandoffTest {
    private final TestCluster cluster = TestCluster.of(5);
    private final Key key = new Key("bucket", Bytes.utf8("key"));
    private final NodeId first = cluster.homes(key).get(0);
    private final NodeId home = cluster.homes(key).get(2);
    private final NodeId holder = cluster.strangers(key).get(0);

    @AfterEach
    void nothing_is_left_pending() {
        cluster.lose(sent -> false);
        cluster.nodes().forEach(node -> cluster.disk(node).release());
        cluster.run(HintedHandoff.RETRY_MAX.plusSeconds(5));
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(cluster.node(node).pendingWork()).isZero());
    }

    @Test
    void hints_are_handed_over_as_soon_as_their_home_is_back() {
        keepOne();

        cluster.start(home);
        cluster.run(Duration.ofSeconds(1));

        assertThat(values(cluster.held(home, key))).containsExactly("v");
        assertThat(hints()).isZero();
        assertThat(cluster.events(holder).hintsReplayed).containsExactly(home);
        assertThat(replays())
                .allMatch(
                        write -> write.hintedFor().isEmpty() && write.remember().isEmpty() && !write.whole());
    }

    @Test
    void hint_is_deleted_only_after_the_homes_durable_ack() {
        keepOne();
        holdAsItStarts();
        cluster.run(Duration.ofSeconds(5));
        assertThat(hints()).isEqualTo(1);

        cluster.disk(home).release();
        cluster.run(HintedHandoff.RETRY_MAX.plusSeconds(3));

        assertThat(hints()).isZero();
        assertThat(values(cluster.held(home, key))).containsExactly("v");
    }

    @Test
    void a_hint_that_changes_on_its_way_is_sent_again() {
        keepOne();
        holdAsItStarts();
        cluster.inject(first, holder, write(key, record(9, "w"), home));
        cluster.run(Duration.ofMillis(20));
        cluster.disk(home).release();
        cluster.run(Duration.ofMillis(20));
        assertThat(hints()).isEqualTo(1);

        cluster.run(HintedHandoff.RETRY_MAX.plusSeconds(3));

        assertThat(hints()).isZero();
        assertThat(values(cluster.held(home, key))).containsExactlyInAnyOrder("v", "w");
    }

    @Test
    void holder_restart_keeps_hints() {
        keepOne();
        cluster.restart(holder);
        assertThat(hints()).isEqualTo(1);

        cluster.start(home);
        cluster.run(Duration.ofSeconds(1));

        assertThat(hints()).isZero();
        assertThat(values(cluster.held(home, key))).containsExactly("v");
    }

    @Test
    void hints_wait_until_their_home_has_space() {
        keepOne();
        cluster.disk(home).setSpace(false);
        cluster.start(home);
        cluster.run(Duration.ofSeconds(20));
        assertThat(hints()).isEqualTo(1);

        cluster.disk(home).setSpace(true);
        cluster.run(Duration.ofSeconds(2).plus(HintedHandoff.RETRY_MAX));

        assertThat(hints()).isZero();
    }

    @Test
    void a_home_that_refuses_is_asked_again_later_and_not_all_the_time() {
        keepOne();
        cluster.start(home);
        cluster.time().runUntil(() -> cluster.node(home).isReady());
        CommitResult[] full = new CommitResult[12];
        Arrays.fill(full, CommitResult.FULL);
        cluster.disk(home).plan(full);
        cluster.run(Duration.ofSeconds(15));
        assertThat(replays()).hasSizeBetween(3, 8);

        cluster.run(Duration.ofMinutes(2));

        assertThat(hints()).isZero();
    }

    @Test
    void a_home_that_is_silent_is_asked_again_later() {
        keepOne();
        cluster.lose(sent -> sent.from().equals(home) && sent.message() instanceof Reply.Written);
        cluster.start(home);
        cluster.run(Duration.ofSeconds(10));
        assertThat(hints()).isEqualTo(1);
        assertThat(replays()).hasSizeBetween(2, 5);

        cluster.lose(sent -> false);
        cluster.run(HintedHandoff.RETRY_MAX.plusSeconds(3));

        assertThat(hints()).isZero();
    }

    @Test
    void a_lost_connection_ends_a_replay_and_the_next_one_begins_with_it() {
        keepOne();
        holdAsItStarts();
        cluster.sever(holder, home);
        cluster.disk(home).release();
        cluster.run(Duration.ofMillis(100));
        assertThat(hints()).isEqualTo(1);

        cluster.heal();
        cluster.run(Duration.ofMillis(100));

        assertThat(hints()).isZero();
    }

    @Test
    void one_slice_is_in_flight_at_a_time() {
        keepMany();

        cluster.lose(sent -> sent.from().equals(home) && sent.message() instanceof Reply.Written);
        cluster.start(home);
        cluster.run(Duration.ofSeconds(1));
        assertThat(replays()).hasSizeBetween(1, HintScan.ROWS_MAX);

        cluster.lose(sent -> false);
        cluster.run(Duration.ofSeconds(20));
        assertThat(hints()).isZero();
    }

    @Test
    void there_is_a_pause_between_slices() {
        keepMany();
        cluster.start(home);
        cluster.time().runUntil(() -> !replays().isEmpty());
        int slice = replays().size();
        cluster.time().runUntil(() -> cluster.events(holder).hintsReplayed.size() == slice);

        cluster.run(HintedHandoff.PAUSE.minusMillis(1));
        assertThat(replays()).hasSize(slice);
        cluster.run(Duration.ofMillis(1));
        assertThat(replays()).hasSizeGreaterThan(slice);
    }

    @Test
    void an_unreadable_hint_stays_and_holds_no_other_up() {
        keepOne();
        cluster.disk(holder).damage(Table.HINTS);
        Key other = cluster.keyAt(cluster.homes(key).toArray(new NodeId[0]));
        cluster.inject(first, holder, write(other, record(1, "w"), home));
        cluster.run(Duration.ofMillis(20));

        cluster.start(home);
        cluster.run(Duration.ofSeconds(2));

        assertThat(values(cluster.held(home, other))).containsExactly("w");
        assertThat(cluster.disk(holder).rows(Table.HINTS)).hasSize(1);
        assertThat(cluster.events(holder).hintsUnreadable).hasSize(1);
        assertThat(hints()).isZero();
    }

    @Test
    void a_hint_that_its_home_cannot_merge_holds_no_other_up() {
        Key other = cluster.keyAt(cluster.homes(key).toArray(new NodeId[0]));
        cluster.stored(first, Puts.of(key, "old").w(3, 3));
        keepOne();
        cluster.inject(first, holder, write(other, record(1, "w"), home));
        cluster.disk(home).damage(Table.DATA);
        cluster.run(Duration.ofMillis(20));

        cluster.start(home);
        cluster.run(Duration.ofSeconds(2));

        assertThat(values(cluster.held(home, other))).containsExactly("w");
        assertThat(hints()).isEqualTo(1);
        cluster.found(first, key, 2); // mends the row
        cluster.run(HintedHandoff.RETRY_MAX.plusSeconds(3));
        assertThat(hints()).isZero();
    }

    @Test
    void replay_can_be_switched_off() {
        cluster.configure(holder, config -> config.with(new RepairPaths(true, false, true)));
        keepOne();
        cluster.start(home);
        cluster.run(Duration.ofSeconds(20));

        assertThat(hints()).isEqualTo(1);
        assertThat(replays()).isEmpty();
    }

    @Test
    void read_repair_can_be_switched_off() {
        cluster.configure(first, config -> config.with(new RepairPaths(false, true, true)));
        cluster.lose(sent -> sent.to().equals(home) && sent.message() instanceof Request.Write);
        cluster.stored(first, Puts.of(key, "v").homesOnly());
        cluster.lose(sent -> false);
        cluster.found(first, key, 3);
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.held(home, key).isEmpty()).isTrue();
        cluster.found(holder, key, 3);
        cluster.run(Duration.ofSeconds(1));
        assertThat(values(cluster.held(home, key))).containsExactly("v");
    }

    /** The home is down, and the holder keeps a write for it. */
    private void keepOne() {
        cluster.crash(home);
        cluster.run(Duration.ofMillis(1));
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        cluster.run(Duration.ofMillis(20));
        assertThat(hints()).isEqualTo(1);
        cluster.forgetSent();
    }

    /** The same for many keys: more than two slices. */
    private void keepMany() {
        cluster.crash(home);
        cluster.run(Duration.ofMillis(1));
        List<Key> keys = IntStream.range(0, 200)
                .mapToObj(i -> new Key("bucket", Bytes.utf8("key-" + i)))
                .filter(each -> cluster.homes(each).contains(home))
                .toList();
        keys.forEach(each -> cluster.inject(first, holder, write(each, record(1, "v"), home)));
        cluster.run(Duration.ofMillis(50));
        assertThat(hints()).isEqualTo(keys.size()).isGreaterThan(2 * HintScan.ROWS_MAX);
        cluster.forgetSent();
    }

    /** The home has welcomed the holder, and its disk takes its time with what comes next. */
    private void holdAsItStarts() {
        cluster.start(home);
        cluster.time().runUntil(() -> !replays().isEmpty());
        cluster.disk(home).hold();
        cluster.run(Duration.ofMillis(20));
        assertThat(replays()).hasSize(1);
    }

    private long hints() {
        return cluster.node(holder).hints().homes().stream()
                .mapToLong(kept -> kept.hints())
                .sum();
    }

    private List<Request.Write> replays() {
        return cluster.sent(Request.Write.class).stream()
                .filter(sent -> sent.from().equals(holder))
                .map(sent -> (Request.Write) sent.message())
                .filter(write -> write.kind() == WriteKind.HINT)
                .toList();
    }
}
