package dynamo.node.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.contract.PutResult;
import dynamo.node.Answer;
import dynamo.node.Puts;
import dynamo.node.TestCluster;
import dynamo.node.TestCluster.Sent;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Declined;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private final TestCluster cluster = TestCluster.of(5);
    private final Key key = new Key("bucket", Bytes.utf8("key"));
    private final List<NodeId> homes = cluster.homes(key);
    private final NodeId first = homes.get(0);
    private final NodeId second = homes.get(1);
    private final NodeId third = homes.get(2);
    private final NodeId stranger = cluster.strangers(key).get(0);
    private final NodeId otherStranger = cluster.strangers(key).get(1);

    @AfterEach
    void nothing_is_left_pending() {
        cluster.lose(sent -> false);
        cluster.nodes().forEach(node -> cluster.disk(node).release());
        cluster.run(Duration.ofSeconds(6));
        assertThat(cluster.node(stranger).pendingWork()).isZero();
    }

    @Test
    void a_put_at_a_stranger_is_passed_to_the_first_home() {
        PutResult.Stored stored = cluster.stored(stranger, Puts.of(key, "v"));

        assertThat(stored.acks()).isEqualTo(2);
        assertThat(stored.alone()).isPresent();
        assertThat(passedTo()).containsExactly(first);
        assertThat(cluster.events(first).minted).containsExactly(stored.dot());
        assertThat(cluster.events(stranger).minted).isEmpty();
    }

    @Test
    void a_declined_put_goes_to_the_next_home() {
        fillUp(first);

        cluster.stored(stranger, Puts.of(key, "v"));

        assertThat(passedTo()).containsExactly(first, second);
        assertThat(cluster.events(second).minted).hasSize(1);
    }

    @Test
    void a_home_that_cannot_write_passes_the_put_on() {
        fillUp(first);

        cluster.stored(first, Puts.of(key, "v"));

        assertThat(cluster.events(first).forwardedTo).containsExactly(second);
        assertThat(cluster.events(first).minted).isEmpty();
    }

    @Test
    void nobody_passes_on_what_was_passed_to_it() {
        fillUp(first);
        cluster.inject(stranger, otherStranger, coordinate());
        cluster.inject(stranger, first, coordinate());
        cluster.run(Duration.ofMillis(20));

        assertThat(cluster.sent(Declined.class)).extracting(Sent::from).containsExactlyInAnyOrder(otherStranger, first);
        assertThat(cluster.sent(Request.Coordinate.class)).isEmpty();
    }

    @Test
    void a_put_that_all_homes_declined_was_not_applied() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        homes.forEach(home -> cluster.disk(home).damage(Table.DATA));

        Failure failure = cluster.failed(stranger, Puts.of(key, "w").homesOnly());

        assertThat(passedTo()).containsExactly(first, second, third);
        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_NOT_AVAILABLE);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }

    @Test
    void a_put_that_no_home_could_be_asked_was_not_applied() {
        homes.forEach(home -> cluster.sever(stranger, home));
        cluster.run(Duration.ofMillis(1));

        Failure failure = cluster.failed(stranger, Puts.of(key, "v").homesOnly());

        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(passedTo()).isEmpty();
    }

    @Test
    void homes_that_see_too_few_others_are_tried_one_after_the_other() {
        separateTheHomes();

        Failure failure = cluster.failed(stranger, Puts.of(key, "v").homesOnly());

        assertThat(passedTo()).containsExactly(first, second, third);
        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_NOT_AVAILABLE);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(cluster.sent(Request.Write.class)).isEmpty();
    }

    @Test
    void a_refusal_that_every_home_would_give_is_final() {
        cluster.configure(first, 100, 1);
        cluster.stored(stranger, Puts.of(key, "1"));
        cluster.forgetSent();

        Failure failure = cluster.failed(stranger, Puts.of(key, "2"));

        assertThat(failure.code()).isEqualTo(ErrorCode.TOO_MANY_SIBLINGS);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(passedTo()).containsExactly(first);
    }

    @Test
    void a_node_that_stood_still_past_the_deadline_tries_nobody_else() {
        cluster.hang(first);
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v"));
        cluster.run(Duration.ofMillis(1));
        cluster.pause(stranger);
        cluster.run(Duration.ofSeconds(20));
        cluster.resume(stranger);

        assertThat(TestCluster.failure(answer.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(passedTo()).containsExactly(first);
    }

    @Test
    void a_silent_home_is_not_waited_for_long() {
        cluster.hang(first);
        long before = cluster.time().elapsedNanos();

        PutResult.Stored stored = cluster.stored(stranger, Puts.of(key, "v"));

        assertThat(stored.tries()).isEqualTo(2);
        assertThat(passedTo()).containsExactly(first, second);
        assertThat(cluster.time().elapsedNanos() - before)
                .isBetween(
                        Duration.ofMillis(500).toNanos(), Duration.ofMillis(600).toNanos());
    }

    @Test
    void two_live_tries_are_one_write() {
        cluster.disk(second).hold();
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v").homesOnly());
        cluster.run(Duration.ofMillis(600));
        assertThat(passedTo()).containsExactly(first, second);

        cluster.disk(second).release();
        cluster.disk(third).release();
        PutResult result = cluster.await(answer);

        assertThat(result).isInstanceOf(PutResult.Stored.class);
        assertThat(cluster.events(second).retriesKnown).hasSize(1);
        assertThat(cluster.found(stranger, key, 3).record().live()).hasSize(1);
    }

    @Test
    void two_tries_that_both_minted_show_as_one() {
        cluster.lose(
                sent -> sent.message() instanceof Request.Write && sent.from().equals(first));
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v").homesOnly());
        PutResult.Stored stored = (PutResult.Stored) cluster.await(answer);
        cluster.lose(sent -> false);

        assertThat(stored.siblings()).isEqualTo(1);
        assertThat(stored.alone()).isPresent();
        assertThat(cluster.events(first).minted).hasSize(1);
        assertThat(cluster.events(second).minted).hasSize(1);
        assertThat(cluster.found(stranger, key, 3).record().live()).hasSize(2);
        assertThat(cluster.found(stranger, key, 3).record().shown()).hasSize(1);
        cluster.stored(
                stranger,
                Puts.of(key, "next").after(stored.alone().orElseThrow().vector()));
        assertThat(cluster.found(stranger, key, 3).record().live()).hasSize(1);
    }

    @Test
    void the_answer_of_a_home_that_was_given_up_still_counts() {
        cluster.disk(second).hold();
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v").homesOnly());
        cluster.run(Duration.ofMillis(400));
        cluster.lose(sent -> sent.from().equals(stranger)); // no second try arrives
        cluster.run(Duration.ofMillis(400));
        cluster.disk(third).release();

        PutResult result = cluster.await(answer);

        assertThat(result).isInstanceOf(PutResult.Stored.class);
        assertThat(cluster.events(first).minted).containsExactly(((PutResult.Stored) result).dot());
    }

    @Test
    void a_lost_connection_leads_to_the_next_home() {
        cluster.disk(third).hold();
        cluster.disk(second).hold();
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v").homesOnly());
        cluster.run(Duration.ofMillis(20));

        cluster.sever(stranger, first);
        cluster.run(Duration.ofMillis(20));
        assertThat(passedTo()).containsExactly(first, second);
        cluster.disk(second).release();

        assertThat(cluster.await(answer)).isInstanceOf(PutResult.Stored.class);
    }

    @Test
    void a_lost_connection_leaves_unknown_what_no_other_home_can_say() {
        cluster.sever(stranger, second);
        cluster.sever(stranger, third);
        cluster.disk(second).hold();
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v").homesOnly());
        cluster.run(Duration.ofMillis(20));

        cluster.sever(stranger, first);
        cluster.run(Duration.ofMillis(1));

        assertThat(TestCluster.failure(answer.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void a_lost_try_stays_unknown_when_the_later_ones_were_not_applied() {
        separateTheHomes();
        cluster.lose(sent -> sent.to().equals(stranger) && sent.from().equals(first));
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v").homesOnly());
        cluster.run(Duration.ofMillis(20));
        cluster.sever(stranger, first);

        Failure failure = TestCluster.failure(cluster.await(answer));

        assertThat(passedTo()).containsExactly(first, second, third);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_TIMEOUT);
    }

    @Test
    void a_put_is_unknown_at_its_deadline_when_a_home_was_silent() {
        cluster.lose(sent -> sent.from().equals(stranger));
        long before = cluster.time().elapsedNanos();

        Failure failure = cluster.failed(stranger, Puts.of(key, "v"));

        assertThat(passedTo()).containsExactly(first, second, third);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(cluster.time().elapsedNanos() - before)
                .isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void the_end_of_a_try_that_was_given_up_starts_no_other() {
        cluster.disk(second).hold();
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v").homesOnly());
        cluster.run(Duration.ofMillis(600));
        assertThat(passedTo()).containsExactly(first, second);

        cluster.sever(stranger, first);
        cluster.run(Duration.ofMillis(100));
        assertThat(passedTo()).containsExactly(first, second);

        cluster.run(Duration.ofMillis(400));
        assertThat(passedTo()).containsExactly(first, second, third);
        cluster.disk(second).release();
        cluster.await(answer);
    }

    @Test
    void a_home_that_is_not_connected_any_more_is_passed_over() {
        cluster.hang(first);
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(key, "v"));
        cluster.run(Duration.ofMillis(100));
        cluster.sever(stranger, second);
        cluster.await(answer);

        assertThat(passedTo()).containsExactly(first, third);
    }

    private List<NodeId> passedTo() {
        return cluster.sent(Request.Coordinate.class).stream().map(Sent::to).toList();
    }

    private Request.Coordinate coordinate() {
        var put = Puts.of(key, "v").request();
        return new Request.Coordinate(
                key, put.content(), put.givenContext(), put.writeId(), put.requestId(), put.quorum(), 1000, false);
    }

    private void fillUp(NodeId home) {
        cluster.disk(home).setSpace(false);
        cluster.run(Duration.ofSeconds(1));
    }

    private void separateTheHomes() {
        cluster.sever(first, second);
        cluster.sever(second, third);
        cluster.sever(first, third);
        cluster.run(Duration.ofMillis(1));
    }
}
