package dynamo.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.tools.Asking;
import dynamo.tools.Documents;
import dynamo.tools.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusTest {
    private final Asking asking = new Asking();
    private final Tool ring = asking.ring;
    private final ObjectNode cluster = Documents.cluster(4);

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void a_cluster_that_is_well_is_healthy() {
        assertThat(status("-o table")).isZero();
        assertThat(ring.out())
                .startsWith("""
                        Cluster prod   epoch 4   64 partitions, N=3   version 1.2   as n1 sees it
                        ● healthy: 4 members up
                        """)
                .contains("Zone za\n●  n1    10.0.0.1:7000  ALIVE  valid   25.0 %", "Zone zc\n●  n3 ")
                .contains("Partitions: 64 with all homes up");
    }

    @Test
    void a_dead_member_degrades_it_and_says_what_to_do() {
        Documents.member(cluster, 3)
                .put("state", "DEAD")
                .put("reachable", false)
                .put("hintsPending", 1204);
        assertThat(status("-o table")).isEqualTo(1);
        assertThat(ring.out())
                .contains("✗ degraded: 3 of 4 members up", "✗  n3    10.0.0.3:7000  DEAD")
                .contains("0 with all homes up, 64 with a quorum of them")
                .contains(
                        "✗ n3 is DEAD: start it; if it is gone for good: ring replace n3 --by NODE, or ring remove n3")
                .contains("◐ 1,204 writes for n3 wait at n1: they are handed over when it is back");
    }

    @Test
    void partitions_below_a_quorum_are_counted() {
        for (int number = 2; number <= 3; number++) {
            Documents.member(cluster, number).put("state", "DEAD").put("reachable", false);
        }
        assertThat(status("-o table")).isEqualTo(1);
        assertThat(ring.out()).containsPattern("Partitions: .* below a quorum");
    }

    @Test
    void a_member_that_gossip_believes_in_and_nobody_reaches_is_not_up() {
        Documents.member(cluster, 2).put("reachable", false);
        assertThat(status("-o table")).isEqualTo(1);
        assertThat(ring.out()).contains("ALIVE, unreachable");
    }

    @Test
    void a_handoff_is_work_and_no_fault() {
        cluster.put("settled", false).put("agreed", false);
        Documents.member(cluster, 4)
                .put("status", "joining")
                .put("replicasNext", 41)
                .put("epochSeen", false);
        Documents.candidate(cluster, "n5");
        Documents.candidate(cluster, "n6").put("replaces", "n2");
        assertThat(status("-o table")).isZero();
        assertThat(ring.out())
                .contains("◐ working: 4 members up", "→ 41")
                .contains("a handoff of partitions is under way: ring transfers --watch")
                .contains("epoch 4 is not yet known to n4: ")
                .contains("n5 waits to be let in: ring join n5")
                .contains("n6 waits to be let in: ring replace n2 --by n6");
    }

    @Test
    void a_member_marked_down_degrades_nothing_more() {
        Documents.member(cluster, 4).put("status", "down").put("state", "DEAD").put("reachable", false);
        assertThat(status("-o table")).isZero();
        assertThat(ring.out()).contains("n4 is marked down, so nobody waits for it: start it again, or ring remove n4");
    }

    @Test
    void a_suspect_is_in_doubt_only() {
        Documents.member(cluster, 2).put("state", "SUSPECT").put("reachable", false);
        assertThat(status("-o table")).isZero();
        assertThat(ring.out()).contains("◐ n2 is SUSPECT: it is asked again");
    }

    @Test
    void an_older_node_that_says_less_is_shown_all_the_same() {
        cluster.remove("partitions");
        cluster.remove("replicas");
        cluster.remove("candidates");
        Documents.member(cluster, 1).remove("replicas");
        Documents.member(cluster, 1).remove("replicasNext");
        Documents.member(cluster, 1).remove("address");
        assertThat(status("-o table")).isZero();
        assertThat(ring.out()).contains("healthy").doesNotContain("Partitions:");
    }

    @Test
    void forms() {
        status("-o json");
        assertThat(ring.out()).isEqualTo(cluster + "\n");
        status("-o tsv");
        assertThat(ring.out()).hasLineCount(5).contains("n1\tza\t10.0.0.1:7000\tALIVE\tvalid\t0.25\t");
        ring.looking(1, () -> {});
        status("--watch");
        assertThat(ring.out()).isEqualTo("epoch 4  healthy: 4 members up\n");
    }

    private int status(String options) {
        asking.node
                .onGet("/v1/cluster", cluster.toString())
                .onGet("/v1/ring", Documents.ring(4).toString());
        return asking.run("status " + options);
    }
}
