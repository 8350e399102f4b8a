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
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PutCoordinatorTest {
    private final TestCluster cluster = TestCluster.of(3);
    private final Key key = new Key("bucket", Bytes.utf8("key"));
    private final List<NodeId> homes = cluster.homes(key);
    private final NodeId first = homes.get(0);
    private final NodeId second = homes.get(1);
    private final NodeId third = homes.get(2);

    @AfterEach
    void nothing_is_left_pending() {
        cluster.nodes().forEach(node -> cluster.disk(node).release());
        cluster.run(Duration.ofSeconds(6));
        assertThat(homes)
                .allSatisfy(home -> assertThat(cluster.node(home).pendingWork()).isZero());
    }

    @Test
    void write_succeeds_when_w_homes_are_durable() {
        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v"));

        assertThat(stored.acks()).isEqualTo(2);
        assertThat(stored.siblings()).isEqualTo(1);
        assertThat(cluster.found(second, key, 3)
                        .record()
                        .dotsOf(Puts.of(key, "v").request().writeId()))
                .containsExactly(stored.dot());
    }

    @Test
    void the_coordinators_own_copy_is_not_required() {
        cluster.disk(first).hold();

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v"));

        assertThat(stored.acks()).isEqualTo(2);
        assertThat(cluster.disk(first).rows(Table.DATA)).isEmpty();
    }

    @Test
    void a_copy_that_is_not_durable_yet_does_not_count() {
        cluster.disk(first).hold();
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(first, Puts.of(key, "v"));
        cluster.run(Duration.ofSeconds(1));
        assertThat(answer.came()).isFalse();

        cluster.disk(first).release();

        assertThat(cluster.await(answer)).isInstanceOf(PutResult.Stored.class);
    }

    @Test
    void all_homes_get_the_write_even_when_fewer_must_ack() {
        cluster.stored(first, Puts.of(key, "v").w(1, 3));
        cluster.run(Duration.ofMillis(20));

        assertThat(homes)
                .allSatisfy(home -> assertThat(values(cluster.held(home, key))).containsExactly("v"));
    }

    @Test
    void too_few_durable_copies_in_time_are_unknown() {
        cluster.disk(second).hold();
        cluster.disk(third).hold();

        Failure failure = cluster.failed(first, Puts.of(key, "v"));

        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_TIMEOUT);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.received()).isEqualTo(1);
        assertThat(failure.required()).isEqualTo(2);
    }

    @Test
    void a_write_that_cannot_reach_w_any_more_is_answered_before_its_deadline() {
        cluster.disk(second).hold();
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(first, Puts.of(key, "v"));
        cluster.run(Duration.ofMillis(10));

        cluster.crash(second);
        cluster.crash(third);
        cluster.run(Duration.ofMillis(1));

        assertThat(TestCluster.failure(answer.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void nothing_is_minted_or_sent_when_fewer_than_w_homes_are_connected() {
        cluster.isolate(first);
        cluster.run(Duration.ofMillis(1));

        Failure failure = cluster.failed(first, Puts.of(key, "v"));

        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_NOT_AVAILABLE);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(failure.received()).isEqualTo(1);
        assertThat(cluster.sent(Request.Write.class)).isEmpty();
        assertThat(cluster.events(first).minted).isEmpty();
    }

    @Test
    void nothing_is_minted_or_sent_when_fewer_than_w_homes_have_space() {
        cluster.disk(second).setSpace(false);
        cluster.disk(third).setSpace(false);
        cluster.run(Duration.ofSeconds(1));

        Failure failure = cluster.failed(first, Puts.of(key, "v"));

        assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(cluster.sent(Request.Write.class)).isEmpty();
        assertThat(cluster.events(first).minted).isEmpty();
    }

    @Test
    void writes_go_on_when_a_full_home_has_space_again() {
        cluster.disk(second).setSpace(false);
        cluster.disk(third).setSpace(false);
        cluster.run(Duration.ofSeconds(1));
        cluster.disk(third).setSpace(true);
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.stored(first, Puts.of(key, "v")).acks()).isEqualTo(2);
    }

    @Test
    void a_home_that_fills_up_after_the_mint_is_no_ack() {
        cluster.disk(second).plan(CommitResult.FULL);
        cluster.disk(third).plan(CommitResult.FULL);

        Failure failure = cluster.failed(first, Puts.of(key, "v"));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(cluster.disk(first).rows(Table.DATA)).hasSize(1);
    }

    @Test
    void a_failed_local_write_leaves_the_answer_to_the_other_homes() {
        cluster.disk(first).plan(CommitResult.FULL);
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(first, Puts.of(key, "v"));
        cluster.run(Duration.ofSeconds(1));
        assertThat(answer.came()).isFalse();

        cluster.disk(third).release();

        assertThat(cluster.await(answer)).isInstanceOf(PutResult.Stored.class);
        assertThat(values(cluster.found(first, key, 2).record())).containsExactly("v");
    }

    @Test
    void a_write_that_stood_alone_in_the_record_it_made_gives_its_context() {
        PutResult.Stored one = cluster.stored(first, Puts.of(key, "1"));
        PutResult.Stored two = cluster.stored(
                first, Puts.of(key, "2").after(one.alone().orElseThrow().vector()));

        assertThat(two.alone()).isPresent();
        assertThat(two.siblings()).isEqualTo(1);
        assertThat(values(cluster.found(second, key, 3).record())).containsExactly("2");
    }

    @Test
    void a_write_beside_another_gives_no_context() {
        cluster.stored(first, Puts.of(key, "1"));

        PutResult.Stored beside = cluster.stored(first, Puts.of(key, "2"));

        assertThat(beside.siblings()).isEqualTo(2);
        assertThat(beside.alone()).isEmpty();
        assertThat(beside.body()).isEmpty();
    }

    @Test
    void a_body_is_given_when_asked_for_and_shows_all_siblings() {
        cluster.stored(first, Puts.of(key, "1"));

        PutResult.Stored beside = cluster.stored(first, Puts.of(key, "2").returnBody());

        assertThat(values(beside.body().orElseThrow())).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void what_arrives_between_mint_and_answer_is_not_in_the_context() {
        cluster.disk(second).hold();
        cluster.disk(third).hold();
        Answer<PutResult> mine = cluster.begin(first, Puts.of(key, "mine"));
        cluster.run(Duration.ofMillis(10));
        Answer<PutResult> other = cluster.begin(second, Puts.of(key, "other"));
        cluster.run(Duration.ofMillis(10)); // the first home stores it now, its client was not shown it
        assertThat(values(cluster.held(first, key))).containsExactlyInAnyOrder("mine", "other");
        cluster.disk(second).release();
        cluster.disk(third).release();

        PutResult.Stored stored = (PutResult.Stored) cluster.await(mine);
        PutResult.Stored otherStored = (PutResult.Stored) cluster.await(other);

        assertThat(stored.alone()).isPresent();
        assertThat(stored.alone().orElseThrow().vector().covers(otherStored.dot()))
                .isFalse();
        cluster.stored(
                first, Puts.of(key, "next").after(stored.alone().orElseThrow().vector()));
        assertThat(values(cluster.found(third, key, 3).record())).containsExactlyInAnyOrder("other", "next");
    }

    private static List<String> values(Siblings record) {
        return record.live().stream()
                .map(sibling -> sibling.content() instanceof Content.Value value
                        ? value.bytes().asUtf8()
                        : "(deleted)")
                .toList();
    }
}
