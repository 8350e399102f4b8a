package dynamo.node.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.node.Answer;
import dynamo.node.Puts;
import dynamo.node.ReplicaView;
import dynamo.node.TestCluster;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Request;
import dynamo.node.replica.Standing;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GetCoordinatorTest {
    private final TestCluster cluster = TestCluster.of(3);
    private final Key key = new Key("bucket", Bytes.utf8("key"));
    private final List<NodeId> homes = cluster.homes(key);
    private final NodeId first = homes.get(0);
    private final NodeId second = homes.get(1);
    private final NodeId third = homes.get(2);

    @AfterEach
    void nothing_is_left_pending() {
        cluster.lose(sent -> false);
        cluster.run(Duration.ofSeconds(6));
        assertThat(homes)
                .allSatisfy(home -> assertThat(cluster.node(home).pendingWork()).isZero());
    }

    @Test
    void a_key_that_was_never_written_is_found_empty() {
        GetResult.Found found = cluster.found(first, key, 2);

        assertThat(found.record().isEmpty()).isTrue();
        assertThat(found.n()).isEqualTo(3);
        assertThat(found.answers()).isEqualTo(2);
    }

    @Test
    void a_get_is_answered_as_soon_as_r_homes_have() {
        cluster.stored(first, Puts.of(key, "v"));
        cluster.hang(third);
        long before = cluster.time().elapsedNanos();

        GetResult.Found found = cluster.found(first, key, 2);

        assertThat(found.record().live()).hasSize(1);
        assertThat(cluster.time().elapsedNanos() - before)
                .isLessThan(Duration.ofMillis(10).toNanos());
    }

    @Test
    void gets_in_flight_hold_no_more_bytes_than_there_is_room_for() {
        cluster.stored(first, Puts.large(key, 20 << 20));
        cluster.hang(third); // it is waited for while the others' answers are held
        for (int i = 0; i < 6; i++) {
            cluster.found(first, key, 2);
        }

        Failure failure = failed(first, 2);
        Failure before = cluster.failed(first, Puts.of(key, "w").readFirst());
        assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(before.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(cluster.events(first).shed).containsOnly("get: too many bytes in flight");

        cluster.run(Duration.ofSeconds(1));
        cluster.found(first, key, 2);
    }

    @Test
    void a_home_answers_at_r_1_from_its_own_record() {
        cluster.stored(first, Puts.of(key, "v"));
        cluster.isolate(first);
        cluster.run(Duration.ofMillis(1));

        assertThat(cluster.found(first, key, 1).record().live()).hasSize(1);
    }

    @Test
    void concurrent_values_of_different_homes_are_shown_together() {
        writeAtOneHomeOnly(first, Puts.of(key, "1"));
        writeAtOneHomeOnly(second, Puts.of(key, "2"));

        assertThat(cluster.found(third, key, 3).record().live()).hasSize(2);
    }

    @Test
    void fewer_than_r_connected_homes_fail_at_once() {
        cluster.isolate(first);
        cluster.run(Duration.ofMillis(1));
        cluster.forgetSent();

        Failure failure = failed(first, 2);

        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_NOT_AVAILABLE);
        assertThat(failure.required()).isEqualTo(2);
        assertThat(failure.received()).isEqualTo(1);
        assertThat(cluster.sent(Request.Read.class)).isEmpty();
    }

    @Test
    void too_few_answers_in_time_fail_at_the_deadline() {
        cluster.lose(sent -> sent.to().equals(second) || sent.to().equals(third));
        long before = cluster.time().elapsedNanos();

        Failure failure = failed(first, 2);

        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_TIMEOUT);
        assertThat(failure.received()).isEqualTo(1);
        assertThat(cluster.time().elapsedNanos() - before)
                .isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void lost_connections_fail_a_get_before_its_deadline() {
        cluster.lose(sent -> sent.to().equals(second) || sent.to().equals(third));
        Answer<GetResult> answer = cluster.begin(first, get(2));
        cluster.run(Duration.ofMillis(5));
        cluster.isolate(first);
        cluster.run(Duration.ofMillis(1));

        assertThat(answer.get()).isInstanceOf(GetResult.Failed.class);
    }

    @Test
    void stale_homes_are_repaired() {
        cluster.isolate(third);
        cluster.stored(first, Puts.of(key, "v"));
        cluster.heal();
        assertThat(cluster.held(third, key).isEmpty()).isTrue();

        cluster.found(second, key, 2);
        cluster.run(Duration.ofMillis(50));

        assertThat(cluster.held(third, key)).isEqualTo(cluster.held(first, key));
        assertThat(cluster.events(second).repaired).containsExactly(third);
    }

    @Test
    void a_read_of_equal_records_writes_nothing() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        cluster.forgetSent();

        cluster.found(second, key, 2);
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.sent(Request.Write.class)).isEmpty();
    }

    @Test
    void a_late_answer_is_repaired_too_but_not_waited_for_long() {
        cluster.isolate(third);
        cluster.stored(first, Puts.of(key, "v"));
        cluster.heal();
        cluster.hang(third);

        cluster.found(first, key, 2);
        cluster.run(Duration.ofMillis(600));

        assertThat(cluster.node(first).pendingWork()).isZero();
    }

    @Test
    void many_gets_beside_a_hanging_home_do_not_linger() {
        cluster.hang(third);
        List<Answer<GetResult>> answers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            answers.add(cluster.begin(first, get(2)));
        }
        cluster.run(Duration.ofMillis(20));

        assertThat(answers).allMatch(Answer::came);
        assertThat(cluster.node(first).pendingWork())
                .isPositive()
                .isLessThanOrEqualTo(2 * 1024); // each, and its request
    }

    @Test
    void a_home_without_space_is_not_repaired() {
        cluster.isolate(third);
        cluster.stored(first, Puts.of(key, "v"));
        cluster.heal();
        cluster.disk(third).setSpace(false);
        cluster.run(Duration.ofSeconds(1));
        cluster.forgetSent();

        cluster.found(first, key, 2);
        cluster.run(Duration.ofMillis(50));

        assertThat(cluster.sent(Request.Write.class)).isEmpty();
    }

    @Test
    void an_amnesiacs_answer_is_no_vote_even_at_r_1() {
        loseTheDiskOf(third);
        assertThat(cluster.node(third).standing()).isEqualTo(Standing.State.AMNESIAC);
        cluster.lose(sent -> !sent.from().equals(sent.to()));

        Failure failure = failed(third, 1);

        assertThat(failure.received()).isZero();
    }

    @Test
    void an_amnesiac_asks_the_others() {
        cluster.stored(first, Puts.of(key, "v"));
        loseTheDiskOf(third);

        assertThat(cluster.found(third, key, 1).record().live()).hasSize(1);
    }

    @Test
    void an_acknowledged_write_is_not_missed_because_one_of_its_homes_lost_its_disk() {
        cluster.isolate(second);
        cluster.stored(first, Puts.of(key, "v")); // at the first and the third
        cluster.heal();
        loseTheDiskOf(third);
        cluster.sever(second, first);
        cluster.run(Duration.ofMillis(1));

        assertThat(failed(second, 2).code()).isEqualTo(ErrorCode.QUORUM_TIMEOUT); // never "not found"
    }

    @Test
    void what_an_amnesiac_still_has_is_shown() {
        cluster.stored(first, Puts.of(key, "v"));
        loseTheDiskOf(third);
        writeAtOneHomeOnly(third, Puts.of(key, "w"));

        assertThat(cluster.found(first, key, 3 - 1).record().live()).isNotEmpty();
        cluster.run(Duration.ofMillis(600));
        assertThat(cluster.held(first, key).live()).hasSize(2);
    }

    @Test
    void an_unreadable_row_is_no_vote_and_heals_from_the_two_others() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        Siblings record = cluster.held(first, key);
        cluster.disk(first).damage(Table.DATA);

        GetResult.Found found = cluster.found(first, key, 2);
        cluster.run(Duration.ofMillis(50));

        assertThat(found.record()).isEqualTo(record);
        assertThat(cluster.held(first, key)).isEqualTo(record);
        assertThat(cluster.events(first).unreadable).containsExactly(key);
    }

    @Test
    void an_unreadable_row_heals_with_what_the_others_hold_after_it_was_found() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        cluster.disk(first).damage(Table.DATA);
        cluster.lose(sent -> sent.from().equals(third) && sent.message() instanceof Request.Write);

        cluster.begin(second, get(2));
        cluster.run(Duration.ofNanos(1_500_000)); // the third has answered the get
        cluster.begin(third, Puts.of(key, "w").w(1, 3));
        cluster.run(Duration.ofMillis(50));

        assertThat(cluster.held(first, key).live()).hasSize(2);
    }

    @Test
    void an_unreadable_row_does_not_heal_from_a_part_of_the_others() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        cluster.disk(first).damage(Table.DATA);
        cluster.isolate(third);
        cluster.run(Duration.ofMillis(1));

        cluster.found(second, key, 1);
        cluster.run(Duration.ofSeconds(1));

        assertThat(stateOf(first)).isEqualTo(ReplicaView.State.UNREADABLE);
    }

    @Test
    void an_unreadable_row_does_not_heal_from_an_amnesiac() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        loseTheDiskOf(third);
        cluster.disk(first).damage(Table.DATA);

        cluster.found(second, key, 1);
        cluster.run(Duration.ofSeconds(1));

        assertThat(stateOf(first)).isEqualTo(ReplicaView.State.UNREADABLE);
        assertThat(cluster.held(third, key).live()).hasSize(1);
    }

    @Test
    void writes_go_on_beside_an_unreadable_row() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        cluster.disk(first).damage(Table.DATA);

        assertThat(cluster.stored(first, Puts.of(key, "w")).acks()).isEqualTo(2);

        assertThat(cluster.events(first).forwardedTo).containsExactly(second);
        assertThat(cluster.found(first, key, 2).record().live()).hasSize(2);
    }

    @Test
    void an_inspection_shows_each_home_as_it_is() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        cluster.disk(first).damage(Table.DATA);
        loseTheDiskOf(second);
        cluster.crash(third);
        cluster.run(Duration.ofMillis(1));

        assertThat(inspect(first))
                .extracting(ReplicaView::state)
                .containsExactly(
                        ReplicaView.State.UNREADABLE, ReplicaView.State.AMNESIAC, ReplicaView.State.UNREACHABLE);
        cluster.start(third);
    }

    private ReplicaView.State stateOf(NodeId home) {
        return inspect(home).stream()
                .filter(view -> view.entry().node().equals(home))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private ImmutableList<ReplicaView> inspect(NodeId at) {
        Answer<ImmutableList<ReplicaView>> views = new Answer<>();
        cluster.node(at).inspect(key, Duration.ofSeconds(1), views);
        return cluster.await(views);
    }

    private void loseTheDiskOf(NodeId home) {
        cluster.crash(home);
        cluster.replaceDisk(home, cluster.emptyDisk());
        cluster.start(home);
        cluster.run(Duration.ofMillis(50));
    }

    private void writeAtOneHomeOnly(NodeId home, Puts put) {
        cluster.lose(sent -> sent.from().equals(home) && sent.message() instanceof Request.Write);
        cluster.stored(home, put.w(1, 3));
        cluster.lose(sent -> false);
    }

    private GetRequest get(int r) {
        return new GetRequest(key, cluster.quorum(r), Duration.ofSeconds(5));
    }

    private Failure failed(NodeId at, int r) {
        GetResult result = cluster.get(at, key, r);
        assertThat(result).isInstanceOf(GetResult.Failed.class);
        return ((GetResult.Failed) result).failure();
    }
}
