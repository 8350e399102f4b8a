package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.io.http.HttpSocket.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminPortTest {
    private static ServedCluster cluster;

    private HttpSocket to;

    @BeforeAll
    static void start() throws Exception {
        cluster = ServedCluster.alone();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() throws IOException {
        to = cluster.first().toAdmin();
    }

    @AfterEach
    void disconnect() throws IOException {
        to.close();
    }

    @Test
    void a_whole_cluster_is_healthy() throws IOException {
        for (String which : new String[] {"live", "ready", "cluster"}) {
            Reply reply = to.get("/health/" + which);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.all("Cache-Control")).containsExactly("no-store");
        }
        assertThat(to.get("/health/live").text()).isEqualTo("{\"status\":\"live\"}");
    }

    @Test
    void metrics_are_text() throws IOException {
        Reply reply = to.get("/metrics");
        assertThat(reply.all("Content-Type")).containsExactly("text/plain; version=0.0.4; charset=utf-8");
        assertThat(reply.text()).isEqualTo("up 1\n");
    }

    @Test
    void the_cluster_is_shown() throws IOException {
        assertThat(to.get("/v1/cluster").text())
                .isEqualTo(
                        "{\"clusterId\":\"test-cluster\",\"epoch\":1,\"proposer\":null,\"node\":\"n1\",\"version\":\"0.0-test\","
                                + "\"partitions\":16,\"n\":3,\"replicas\":1,\"settled\":true,\"agreed\":true,"
                                + "\"members\":[{\"id\":\"n1\",\"zone\":\"default\",\"weight\":1.0,\"address\":\"n1.test:7000\",\"state\":\"ALIVE\","
                                + "\"reachable\":true,\"status\":\"valid\",\"ownership\":1.0,\"replicas\":16,\"replicasNext\":16,"
                                + "\"hintsPending\":0,\"epochSeen\":true}],\"candidates\":[]}");
    }

    @Test
    void the_ring_is_shown_and_tagged() throws IOException {
        Reply reply = to.get("/v1/ring");
        assertThat(reply.text())
                .startsWith("{\"epoch\":1,\"replicas\":1,\"partitions\":[{\"id\":0,\"owner\":\"n1\",\"pending\":null,"
                        + "\"preferenceList\":[\"n1\"]},");
        assertThat(reply.json().path("partitions").size()).isEqualTo(16);
        String tag = reply.header("ETag").orElseThrow();
        assertThat(tag).matches("\"1-[0-9a-f]{16}\"");
        Reply same = to.get("/v1/ring", "If-None-Match: " + tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.all("ETag")).containsExactly(tag);
        assertThat(to.get("/v1/ring", "If-None-Match: \"0\"").status()).isEqualTo(200);
    }

    @Test
    void locate_needs_a_bucket_and_a_key() throws IOException {
        for (String query :
                new String[] {"", "?bucket=b", "?key=k", "?bucket=b&key=", "?bucket=!&key=k", "?bucket=b&key=k&x=1"}) {
            assertThat(to.get("/v1/ring/locate" + query).status()).isEqualTo(400);
        }
    }

    @Test
    void data_and_unknown_paths_are_404_and_wrong_methods_405() throws IOException {
        for (String path : new String[] {"/v1/kv/b/k", "/v1/nosuch", "/v1/transfers/x", "/v1/ring/plans"}) {
            Reply reply = to.get(path);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.code()).isEqualTo("no-such-route");
        }
        assertThat(to.call("DELETE", "/health/live").all("Allow")).containsExactly("GET, HEAD");
        assertThat(to.call("HEAD", "/health/live").status()).isEqualTo(200);
        assertThat(to.get("/v1/drain").all("Allow")).containsExactly("POST");
        assertThat(to.get("/health/live?x=1").status()).isEqualTo(400);
    }

    @Test
    void the_node_is_drained_once_and_by_no_foreign_page() throws IOException {
        int before = cluster.drains.get();
        assertThat(to.call("POST", "/v1/drain", "Origin: http://evil.example").status())
                .isEqualTo(403);
        assertThat(to.call("POST", "/v1/drain", "Origin: null").status()).isEqualTo(403);
        assertThat(cluster.drains.get()).isEqualTo(before);
        assertThat(to.call("POST", "/v1/drain").text()).isEqualTo("{\"status\":\"draining\"}");
        assertThat(to.call("POST", "/v1/drain", "Origin: http://localhost").status())
                .isEqualTo(202);
        assertThat(cluster.drains.get()).isEqualTo(before + 1);
    }

    @Test
    void nothing_is_changed_by_a_foreign_page() throws IOException {
        for (String call : new String[] {
            "POST /v1/drain", "POST /v1/ring/changes", "DELETE /v1/ring/changes", "POST /v1/ring/commit"
        }) {
            String[] words = call.split(" ");
            Reply reply = to.callWithBody(words[0], words[1], new byte[0], "Origin: http://evil.example");
            assertThat(reply.status()).as(call).isEqualTo(403);
            assertThat(reply.code()).isEqualTo("forbidden");
        }
    }
}
