package dynamo.node.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.contract.PutResult;
import dynamo.node.Answer;
import dynamo.node.HintsView;
import dynamo.node.Puts;
import dynamo.node.TestCluster;
import dynamo.node.TestCluster.Sent;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.hint.HintConfig;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.Declined;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes while homes are away, full, silent or broken (Dynamo §4.6). */
class SloppyQuorumTest {
    private final TestCluster cluster = TestCluster.of(5);
    private final Key key = new Key("bucket", Bytes.utf8("key"));
    private final NodeId first = cluster.homes(key).get(0);
    private final NodeId second = cluster.homes(key).get(1);
    private final NodeId third = cluster.homes(key).get(2);
    private final NodeId fallback = cluster.strangers(key).get(0);
    private final NodeId otherFallback = cluster.strangers(key).get(1);

    @AfterEach
    void nothing_is_left_pending() {
        cluster.lose(sent -> false);
        cluster.nodes().forEach(node -> cluster.disk(node).release());
        cluster.run(Duration.ofSeconds(20));
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(cluster.node(node).pendingWork()).isZero());
    }

    @Test
    void put_succeeds_with_two_of_three_homes_down_and_hints() {
        crash(second, third);

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v").w(3, 3));

        assertThat(stored.acks()).isEqualTo(3);
        assertThat(stored.hinted()).isEqualTo(2);
        assertThat(hintsAt(fallback, second)).isEqualTo(1);
        assertThat(hintsAt(otherFallback, third)).isEqualTo(1);
    }

    @Test
    void absent_homes_are_replaced_although_enough_are_there() {
        crash(third);

        cluster.stored(first, Puts.of(key, "v"));
        cluster.run(Duration.ofMillis(20));

        assertThat(hintsAt(fallback, third)).isEqualTo(1);
        assertThat(asked()).containsExactlyInAnyOrder(second, fallback);
    }

    @Test
    void sloppy_false_counts_homes_only() {
        crash(second, third);

        Failure failure = cluster.failed(first, Puts.of(key, "v").homesOnly());

        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_NOT_AVAILABLE);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        cluster.stored(first, Puts.of(key, "v").w(1, 3).homesOnly());
        assertThat(asked()).isEmpty();
    }

    @Test
    void fewer_than_w_nodes_that_can_store_are_known_before_the_mint() {
        crash(second, third, fallback, otherFallback);

        Failure failure = cluster.failed(first, Puts.of(key, "v"));

        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_NOT_AVAILABLE);
        assertThat(failure.received()).isEqualTo(1);
        assertThat(cluster.events(first).minted).isEmpty();
    }

    @Test
    void full_disks_everywhere_are_known_before_the_mint() {
        fillUp(second, third, fallback, otherFallback);

        Failure failure = cluster.failed(first, Puts.of(key, "v"));

        assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(cluster.events(first).minted).isEmpty();
    }

    @Test
    void a_full_home_is_replaced_at_once() {
        fillUp(second);

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v").w(3, 3));

        assertThat(stored.hinted()).isEqualTo(1);
        assertThat(asked()).containsExactlyInAnyOrder(third, fallback);
    }

    @Test
    void a_full_fallback_is_passed_over() {
        crash(third);
        fillUp(fallback);

        cluster.stored(first, Puts.of(key, "v").w(3, 3));

        assertThat(hintsAt(otherFallback, third)).isEqualTo(1);
    }

    @Test
    void a_fallback_that_takes_no_more_hints_is_replaced_at_once() {
        cluster.configure(fallback, config -> config.with(new HintConfig(0)));
        crash(third);

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v").w(3, 3));

        assertThat(stored.acks()).isEqualTo(3);
        assertThat(hintsAt(otherFallback, third)).isEqualTo(1);
        assertThat(cluster.events(fallback).hintsRefused).containsExactly("REFUSED_HINTS_FULL");
    }

    @Test
    void silent_home_is_replaced_within_handoff_timeout() {
        cluster.hang(second);
        cluster.disk(third).hold();
        long before = cluster.time().elapsedNanos();

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v"));

        assertThat(stored.hinted()).isEqualTo(1);
        assertThat(millisSince(before)).isBetween(200L, 210L);
        assertThat(hintsAt(fallback, second)).isEqualTo(1);
    }

    @Test
    void the_handoff_timeout_follows_the_round_trips() {
        for (int i = 0; i < 20; i++) {
            cluster.stored(first, Puts.of(key, "v" + i).w(3, 3));
        }
        cluster.hang(second);
        cluster.disk(third).hold();
        long before = cluster.time().elapsedNanos();

        cluster.stored(first, Puts.of(key, "v"));

        assertThat(millisSince(before)).isBetween(50L, 60L);
    }

    @Test
    void a_silent_stand_in_is_replaced_too() {
        crash(third);
        cluster.lose(sent -> sent.to().equals(fallback) || sent.to().equals(second));

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v"));

        assertThat(stored.hinted()).isEqualTo(1);
        assertThat(cluster.disk(otherFallback).rows(Table.HINTS)).hasSize(1);
    }

    @Test
    void the_late_ack_of_a_silent_home_counts_and_frees_who_stood_in() {
        crash(otherFallback);
        cluster.disk(second).hold();
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(first, Puts.of(key, "v").w(3, 3));
        cluster.run(Duration.ofMillis(300)); // the only fallback keeps it for the second home
        assertThat(hintsAt(fallback, second)).isEqualTo(1);
        crash(third);
        assertThat(answer.came()).isFalse();

        cluster.disk(second).release();

        PutResult.Stored stored = (PutResult.Stored) cluster.await(answer);
        assertThat(stored.acks()).isEqualTo(3);
        assertThat(stored.hinted()).isEqualTo(1);
        assertThat(hintsAt(fallback, third)).isEqualTo(1);
    }

    @Test
    void two_hints_for_one_home_are_not_two_acks() {
        cluster.disk(first).hold();
        cluster.disk(third).hold();
        crash(second);
        cluster.lose(sent -> sent.from().equals(fallback) && sent.message() instanceof Reply.Written);
        Answer<PutResult> answer = cluster.begin(first, Puts.of(key, "v"));
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.disk(fallback).rows(Table.HINTS)).hasSize(1);
        assertThat(cluster.disk(otherFallback).rows(Table.HINTS)).hasSize(1);
        assertThat(answer.came()).isFalse();
        cluster.disk(third).release();
        assertThat(((PutResult.Stored) cluster.await(answer)).acks()).isEqualTo(2);
    }

    @Test
    void a_home_that_refuses_is_replaced_at_once() {
        cluster.disk(second).plan(CommitResult.FULL);
        cluster.disk(third).hold();
        long before = cluster.time().elapsedNanos();

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v"));

        assertThat(stored.hinted()).isEqualTo(1);
        assertThat(millisSince(before)).isLessThan(20);
        assertThat(hintsAt(fallback, second)).isEqualTo(1);
    }

    @Test
    void a_failed_local_copy_is_replaced_like_any_home() {
        cluster.disk(first).plan(CommitResult.FULL);
        cluster.disk(third).hold();

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v"));

        assertThat(stored.hinted()).isEqualTo(1);
        assertThat(hintsAt(fallback, first)).isEqualTo(1);
    }

    @Test
    void a_home_whose_connection_is_lost_is_replaced_at_once() {
        cluster.disk(second).hold();
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(first, Puts.of(key, "v"));
        cluster.run(Duration.ofMillis(10));

        crash(second);
        cluster.run(Duration.ofMillis(20));

        assertThat(((PutResult.Stored) answer.get()).hinted()).isEqualTo(1);
    }

    @Test
    void after_the_mint_too_few_are_unknown() {
        cluster.disk(first).plan(CommitResult.FULL);
        cluster.disk(second).plan(CommitResult.FULL);
        crash(fallback, otherFallback);
        cluster.disk(third).hold();
        Answer<PutResult> answer = cluster.begin(first, Puts.of(key, "v"));
        cluster.run(Duration.ofMillis(50));

        Failure failure = TestCluster.failure(answer.get());

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_TIMEOUT);
    }

    @Test
    void fallback_mints_when_no_home_is_reachable() {
        crash(first, second, third);

        PutResult.Stored stored = cluster.stored(fallback, Puts.of(key, "v"));

        assertThat(stored.acks()).isEqualTo(2);
        assertThat(stored.hinted()).isEqualTo(2);
        assertThat(stored.alone()).isPresent();
        assertThat(cluster.events(fallback).minted).containsExactly(stored.dot());
        assertThat(hintsAt(fallback, first)).isEqualTo(1);
        assertThat(hintsAt(otherFallback, second)).isEqualTo(1);
        assertThat(cluster.sent(Request.Coordinate.class)).isEmpty();
    }

    @Test
    void the_first_fallback_that_can_be_reached_coordinates() {
        crash(first, second, third);

        cluster.stored(otherFallback, Puts.of(key, "v"));

        assertThat(passedTo()).containsExactly(fallback);
        assertThat(cluster.events(fallback).minted).hasSize(1);
        assertThat(cluster.events(otherFallback).minted).isEmpty();
    }

    @Test
    void a_fallback_without_space_is_passed_over() {
        crash(first, second, third);
        fillUp(fallback);

        PutResult.Stored stored =
                cluster.stored(otherFallback, Puts.of(key, "v").w(1, 3));

        assertThat(passedTo()).isEmpty();
        assertThat(cluster.events(otherFallback).minted).containsExactly(stored.dot());
    }

    @Test
    void no_fallback_coordinates_for_homes_only() {
        crash(first, second, third);

        Failure failure = cluster.failed(fallback, Puts.of(key, "v").w(1, 3).homesOnly());

        assertThat(failure.code()).isEqualTo(ErrorCode.QUORUM_NOT_AVAILABLE);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(cluster.events(fallback).minted).isEmpty();
    }

    @Test
    void a_fallback_declines_while_it_sees_a_home_that_can_store() {
        homesLost(otherFallback);

        cluster.stored(otherFallback, Puts.of(key, "v").w(1, 3));
        assertThat(cluster.sent(Declined.class)).extracting(Sent::from).containsExactly(fallback);
        assertThat(cluster.events(otherFallback).minted).hasSize(1); // who sees none coordinates at its own place

        fillUp(first, second, third);
        cluster.stored(otherFallback, Puts.of(key, "w").w(1, 3));
        assertThat(cluster.events(fallback).minted).hasSize(1);
    }

    @Test
    void homes_without_space_make_way_for_a_fallback() {
        fillUp(first, second, third);

        PutResult.Stored stored = cluster.stored(first, Puts.of(key, "v"));

        assertThat(stored.hinted()).isEqualTo(2);
        assertThat(cluster.events(fallback).minted).containsExactly(stored.dot());
    }

    @Test
    void homes_that_cannot_read_the_row_make_way_for_a_fallback() {
        cluster.stored(first, Puts.of(key, "v").w(3, 3));
        cluster.homes(key).forEach(home -> cluster.disk(home).damage(Table.DATA));

        PutResult.Stored stored = cluster.stored(fallback, Puts.of(key, "w"));

        assertThat(stored.hinted()).isEqualTo(2);
        assertThat(cluster.events(fallback).minted).containsExactly(stored.dot());
    }

    @Test
    void a_fallback_takes_over_from_homes_that_die_with_the_put() {
        crash(second, third);
        cluster.lose(sent -> sent.from().equals(first));
        Answer<PutResult> answer = cluster.begin(fallback, Puts.of(key, "v"));
        cluster.run(Duration.ofMillis(10));

        crash(first);

        assertThat(cluster.await(answer)).isInstanceOf(PutResult.Stored.class);
        assertThat(cluster.events(fallback).minted).hasSize(1);
    }

    @Test
    void a_retry_at_another_fallback_is_the_same_write() {
        crash(first, second, third);
        PutResult.Stored stored = cluster.stored(fallback, Puts.of(key, "v").named("id"));
        crash(fallback);

        PutResult.Stored again =
                cluster.stored(otherFallback, Puts.of(key, "v").named("id").w(1, 3));

        assertThat(again.dot()).isEqualTo(stored.dot());
        assertThat(cluster.events(otherFallback).minted).isEmpty();
        assertThat(hintsAt(otherFallback, first)).isEqualTo(1);
    }

    @Test
    void a_retry_at_a_home_that_is_back_joins_the_hinted_copy() {
        crash(first, second, third);
        cluster.stored(fallback, Puts.of(key, "v").named("id"));
        List.of(first, second, third).forEach(cluster::start);
        cluster.run(Duration.ofSeconds(1));

        PutResult.Stored again = cluster.stored(first, Puts.of(key, "v").named("id"));

        assertThat(again.siblings()).isEqualTo(1);
        assertThat(cluster.found(second, key, 3).record().live()).hasSize(1);
    }

    private void homesLost(NodeId by) {
        cluster.homes(key).forEach(home -> cluster.sever(by, home));
        cluster.run(Duration.ofMillis(1));
    }

    private void crash(NodeId... nodes) {
        List.of(nodes).forEach(cluster::crash);
        cluster.run(Duration.ofMillis(1));
    }

    private void fillUp(NodeId... nodes) {
        List.of(nodes).forEach(node -> cluster.disk(node).setSpace(false));
        cluster.run(Duration.ofSeconds(1));
        cluster.forgetSent();
    }

    /** Other nodes that were sent the write. */
    private List<NodeId> asked() {
        return cluster.sent(Request.Write.class).stream().map(Sent::to).toList();
    }

    private List<NodeId> passedTo() {
        return cluster.sent(Request.Coordinate.class).stream().map(Sent::to).toList();
    }

    private long hintsAt(NodeId holder, NodeId home) {
        return cluster.node(holder).hints().homes().stream()
                .filter(hints -> hints.node().equals(home))
                .mapToLong(HintsView.Home::hints)
                .sum();
    }

    private long millisSince(long nanos) {
        return (cluster.time().elapsedNanos() - nanos) / 1_000_000;
    }
}
