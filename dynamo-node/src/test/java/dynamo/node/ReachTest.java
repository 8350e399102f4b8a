package dynamo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Key;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a node sends to: not who is silent, not who is dead; and whoever speaks again. */
class ReachTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));

    @Test
    void a_node_whose_requests_meet_silence_is_excluded_within_a_second() {
        TestCluster cluster = TestCluster.of(3);
        cluster.hang(C);
        cluster.begin(A, Puts.of(KEY, "v"));

        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.node(A).isReachable(C)).isFalse();
        assertThat(cluster.node(A).isReachable(B)).isTrue();
        assertThat(cluster.node(A).status(C)).isNotEqualTo(Status.DEAD);
    }

    @Test
    void an_excluded_node_is_back_as_soon_as_it_is_heard() {
        TestCluster cluster = TestCluster.of(3);
        cluster.hang(C);
        cluster.begin(A, Puts.of(KEY, "v"));
        cluster.run(Duration.ofSeconds(2));

        cluster.lose(sent -> false);
        cluster.run(Duration.ofMillis(250));

        assertThat(cluster.node(A).isReachable(C)).isTrue();
    }

    @Test
    void a_node_with_a_slow_disk_is_not_excluded() {
        TestCluster cluster = TestCluster.of(3);
        cluster.disk(C).hold();
        cluster.begin(A, Puts.of(KEY, "v").w(3, 3));

        for (int i = 0; i < 30; i++) {
            cluster.run(Duration.ofMillis(100));
            assertThat(cluster.node(A).isReachable(C)).isTrue();
        }
        cluster.disk(C).release();
    }

    @Test
    void a_node_that_was_paused_excludes_nobody_when_it_wakes_and_declares_nobody_dead() {
        TestCluster cluster = TestCluster.of(3);
        cluster.begin(A, Puts.of(KEY, "v").w(3, 3));
        cluster.disk(B).hold();
        cluster.disk(C).hold();
        cluster.run(Duration.ofMillis(5));
        cluster.pause(A);
        cluster.run(Duration.ofSeconds(4));

        cluster.resume(A);

        for (int i = 0; i < 100; i++) {
            assertThat(cluster.node(A).isReachable(B)).isTrue();
            assertThat(cluster.node(A).isReachable(C)).isTrue();
            cluster.run(Duration.ofMillis(10));
        }
        cluster.disk(B).release();
        cluster.disk(C).release();
        cluster.run(Duration.ofSeconds(10));
        for (NodeId node : List.of(A, B, C)) {
            assertThat(cluster.node(A).status(node)).isEqualTo(Status.ALIVE);
            assertThat(cluster.node(B).status(node)).isEqualTo(Status.ALIVE);
        }
    }

    @Test
    void a_node_that_was_paused_until_it_was_dead_comes_back_by_itself() {
        TestCluster cluster = TestCluster.of(3);
        cluster.pause(C);
        cluster.run(Duration.ofSeconds(30));
        assertThat(cluster.node(A).status(C)).isEqualTo(Status.DEAD);
        assertThat(cluster.node(A).isReachable(C)).isFalse();

        cluster.resume(C);
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.node(A).status(C)).isEqualTo(Status.ALIVE);
        assertThat(cluster.node(A).isReachable(C)).isTrue();
        assertThat(cluster.node(B).isReachable(C)).isTrue();
        assertThat(cluster.node(C).isReachable(A)).isTrue();
    }

    @Test
    void a_restarted_node_is_alive_for_all_at_once() {
        TestCluster cluster = TestCluster.of(3);
        cluster.crash(C);
        cluster.run(Duration.ofSeconds(30));
        assertThat(cluster.node(A).status(C)).isEqualTo(Status.DEAD);

        cluster.start(C);
        cluster.run(Duration.ofMillis(250));

        assertThat(cluster.node(A).status(C)).isEqualTo(Status.ALIVE);
        assertThat(cluster.node(A).isReachable(C)).isTrue();
    }

    @Test
    void a_suspected_node_is_still_sent_to() {
        TestCluster cluster = TestCluster.of(3);
        cluster.lose(sent -> sent.message() instanceof Gossip && sent.from().equals(C));
        cluster.run(Duration.ofSeconds(4));

        assertThat(cluster.node(A).status(C)).isEqualTo(Status.SUSPECT);
        assertThat(cluster.node(A).isReachable(C)).isTrue();
        cluster.forgetSent();
        cluster.begin(A, Puts.of(KEY, "v"));
        cluster.run(Duration.ofMillis(10));
        assertThat(cluster.sent(Request.Write.class)).anyMatch(sent -> sent.to().equals(C));
    }

    @Test
    void gossip_is_no_pending_work() {
        TestCluster cluster = TestCluster.of(3);
        for (int i = 0; i < 100; i++) {
            cluster.run(Duration.ofMillis(33));
            assertThat(cluster.node(A).pendingWork()).isZero();
        }
        assertThat(cluster.sent(Gossip.Ping.class)).isNotEmpty();
    }
}
