package dynamo.node;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.contract.PutResult;
import dynamo.node.message.Reply.Declined;
import dynamo.node.message.Request;
import dynamo.node.replica.Standing;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));

    private final List<String> drained = new ArrayList<>();

    @Test
    void a_single_node_serves() {
        TestCluster cluster = TestCluster.of(1);

        PutResult.Stored stored = cluster.stored(A, Puts.of(KEY, "v").w(1, 1));

        assertThat(stored.acks()).isEqualTo(1);
        assertThat(stored.alone()).isPresent();
        assertThat(cluster.stored(A, Puts.of(KEY, "v").named("id").w(1, 1)).siblings())
                .isEqualTo(2);
        assertThat(cluster.stored(A, Puts.of(KEY, "v").named("id").w(1, 1)).siblings())
                .isEqualTo(2);
        assertThat(cluster.found(A, KEY, 1).record().live()).hasSize(2);
        assertThat(cluster.node(A).pendingWork()).isZero();
    }

    @Test
    void clients_are_served_once_all_members_of_a_new_cluster_were_heard() {
        TestCluster cluster = TestCluster.stopped(3);
        cluster.start(A);
        cluster.start(B);
        cluster.run(Duration.ofSeconds(5));
        assertThat(cluster.node(A).isReady()).isFalse();
        assertThat(cluster.failed(A, Puts.of(KEY, "v")).code()).isEqualTo(ErrorCode.STARTING);
        assertThat(cluster.failed(A, Puts.of(KEY, "v")).outcome()).isEqualTo(Outcome.NOT_APPLIED);

        cluster.start(C);
        cluster.run(Duration.ofSeconds(1));

        assertThat(List.of(A, B, C))
                .allSatisfy(node -> assertThat(cluster.node(node).isReady()).isTrue());
        cluster.stored(A, Puts.of(KEY, "v"));
    }

    @Test
    void a_greeting_that_was_lost_is_repeated() {
        TestCluster cluster = TestCluster.stopped(2);
        cluster.lose(sent -> sent.message() instanceof Request.Hello);
        cluster.start(A);
        cluster.start(B);
        cluster.run(Duration.ofSeconds(2));
        assertThat(cluster.node(A).isReady()).isFalse();

        cluster.lose(sent -> false);
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.node(A).isReady()).isTrue();
        assertThat(cluster.node(A).pendingWork()).isZero();
    }

    @Test
    void a_restarted_node_is_whole_without_hearing_the_others() {
        TestCluster cluster = TestCluster.of(3);
        cluster.isolate(A);
        cluster.restart(A);

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.WHOLE);
        assertThat(cluster.node(A).isReady()).isTrue();
    }

    @Test
    void a_node_that_comes_back_with_an_empty_disk_is_convicted() {
        TestCluster cluster = TestCluster.of(3);
        cluster.crash(C);
        cluster.crash(A);
        cluster.replaceDisk(A, cluster.emptyDisk());
        cluster.start(A);
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.AMNESIAC);
        assertThat(cluster.node(A).isReady()).isTrue();
        cluster.restart(A);
        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.AMNESIAC);
    }

    @Test
    void a_node_that_comes_back_with_an_older_disk_is_convicted() {
        TestCluster cluster = TestCluster.of(3);
        TestStorage snapshot = cluster.disk(A).copy();
        cluster.restart(A);
        cluster.crash(A);
        cluster.replaceDisk(A, snapshot);
        cluster.start(A);
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.AMNESIAC);
    }

    @Test
    void an_empty_disk_is_not_taken_for_new_while_a_member_is_away() {
        TestCluster cluster = TestCluster.stopped(3);
        cluster.start(A);
        cluster.start(B);
        cluster.run(Duration.ofSeconds(1)); // c never saw a
        cluster.crash(A);
        cluster.crash(B);
        cluster.replaceDisk(A, cluster.emptyDisk());
        cluster.start(A);
        cluster.start(C);
        cluster.run(Duration.ofSeconds(5));
        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.NEW);

        cluster.start(B);
        cluster.run(Duration.ofSeconds(5));

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.AMNESIAC);
    }

    @Test
    void a_node_that_has_not_started_answers_nobody() {
        TestCluster cluster = TestCluster.of(3);
        cluster.crash(C);
        cluster.disk(C).hold();
        cluster.start(C);
        cluster.disk(C).hold();
        cluster.inject(A, C, new Request.Read(KEY, Placement.Stage.SETTLED));
        cluster.forgetSent();
        cluster.run(Duration.ofSeconds(1));

        assertThat(cluster.sent()).noneMatch(sent -> sent.from().equals(C));
        cluster.disk(C).release();
        cluster.run(Duration.ofSeconds(1));
        assertThat(cluster.node(C).isReady()).isTrue();
    }

    @Test
    void more_requests_than_allowed_are_shed() {
        TestCluster cluster = TestCluster.stopped(1);
        cluster.configure(A, 2, 100);
        cluster.disk(A).hold();
        Answer<PutResult> one = cluster.begin(A, Puts.of(KEY, "1").w(1, 1));
        Answer<PutResult> two = cluster.begin(A, Puts.of(KEY, "2").w(1, 1));

        Failure shed = cluster.failed(A, Puts.of(KEY, "3").w(1, 1));
        GetResult shedToo = cluster.get(A, KEY, 1);

        assertThat(shed.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(shed.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(shedToo).isInstanceOf(GetResult.Failed.class);
        assertThat(cluster.events(A).shed).hasSize(2);
        cluster.disk(A).release();
        cluster.await(one);
        cluster.await(two);
        cluster.stored(A, Puts.of(KEY, "3").w(1, 1));
    }

    @Test
    void requests_that_other_nodes_pass_on_are_shed_too() {
        TestCluster cluster = TestCluster.of(5);
        NodeId home = cluster.homes(KEY).get(0);
        NodeId stranger = cluster.strangers(KEY).get(0);
        cluster.configure(home, 1, 100);
        cluster.homes(KEY).forEach(node -> cluster.disk(node).hold());
        Answer<PutResult> one = cluster.begin(stranger, Puts.of(KEY, "1"));
        cluster.run(Duration.ofMillis(5));

        Failure shed = cluster.failed(stranger, Puts.of(KEY, "2"));

        assertThat(shed.code()).isEqualTo(ErrorCode.OVERLOADED);
        cluster.homes(KEY).forEach(node -> cluster.disk(node).release());
        cluster.await(one);
        cluster.stored(stranger, Puts.of(KEY, "2"));
    }

    @Test
    void draining_refuses_new_requests_and_ends_those_in_flight() {
        TestCluster cluster = TestCluster.of(3);
        List.of(B, C).forEach(node -> cluster.disk(node).hold());
        Answer<PutResult> inFlight = cluster.begin(A, Puts.of(KEY, "1"));
        cluster.node(A).drain(() -> drained.add("drained"));

        Failure refused = cluster.failed(A, Puts.of(KEY, "2"));
        assertThat(refused.code()).isEqualTo(ErrorCode.DRAINING);
        assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(cluster.node(A).isReady()).isFalse();
        assertThat(drained).isEmpty();

        cluster.disk(B).release();
        assertThat(cluster.await(inFlight)).isInstanceOf(PutResult.Stored.class);
        assertThat(drained).containsExactly("drained");
    }

    @Test
    void an_idle_node_is_drained_at_once_and_whoever_asks_is_told_once() {
        TestCluster cluster = TestCluster.of(1);

        cluster.node(A).drain(() -> drained.add("first"));
        cluster.node(A).drain(() -> drained.add("second"));

        assertThat(drained).containsExactly("first", "second");
    }

    @Test
    void who_drains_twice_while_requests_run_is_told_each_time() {
        TestCluster cluster = TestCluster.of(1);
        cluster.begin(A, Puts.of(KEY, "1").w(1, 1));
        cluster.node(A).drain(() -> drained.add("first"));
        cluster.node(A).drain(() -> drained.add("second"));
        cluster.run(Duration.ofSeconds(1));

        assertThat(drained).containsExactly("first", "second");
    }

    @Test
    void a_node_that_is_drained_by_its_last_answer_says_so_once() {
        TestCluster cluster = TestCluster.of(1);
        cluster.node(A)
                .put(
                        Puts.of(KEY, "1").w(1, 1).request(),
                        result -> cluster.node(A).drain(() -> drained.add("drained")));
        cluster.run(Duration.ofSeconds(1));

        assertThat(drained).containsExactly("drained");
    }

    @Test
    void a_draining_node_coordinates_no_puts_for_others() {
        TestCluster cluster = TestCluster.of(5);
        List<NodeId> homes = cluster.homes(KEY);
        NodeId stranger = cluster.strangers(KEY).get(0);
        cluster.node(homes.get(0)).drain(() -> drained.add("drained"));

        cluster.stored(stranger, Puts.of(KEY, "v"));

        assertThat(cluster.sent(Declined.class)).hasSize(1);
        assertThat(cluster.events(homes.get(1)).minted).hasSize(1);
        assertThat(cluster.held(homes.get(1), KEY).live()).hasSize(1);
    }

    @Test
    void a_draining_node_ends_what_it_coordinates_for_others() {
        TestCluster cluster = TestCluster.of(5);
        List<NodeId> homes = cluster.homes(KEY);
        NodeId stranger = cluster.strangers(KEY).get(0);
        homes.forEach(home -> cluster.disk(home).hold());
        Answer<PutResult> answer = cluster.begin(stranger, Puts.of(KEY, "v"));
        cluster.run(Duration.ofMillis(10));

        cluster.node(homes.get(0)).drain(() -> drained.add("drained"));
        assertThat(drained).isEmpty();

        homes.forEach(home -> cluster.disk(home).release());
        cluster.await(answer);
        assertThat(drained).containsExactly("drained");
    }

    @Test
    void replica_writes_and_reads_go_on_while_a_node_drains() {
        TestCluster cluster = TestCluster.of(3);
        cluster.node(A).drain(() -> {});

        cluster.stored(B, Puts.of(KEY, "v").w(3, 3));

        assertThat(cluster.found(B, KEY, 3).record().live()).hasSize(1);
    }
}
