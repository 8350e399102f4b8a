package dynamo.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.tools.Documents;
import dynamo.tools.StubPort;
import dynamo.tools.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final String HINTS = "{\"node\":\"n1\",\"bytes\":10,\"bytesMax\":1000,\"homes\":[]}";
    private static final String AAE = "{\"node\":\"n1\",\"state\":\"WHOLE\",\"treesBuilt\":64,\"partitions\":["
            + "{\"id\":1,\"peer\":\"n2\",\"lastCompletedMillisAgo\":5,\"lastError\":null}]}";
    private static final String METRICS = """
            # HELP process_open_fds Files open.
            process_open_fds 100
            process_max_fds 65536
            dynamo_unreadable_total 0
            dynamo_commit_seconds_sum 1.5
            dynamo_commit_seconds_count 100
            """;

    private final StubPort node = new StubPort();
    private final StubPort other = new StubPort();
    private final StubPort data = new StubPort();
    private final Tool ring = new Tool();
    private final ObjectNode cluster = Documents.cluster(3);

    @BeforeEach
    void all_is_well() {
        for (StubPort port : new StubPort[] {node, other}) {
            port.onGet("/v1/cluster", cluster.toString())
                    .onGet("/v1/ring", Documents.ring(3).toString())
                    .onGet("/health/ready", "{\"status\":\"ready\"}")
                    .onGet("/health/cluster", "{\"status\":\"healthy\"}")
                    .onGet("/v1/hints", HINTS)
                    .onGet("/v1/anti-entropy", AAE)
                    .onGet("/metrics", METRICS);
        }
        data.on("GET /v1/kv/ring-doctor/probe", 404, "{\"code\":\"not-found\"}");
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
        data.close();
    }

    @Test
    void all_is_well_when_all_is() {
        String third = other.address();
        assertThat(doctor(node.address(), other.address(), third)).isZero();
        assertThat(ring.out())
                .startsWith("● 16 findings: all is well\n")
                .contains(
                        "● reach     3 admin ports asked, all answer",
                        "● quorums   every partition can reach its quorums")
                .contains("● zones     the homes of every partition are in 3 zones")
                .contains("● reads     a quorum answers through 1 data port");
        assertThat(node.requests()).allSatisfy(request -> assertThat(request).startsWith("GET "));
    }

    @Test
    void who_is_not_reached_and_not_named_is_told() {
        assertThat(doctor(StubPort.nobody(), node.address())).isEqualTo(1);
        assertThat(ring.out())
                .contains("refuses the connection\n", "→ start it, or see http.admin.host and http.admin.port")
                .contains("◐ reach     only 2 of 3 members asked");
    }

    @Test
    void nobody_reached_is_a_failed_check() {
        assertThat(doctor(StubPort.nobody())).isEqualTo(1);
        assertThat(ring.out()).contains("✗ reach");
    }

    @Test
    void nodes_that_differ_are_told() {
        ObjectNode stranger = Documents.cluster(3);
        stranger.put("clusterId", "test").put("epoch", 3).put("version", "1.1").put("node", "n2");
        other.onGet("/v1/cluster", stranger.toString());
        assertThat(doctor(node.address(), other.address())).isEqualTo(1);
        assertThat(ring.out())
                .contains("✗ cluster   nodes differ in cluster: n1 prod, n2 test")
                .contains("◐ epoch     nodes differ in epoch: n1 4, n2 3")
                .contains("◐ version   nodes differ in version: n1 1.2, n2 1.1");
    }

    @Test
    void a_member_that_is_away_and_quorums_that_are_not_reached_fail() {
        Documents.member(cluster, 2).put("state", "DEAD").put("reachable", false);
        node.onGet("/v1/cluster", cluster.toString())
                .on(
                        "GET /health/cluster",
                        503,
                        "{\"code\":\"quorum-not-available\",\"detail\":\"2 partitions\",\"partitions\":[3,9]}");
        assertThat(doctor(node.address())).isEqualTo(1);
        assertThat(ring.out())
                .contains("✗ members   n2 is DEAD\n", "→ start it; if it is gone for good: ring replace n2 --by NODE")
                .contains("✗ quorums   2 partitions (partitions 3, 9)\n");
    }

    @Test
    void what_ails_a_node_is_told_with_its_cure() {
        node.refusing("GET /health/ready", 503, "starting", "this node does not serve clients yet")
                .onGet("/v1/hints", HINTS.replace("\"bytes\":10", "\"bytes\":950"))
                .onGet("/v1/anti-entropy", AAE.replace("WHOLE", "AMNESIAC").replace("null}", "\"gone\"}"))
                .onGet(
                        "/metrics",
                        METRICS.replace("_max_fds 65536", "_max_fds 110")
                                .replace("unreadable_total 0", "unreadable_total 12")
                                .replace("sum 1.5", "sum 25"));
        assertThat(doctor(node.address())).isEqualTo(1);
        assertThat(ring.out())
                .contains("✗ ready     n1 does not serve: this node does not serve clients yet")
                .contains("✗ hints     n1 uses 95.0 % of its room for hints")
                .contains(
                        "◐ replicas  n1 is AMNESIAC",
                        "✗ replicas  n1 could not compare 1 partition, the last with n2: gone")
                .contains(
                        "◐ disk      n1 met 12 rows with a wrong checksum", "◐ disk      n1 takes 250 ms for a commit")
                .contains("◐ files     n1 has 100 of at most 110 files open");
    }

    @Test
    void a_small_cluster_is_told_that_it_is() {
        node.onGet("/v1/cluster", Documents.cluster(2).toString())
                .onGet("/v1/ring", Documents.ring(2).toString());
        assertThat(doctor(node.address())).isZero();
        assertThat(ring.out()).contains("◐ copies    every value has 2 of the 3 copies that are wanted");
    }

    @Test
    void reads_that_fail_are_told() {
        data.refusing("GET /v1/kv/ring-doctor/probe", 503, "quorum-not-available", "too few");
        assertThat(doctor(node.address())).isEqualTo(1);
        assertThat(ring.out())
                .containsPattern("✗ reads     a read through 127.0.0.1:[0-9]+ fails: quorum-not-available: too");
    }

    @Test
    void forms() {
        ring.run("doctor", "--node", node.address(), "--data", data.address());
        assertThat(ring.out())
                .startsWith("check\tresult\twhat\tfix\nreach\tok\t1 admin port asked, all answer\t\nreach\twarn\t");
        ring.run("doctor", "--node", node.address(), "--data", data.address(), "-o", "json");
        assertThat(ring.out()).startsWith("{\"checks\":[{\"check\":\"reach\",\"result\":\"ok\",\"what\":\"");
    }

    private int doctor(String... nodes) {
        return ring.run("doctor", "-o", "table", "--node", String.join(",", nodes), "--data", data.address());
    }
}
