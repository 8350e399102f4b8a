package dynamo.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.tools.Asking;
import dynamo.tools.Documents;
import dynamo.tools.StubPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookTest {
    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void members_are_listed_with_who_waits() {
        ObjectNode cluster = Documents.cluster(3);
        Documents.candidate(cluster, "n9").put("replaces", "n2");
        asking.node.onGet("/v1/cluster", cluster.toString());
        assertThat(asking.run("members -o wide")).isZero();
        assertThat(asking.out())
                .contains("●  n1    za    10.0.0.1:7000  ALIVE  valid")
                .containsPattern("◐  n9 .*waits  to replace n2");
        asking.run("members -o tsv");
        assertThat(asking.out())
                .hasLineCount(5)
                .contains("n9\tza\t10.0.0.9:7000\tCANDIDATE\tcandidate\t0\t0\t0\t0\t1\ttrue");
    }

    @Test
    void a_balanced_ring_is_good_and_an_uneven_one_is_not() {
        asking.node
                .onGet("/v1/cluster", Documents.cluster(6).toString())
                .onGet("/v1/ring", Documents.ring(6).toString());
        assertThat(asking.run("balance -o table")).isZero();
        assertThat(asking.out())
                .startsWith("● balanced: ")
                .containsPattern("●  n1    za +1.00    11 +[0-9]+ +32.0 .*█");
        ObjectNode cluster = Documents.cluster(6);
        Documents.member(cluster, 2).put("weight", 3.0);
        asking.node.onGet("/v1/cluster", cluster.toString());
        assertThat(asking.run("balance -o tsv")).isEqualTo(1);
        assertThat(asking.out()).startsWith("id\tzone\tweight\towned\treplicas\treplicasShare\toff\n");
        asking.run("balance -o table");
        assertThat(asking.out()).startsWith("✗ uneven: ").contains("ring forecast");
        asking.run("balance -o json");
        assertThat(asking.out()).isEqualTo(cluster + "\n");
    }

    @Test
    void while_partitions_move_nobody_complains_of_the_balance() {
        ObjectNode cluster = Documents.cluster(6);
        Documents.member(cluster, 2).put("weight", 3.0);
        cluster.put("settled", false);
        asking.node
                .onGet("/v1/cluster", cluster.toString())
                .onGet("/v1/ring", Documents.ring(6).toString());
        assertThat(asking.run("balance -o table")).isZero();
        assertThat(asking.out()).startsWith("◐ a handoff is under way");
    }

    @Test
    void the_ring_is_drawn_with_a_legend() {
        ObjectNode ring = Documents.ring(3);
        Documents.pending(ring, 5, "n2");
        ObjectNode cluster = Documents.cluster(3);
        Documents.member(cluster, 2).put("state", "DEAD").put("reachable", false);
        asking.node.onGet("/v1/cluster", cluster.toString()).onGet("/v1/ring", ring.toString());
        assertThat(asking.run("show -o wide")).isZero();
        assertThat(asking.out())
                .contains("prod", "epoch 4", "64 partitions", "3 nodes, N=3")
                .containsPattern("A  n1    za +22  34.4 %  ● ALIVE")
                .containsPattern("B  n2    zb +21  32.8 %  ✗ DEAD")
                .contains("inner band: who owns it after the handoff")
                .containsPattern("(?m)^ {5}0 ( [ABC]{8}){8}$");
        asking.run("show -o tsv");
        assertThat(asking.out())
                .startsWith("id\towner\tpending\tpreferenceList\n")
                .containsPattern("\n5\tn[13]\tn2\tn");
        asking.run("show -o json");
        assertThat(asking.out()).isEqualTo(ring + "\n");
    }

    @Test
    void hints_of_one_node_or_of_all() {
        String some = "{\"node\":\"n1\",\"bytes\":600,\"bytesMax\":1000,\"homes\":[{\"node\":\"n3\",\"hints\":1204,"
                + "\"bytes\":600,\"state\":\"WAITING\"}]}";
        String none = "{\"node\":\"n2\",\"bytes\":0,\"bytesMax\":1000,\"homes\":[]}";
        asking.node.onGet("/v1/hints", some);
        try (StubPort other = new StubPort().onGet("/v1/hints", none)) {
            assertThat(asking.run("hints -o table")).isZero();
            assertThat(asking.out())
                    .contains("◐ n1 keeps 1,204 hints   ██████░░░░ 600 B of 1000 B used")
                    .contains("◐  n1       n3   1,204  600 B  WAITING");
            assertThat(asking.run("hints --all -o table --node " + other.address()))
                    .isZero();
            assertThat(asking.out()).contains("n1 keeps 1,204 hints", "● n2 keeps no hints");
            asking.run("hints -o tsv");
            assertThat(asking.out()).isEqualTo("node\thome\thints\tbytes\tstate\nn1\tn3\t1204\t600\tWAITING\n");
            asking.run("hints --all -o json --node " + other.address());
            assertThat(asking.out().lines()).containsExactlyInAnyOrder(some, none);
        }
    }

    @Test
    void anti_entropy_shows_what_is_notable_and_fails_for_errors() {
        String good = aae(
                "WHOLE",
                "{\"id\":7,\"peer\":\"n2\",\"lastCompletedMillisAgo\":8960,\"keysRepaired\":3,"
                        + "\"bytesSent\":64,\"bytesReceived\":2048,\"failures\":0,\"lastError\":null}");
        asking.node.onGet("/v1/anti-entropy", good);
        assertThat(asking.run("aae -o table")).isZero();
        assertThat(asking.out())
                .contains("● n1 is WHOLE: 256 hash trees built, 0 to build; 1 exchange running")
                .contains("oldest 8 s ago; since its start 3 keys repaired, 2.1 KiB exchanged; scrubbed never")
                .contains("2 deleted keys kept until all homes know: n3 (2)")
                .contains("●  n1            7  n2     8 s ago         3  64 B   2.0 KiB       0");
        asking.node.onGet("/v1/anti-entropy", good.replace("\"lastError\":null", "\"lastError\":\"peer is away\""));
        assertThat(asking.run("aae -o table")).isEqualTo(1);
        assertThat(asking.out()).contains("✗ n1 is WHOLE", "peer is away");
        asking.node.onGet("/v1/anti-entropy", good.replace("WHOLE", "AMNESIAC"));
        assertThat(asking.run("aae -o tsv")).isEqualTo(1);
        assertThat(asking.out())
                .startsWith("node\tid\tpeer\tlastCompletedMillisAgo\t")
                .contains("n1\t7\tn2\t8960\t3\t64\t2048\t0\t\n");
    }

    private static String aae(String state, String partition) {
        return "{\"node\":\"n1\",\"state\":\"" + state + "\",\"treesBuilt\":256,\"treesUnbuilt\":0,\"running\":[{}],"
                + "\"scrubbedMillisAgo\":null,\"tombstonesWaiting\":2,\"tombstonesWaitingFor\":{\"n3\":2},"
                + "\"actorsClosing\":0,\"partitions\":[" + partition + "]}";
    }
}
