package dynamo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.ErrorCode;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.contract.PutResult;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));

    private final TestCluster cluster = TestCluster.of(5);
    private final NodeId home = cluster.homes(KEY).get(0);
    private final NodeId stranger = cluster.strangers(KEY).get(0);

    @Test
    void a_client_is_refused_beyond_the_limit_and_what_was_let_in_elsewhere_is_not() {
        fill(home);

        assertThat(cluster.failed(home, Puts.of(KEY, "v")).code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(cluster.node(home).refusal()).isPresent();
        assertThat(cluster.node(home).pressure()).isEqualTo(1);
        assertThat(cluster.events(home).shed).containsOnly("request: answers take too long");
        cluster.lose(sent -> false);
        cluster.stored(stranger, Puts.of(KEY, "v"));
        assertThat(cluster.events(stranger).forwardedTo).containsExactly(home);
    }

    @Test
    void requests_are_let_in_again_when_the_others_have_ended() {
        fill(home);
        cluster.run(Duration.ofSeconds(6));

        cluster.lose(sent -> false);
        cluster.stored(home, Puts.of(KEY, "v"));
        assertThat(cluster.node(home).pressure()).isLessThan(0.1);
    }

    @Test
    void what_may_have_waited_longer_than_its_client_while_the_node_stood_still_is_not_begun() {
        cluster.pause(home);
        cluster.run(Duration.ofSeconds(7));

        PutResult put = cluster.begin(home, Puts.of(KEY, "v")).get();
        GetResult get = cluster.begin(home, new GetRequest(KEY, cluster.quorum(1), Duration.ofSeconds(5)))
                .get();

        assertThat(TestCluster.failure(put).code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(TestCluster.failure(put).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(get).isInstanceOf(GetResult.Failed.class);
        assertThat(cluster.events(home).shed)
                .containsOnly("request: its time may be over")
                .hasSize(2);
        assertThat(cluster.begin(home, new GetRequest(KEY, cluster.quorum(1), Duration.ofSeconds(60)))
                        .came())
                .isFalse(); // its client is still there
        cluster.resume(home);
        cluster.run(Duration.ofSeconds(1));
        cluster.stored(home, Puts.of(KEY, "v"));
    }

    @Test
    void a_read_that_took_all_the_time_is_followed_by_no_write() {
        Answer<PutResult> put = cluster.begin(home, Puts.of(KEY, "v").readFirst());
        cluster.pause(home);
        cluster.run(Duration.ofSeconds(6));
        cluster.resume(home); // the answers come before the deadline's timer
        cluster.run(Duration.ofSeconds(1));

        assertThat(TestCluster.failure(put.get()).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(cluster.events(home).minted).isEmpty();
    }

    @Test
    void no_peer_has_more_requests_served_than_its_share() {
        cluster.configure(home, 1, 100); // 2,050 of one peer
        cluster.disk(home).hold();
        Request.Write write = written(home);
        for (int i = 0; i < 3000; i++) {
            cluster.inject(stranger, home, write);
        }
        cluster.run(Duration.ofMillis(20));
        assertThat(cluster.sent(Reply.Written.class)).hasSize(950).allMatch(sent -> !acks(sent));
        assertThat(cluster.events(home).shed).contains("peer: too many of its requests");

        NodeId other = cluster.strangers(KEY).get(1);
        cluster.inject(other, home, write);
        cluster.disk(home).release();
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.sent(Reply.Written.class))
                .filteredOn(OverloadTest::acks)
                .hasSize(2051);
        cluster.inject(stranger, home, write);
        cluster.run(Duration.ofMillis(20));
        assertThat(cluster.sent(Reply.Written.class))
                .filteredOn(OverloadTest::acks)
                .hasSize(2052);
    }

    @Test
    void hints_are_handed_over_slowly_while_clients_wait_and_quickly_once_they_do_not() {
        NodeId back = cluster.homes(KEY).get(2);
        keepHints(back);
        cluster.start(back);
        cluster.time().runUntil(() -> cluster.node(back).isReady());
        fill(stranger);
        long before = hints();

        cluster.run(Duration.ofSeconds(2));
        long busy = before - hints();
        cluster.run(Duration.ofSeconds(6)); // the gets have ended
        long idle = before - busy - hints();

        assertThat(busy).isBetween(32L, 5 * 32L);
        assertThat(idle).isGreaterThan(2 * busy);
        assertThat(hints()).isZero();
    }

    private static boolean acks(TestCluster.Sent sent) {
        return ((Reply.Written) sent.message()).status().isAck();
    }

    /** As many gets as the node lets in, none of which ends in less than five seconds. */
    private void fill(NodeId node) {
        cluster.lose(sent -> sent.message() instanceof Reply.ReadAnswer);
        List<Answer<GetResult>> begun = new ArrayList<>();
        for (int i = 0; i < AdmissionLimit.INITIAL; i++) {
            begun.add(cluster.begin(node, new GetRequest(KEY, cluster.quorum(2), Duration.ofSeconds(5))));
        }
        assertThat(begun).noneMatch(Answer::came);
    }

    private Request.Write written(NodeId by) {
        cluster.stored(by, Puts.of(KEY, "v"));
        Request.Write write =
                (Request.Write) cluster.sent(Request.Write.class).get(0).message();
        cluster.forgetSent();
        return write;
    }

    private void keepHints(NodeId away) {
        cluster.crash(away);
        cluster.run(Duration.ofMillis(1));
        List<Key> keys = IntStream.range(0, 2000)
                .mapToObj(i -> new Key("bucket", Bytes.utf8("key-" + i)))
                .filter(key -> cluster.homes(key).contains(away)
                        && cluster.strangers(key).get(0).equals(stranger))
                .toList();
        keys.forEach(key -> cluster.stored(stranger, Puts.of(key, "v").w(3, 3)));
        assertThat(hints()).isGreaterThan(250);
    }

    private long hints() {
        return cluster.node(stranger).hints().homes().stream()
                .mapToLong(HintsView.Home::hints)
                .sum();
    }
}
