package dynamo.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.Key;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A node leaves a ring of four, step by step in virtual time. */
class RingViewsTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId D = new NodeId("d");

    private final TestCluster cluster = TestCluster.comparing(4);

    private static RingChanges.Change leave(NodeId node) {
        return RingChanges.Change.asked(
                "leave", Optional.of(node), Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    private long commitLeave() {
        RingChanges changes = cluster.node(A).ringChanges();
        assertThat(changes.stage(leave(D))).isEmpty();
        assertThat(changes.plan()).isInstanceOf(PlanView.Planned.class);
        Answer<Long> epoch = new Answer<>();
        changes.commit(((PlanView.Planned) changes.plan()).id(), epoch::accept, failure -> {});
        return cluster.await(epoch);
    }

    private TransfersView transfers(NodeId at) {
        return cluster.node(at).ringViews().transfers();
    }

    @Test
    void what_is_received_and_handed_over_is_seen_until_nothing_is() {
        for (int i = 0; i < 50; i++) {
            cluster.stored(A, Puts.of(new Key("bucket", Bytes.utf8("key-" + i)), "value-" + i));
        }
        assertThat(commitLeave()).isEqualTo(2);

        List<String> states = new ArrayList<>();
        cluster.runUntil(() -> !transfers(A).receiving().isEmpty()
                && transfers(A).receiving().get(0).bytes() > 0);

        TransfersView.Receiving receiving = transfers(A).receiving().get(0);
        assertThat(transfers(A).lacking()).isPositive();
        assertThat(receiving.from()).isNotEqualTo(A);
        assertThat(transfers(A).moves())
                .anyMatch(move -> move.partition() == receiving.partition()
                        && move.from().contains(receiving.from())
                        && move.stage().equals("joint"));
        assertThat(transfers(A).waitingFor())
                .contains(new TransfersView.Waiting(A, "fetches " + transfers(A).lacking() + " partitions"));

        cluster.runUntil(() -> {
            transfers(D).handingOver().stream()
                    .map(TransfersView.Leftover::state)
                    .forEach(states::add);
            return states.contains("dropping");
        });
        assertThat(states).contains("giving");
        cluster.runUntil(() -> transfers(D).handingOver().isEmpty());
        cluster.runUntil(() -> transfers(A).settled());
        assertThat(transfers(A).moved()).isEqualTo(transfers(A).moving()).isPositive();
        assertThat(transfers(A).lacking()).isZero();
        assertThat(transfers(A).waitingFor()).isEmpty();
    }

    @Test
    void a_partition_has_its_next_owner_until_that_one_leads() {
        commitLeave();
        RingView.Partitions before = cluster.node(A).ringViews().partitions();
        assertThat(before.pending()).isNotEmpty();
        before.pending()
                .forEach((partition, next) ->
                        assertThat(before.placement(partition).list().owner()).isNotEqualTo(next));

        cluster.runUntil(() -> cluster.node(A).ringViews().view().settled());

        RingView.Partitions after = cluster.node(A).ringViews().partitions();
        assertThat(after.pending()).isEmpty();
        before.pending()
                .forEach((partition, next) ->
                        assertThat(after.placement(partition).list().owner()).isEqualTo(next));
    }

    @Test
    void a_member_that_cannot_be_reached_is_waited_for_and_named() {
        cluster.sever(A, B);
        cluster.lose(sent -> sent.to().equals(B));
        commitLeave();
        cluster.runUntil(() -> transfers(A).waitingFor().size() == 1);
        assertThat(transfers(A).waitingFor())
                .isEqualTo(
                        ImmutableList.of(new TransfersView.Waiting(B, "has not adopted epoch 2; cannot be reached")));
    }

    @Test
    void a_node_outside_the_ring_says_why_it_serves_nobody() {
        commitLeave();
        cluster.runUntil(() -> !cluster.node(D).isReady());
        assertThat(cluster.node(D).notReady())
                .contains(Failure.of(
                        ErrorCode.STARTING,
                        "this node was removed from the ring; it hands over what it has and can then be stopped"));
    }
}
