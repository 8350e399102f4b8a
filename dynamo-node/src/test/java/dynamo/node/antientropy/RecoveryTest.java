package dynamo.node.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.node.Puts;
import dynamo.node.TestCluster;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.ExchangeReply.HintedPartitions;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.ExchangeRequest.HintsHeld;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Request;
import dynamo.node.replica.Standing;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lost disk held comes back from the other homes, and only then does the node vote. */
class RecoveryTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));
    private static final Duration CYCLES = Duration.ofSeconds(8);

    private static TestCluster wiped(int nodes) {
        TestCluster cluster = TestCluster.comparing(nodes);
        cluster.stored(A, Puts.of(KEY, "v").w(Math.min(3, nodes), Math.min(3, nodes)));
        cluster.run(CYCLES);
        cluster.crash(A);
        cluster.replaceDisk(A, cluster.emptyDisk());
        return cluster;
    }

    private static boolean votes(TestCluster cluster) {
        cluster.forgetSent();
        cluster.inject(B, A, new Request.Read(KEY, Placement.Stage.SETTLED));
        cluster.run(Duration.ofMillis(10));
        return cluster.sent(ReadAnswer.class).stream()
                .filter(sent -> sent.from().equals(A))
                .allMatch(sent -> ((ReadAnswer) sent.message()).votes());
    }

    @Test
    void a_wiped_node_is_whole_again_when_all_homes_were_compared() {
        TestCluster cluster = wiped(3);
        cluster.start(A);
        cluster.run(Duration.ofMillis(100));
        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.AMNESIAC);

        cluster.run(CYCLES);

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.WHOLE);
        assertThat(cluster.events(A).healed).hasSize(16);
        assertThat(Cells.record(cluster, A, KEY)).isEqualTo(Cells.record(cluster, B, KEY));
        assertThat(votes(cluster)).isTrue();
    }

    @Test
    void the_other_one_of_two_is_enough() {
        TestCluster cluster = wiped(2);
        cluster.start(A);
        cluster.run(CYCLES);

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.WHOLE);
        assertThat(Cells.record(cluster, A, KEY)).isPresent();
    }

    @Test
    void it_does_not_vote_before() {
        TestCluster cluster = wiped(3);
        cluster.lose(sent ->
                sent.message() instanceof ExchangeRequest.Open && !sent.from().equals(B));
        cluster.start(A);
        cluster.run(CYCLES);

        assertThat(votes(cluster)).isFalse();
        cluster.lose(sent -> false);
        cluster.run(Duration.ofSeconds(30));
        assertThat(votes(cluster)).isTrue();
    }

    @Test
    void a_home_that_is_away_keeps_it_from_voting() {
        TestCluster cluster = wiped(3);
        cluster.start(A);
        cluster.run(Duration.ofMillis(100));
        cluster.isolate(C);
        cluster.run(Duration.ofMinutes(2));
        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.AMNESIAC);
        assertThat(Cells.record(cluster, A, KEY)).isPresent();
        assertThat(votes(cluster)).isFalse();

        cluster.heal();
        cluster.run(CYCLES);

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.WHOLE);
    }

    @Test
    void exchanges_count_only_when_no_member_keeps_hints_for_it() {
        TestCluster cluster = wiped(3);
        cluster.lose(sent ->
                sent.message() instanceof HintedPartitions && sent.from().equals(C));
        cluster.start(A);
        cluster.run(CYCLES);
        cluster.inject(B, A, new HintsHeld(ImmutableList.of()));

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.AMNESIAC);
        assertThat(Cells.record(cluster, A, KEY)).isPresent(); // compared all the same
        cluster.lose(sent -> false);
        cluster.run(CYCLES);
        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.WHOLE);
    }

    @Test
    void a_partition_that_is_healed_votes_before_the_others() {
        TestCluster cluster = wiped(3);
        int partition = cluster.partition(KEY);
        cluster.lose(sent -> sent.message() instanceof ExchangeRequest.Open open && open.partition() != partition);
        cluster.start(A);
        cluster.run(Duration.ofMinutes(2));

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.AMNESIAC);
        assertThat(cluster.events(A).healed).containsExactly(partition);
        assertThat(votes(cluster)).isTrue();
    }

    @Test
    void a_row_that_a_peer_cannot_read_does_not_keep_a_node_amnesiac_for_ever() {
        TestCluster cluster = wiped(3);
        cluster.disk(B).damage(Table.DATA, Cells.row(KEY));
        cluster.inject(C, B, new Request.Read(KEY, Placement.Stage.SETTLED)); // it is noticed
        cluster.run(Duration.ofSeconds(1));
        cluster.start(A);
        cluster.run(Duration.ofSeconds(30));

        assertThat(cluster.node(A).standing()).isEqualTo(Standing.State.WHOLE);
        assertThat(cluster.disk(B).isDamaged(Table.DATA, Cells.row(KEY))).isFalse();
        assertThat(Cells.record(cluster, B, KEY)).isEqualTo(Cells.record(cluster, C, KEY));
    }

    @Test
    void lost_rows_take_the_clocks_with_them_so_others_keep_theirs() {
        TestCluster cluster = TestCluster.comparing(3);
        cluster.stored(A, Puts.of(KEY, "v").w(3, 3));
        cluster.run(CYCLES);
        cluster.stop(A);
        cluster.disk(A).setLostRows("a block could not be copied");
        cluster.disk(A).rows(Table.DATA).clear(); // while all else, clocks and trees, is there

        cluster.start(A);
        cluster.run(CYCLES);

        assertThat(List.of(A, B, C))
                .allSatisfy(node -> assertThat(
                                Cells.record(cluster, node, KEY).orElseThrow().live())
                        .hasSize(1));
        assertThat(cluster.get(B, KEY, 3)).isInstanceOf(GetResult.Found.class);
    }
}
