package dynamo.node.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.node.Puts;
import dynamo.node.TestCluster;
import dynamo.node.env.Storage.Table;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was deleted stays deleted, and leaves nothing behind. */
class ReapingTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final List<NodeId> ALL = List.of(A, B, C);
    private static final Key KEY = new Key("bucket", Bytes.utf8("key"));
    private static final Duration CYCLES = Duration.ofSeconds(6);

    private final TestCluster cluster = TestCluster.comparing(3);

    private Siblings stored() {
        cluster.stored(A, Puts.of(KEY, "v").w(3, 3));
        return Cells.record(cluster, A, KEY).orElseThrow();
    }

    private void assertGoneWithoutTrace() {
        assertThat(ALL).allSatisfy(node -> {
            assertThat(cluster.disk(node).rows(Table.DATA)).isEmpty();
            assertThat(cluster.disk(node).rows(Table.META).keySet())
                    .noneMatch(row -> row.at(0) == 2); // names of tombstones
        });
    }

    private boolean isShown(NodeId at) {
        return !(cluster.get(at, KEY, 2) instanceof GetResult.Found found)
                || found.record().hasValue();
    }

    @Test
    void a_tombstone_is_reaped_everywhere_once_all_homes_account_for_it() {
        stored();
        cluster.stored(A, Puts.delete(KEY).w(3, 3));

        cluster.run(CYCLES);

        assertGoneWithoutTrace();
        assertThat(ALL)
                .allSatisfy(node -> assertThat(cluster.node(node).antiEntropy().tombstonesWaiting())
                        .isZero());
    }

    @Test
    void reaping_waits_for_the_home_that_is_away() {
        stored();
        cluster.isolate(C);
        cluster.stored(A, Puts.delete(KEY));

        cluster.run(Duration.ofMinutes(5));

        assertThat(List.of(A, B)).allSatisfy(node -> {
            assertThat(Cells.record(cluster, node, KEY).orElseThrow().isDeleted())
                    .isTrue();
            assertThat(cluster.node(node).antiEntropy().tombstonesWaiting()).isEqualTo(1);
            assertThat(cluster.node(node).antiEntropy().tombstonesWaitingFor())
                    .containsEntry(C, 1L)
                    .hasSize(1);
        });
        cluster.heal();
        cluster.run(CYCLES);
        assertGoneWithoutTrace();
    }

    @Test
    void a_value_deleted_and_reaped_does_not_come_back_from_a_replica_that_was_put_back() {
        for (NodeId stale : ALL) {
            Siblings old = stored();
            cluster.stored(A, Puts.delete(KEY).w(3, 3));
            cluster.run(CYCLES);
            assertGoneWithoutTrace();
            cluster.disk(stale).overwrite(Table.DATA, Cells.row(KEY), old.encoded());
            cluster.restart(stale);

            cluster.run(CYCLES);

            assertGoneWithoutTrace();
        }
    }

    @Test
    void a_value_deleted_while_a_replica_was_away_is_deleted_there_too() {
        for (NodeId away : ALL) {
            NodeId here = away.equals(A) ? B : A;
            stored();
            cluster.crash(away);
            cluster.stored(here, Puts.delete(KEY));
            cluster.run(Duration.ofMinutes(2));
            cluster.start(away);

            cluster.run(CYCLES);

            assertGoneWithoutTrace();
        }
    }

    @Test
    void a_late_write_does_not_bring_a_reaped_value_back() {
        Siblings old = stored();
        cluster.stored(A, Puts.delete(KEY).w(3, 3));
        cluster.run(CYCLES);
        assertGoneWithoutTrace();

        ALL.forEach(node -> Cells.give(cluster, node, KEY, old));
        cluster.run(CYCLES);

        assertGoneWithoutTrace();
        assertThat(ALL).noneMatch(this::isShown);
    }

    @Test
    void a_late_write_that_meets_a_home_before_it_accounts_for_it_is_dropped_in_the_end() {
        cluster.isolate(C);
        Siblings old;
        cluster.stored(A, Puts.of(KEY, "v"));
        old = Cells.record(cluster, A, KEY).orElseThrow();
        cluster.stored(A, Puts.delete(KEY));
        Cells.give(cluster, C, KEY, old); // kept for it by somebody, and c knows of no delete
        cluster.run(CYCLES);
        cluster.heal();

        cluster.run(CYCLES);

        assertGoneWithoutTrace();
    }

    @Test
    void what_all_account_for_is_superseded_where_it_is_still_live() {
        Siblings old = stored();
        cluster.run(CYCLES); // now all account for it, and have it live

        cluster.stored(B, Puts.of(KEY, "next").after(old.vector()).w(3, 3));

        assertThat(ALL)
                .allSatisfy(node -> assertThat(
                                Cells.record(cluster, node, KEY).orElseThrow().live())
                        .hasSize(1));
    }

    @Test
    void vectors_do_not_grow_with_restarts() {
        for (int i = 0; i < 10; i++) {
            cluster.stored(A, Puts.of(KEY, "v" + i).readFirst().w(3, 3));
            ALL.forEach(cluster::stop);
            ALL.forEach(cluster::start);
            cluster.run(CYCLES);
        }

        assertThat(ALL).allSatisfy(node -> {
            assertThat(Cells.record(cluster, node, KEY).orElseThrow().vector().size())
                    .isLessThan(4);
            assertThat(Cells.record(cluster, node, KEY).orElseThrow().live()).hasSize(1);
        });
    }

    @Test
    void a_single_node_reaps_alone() {
        TestCluster alone = TestCluster.comparing(1);
        alone.stored(A, Puts.of(KEY, "v").w(1, 1));
        alone.stored(A, Puts.delete(KEY).w(1, 1));

        alone.run(CYCLES);

        assertThat(alone.disk(A).rows(Table.DATA)).isEmpty();
    }
}
