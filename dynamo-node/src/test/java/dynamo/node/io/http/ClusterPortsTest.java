package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dynamo.node.io.http.HttpSocket.Reply;
import dynamo.node.io.http.ServedCluster.Served;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients of a cluster of three see, whole and in part. */
class ClusterPortsTest {
    private static ServedCluster cluster;
    private static int keys;

    @BeforeAll
    static void start() throws Exception {
        cluster = ServedCluster.ofThree();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String fresh() {
        return "/v1/kv/b/k" + ++keys;
    }

    @Test
    void every_node_shows_the_same() throws IOException {
        String key = fresh();
        try (HttpSocket to = cluster.first().toData()) {
            Reply put = to.put(key + "?w=all", "first");
            assertThat(put.all("Dynamo-Replicas")).containsExactly("n=3; acks=3; hinted=0");
            to.put(key + "?w=3", "second");
        }
        String tag = "";
        String body = "";
        for (Served node : cluster.nodes) {
            try (HttpSocket to = node.toData()) {
                Reply got = to.get(key + "?r=all");
                assertThat(got.status()).isEqualTo(300);
                assertThat(got.all("Dynamo-Replicas")).containsExactly("n=3; answers=3");
                assertThat(got.all("Dynamo-Node")).containsExactly(node.id.name());
                String siblings = got.json().path("siblings").toString();
                tag = tag.isEmpty() ? got.header("ETag").orElseThrow() : tag;
                body = body.isEmpty() ? siblings : body;
                assertThat(got.all("ETag")).containsExactly(tag);
                assertThat(siblings).isEqualTo(body);
            }
        }
    }

    @Test
    void the_admin_port_shows_how_far_exchanges_are() throws IOException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        for (Served node : cluster.nodes) {
            JsonNode shown;
            do {
                assertThat(System.nanoTime()).isLessThan(deadline);
                try (HttpSocket to = node.toAdmin()) {
                    shown = to.get("/v1/anti-entropy").json();
                }
            } while (shown.path("treesUnbuilt").asLong() > 0
                    || shown.findValues("lastCompletedMillisAgo").stream().anyMatch(JsonNode::isNull));
            assertThat(shown.path("node").asText()).isEqualTo(node.id.name());
            assertThat(shown.path("state").asText()).isEqualTo("WHOLE");
            assertThat(shown.path("treesBuilt").asLong()).isPositive();
            assertThat(shown.path("partitions").size())
                    .isEqualTo(shown.path("treesBuilt").asInt());
            assertThat(shown.findValuesAsText("keysRepaired")).containsOnly("0");
        }
    }

    @Test
    void a_context_is_good_at_every_node() throws IOException {
        String key = fresh();
        String context = "*";
        for (Served node : cluster.nodes) {
            try (HttpSocket to = node.toData()) {
                context = to.put(key, node.id.name(), "Causal-Context: " + context)
                        .context();
                assertThat(to.get(key).text()).isEqualTo(node.id.name());
            }
        }
    }

    @Test
    void too_few_nodes_are_503_and_the_health_says_so() throws Exception {
        String key = fresh();
        cluster.cut(cluster.nodes.get(1));
        cluster.cut(cluster.nodes.get(2));
        try (HttpSocket to = cluster.first().toData();
                HttpSocket admin = cluster.first().toAdmin()) {
            for (Reply reply : new Reply[] {to.put(key, "x"), to.get(key), to.call("DELETE", key)}) {
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.code()).isEqualTo("quorum-not-available");
                assertThat(reply.json().path("outcome").asText()).isEqualTo("not_applied");
                assertThat(reply.json().path("retryable").asBoolean()).isTrue();
                assertThat(reply.json().path("required").asInt()).isEqualTo(2);
                assertThat(reply.json().path("received").asInt()).isEqualTo(1);
                assertThat(reply.all("Retry-After")).containsExactly("1");
            }
            assertThat(to.put(key + "?w=1", "alone").status()).isEqualTo(204);
            assertThat(to.get(key + "?r=1").text()).isEqualTo("alone");
            Reply health = admin.get("/health/cluster");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().path("partitions").size()).isEqualTo(16);
            assertThat(health.json().path("detail").asText()).startsWith("16 of 16 partitions");
            assertThat(admin.get("/health/ready").status()).isEqualTo(200);
            JsonNode member = admin.get("/v1/cluster").json().at("/members/1");
            assertThat(member.path("reachable").asBoolean(true)).isFalse();
            assertThat(member.path("state").asText()).isIn("ALIVE", "SUSPECT", "DEAD");
        } finally {
            cluster.heal(cluster.nodes.get(1));
            cluster.heal(cluster.nodes.get(2));
        }
    }

    @Test
    void silent_nodes_are_504_and_unknown() throws Exception {
        String key = fresh();
        cluster.silence(cluster.nodes.get(1));
        cluster.silence(cluster.nodes.get(2));
        try (HttpSocket to = cluster.first().toData()) {
            for (Reply reply : new Reply[] {to.put(key + "?timeout=100ms", "x"), to.get(key + "?timeout=100ms")}) {
                assertThat(reply.status()).isEqualTo(504);
                assertThat(reply.code()).isEqualTo("quorum-timeout");
                assertThat(reply.json().path("outcome").asText()).isEqualTo("unknown");
                assertThat(reply.json().path("required").asInt()).isEqualTo(2);
            }
        } finally {
            cluster.heal(cluster.nodes.get(1));
            cluster.heal(cluster.nodes.get(2));
        }
    }

    @Test
    void a_key_is_located_with_what_each_replica_has() throws Exception {
        try (HttpSocket to = cluster.first().toData();
                HttpSocket admin = cluster.nodes.get(1).toAdmin()) {
            to.put("/v1/kv/b/located?w=all", "x", "Content-Type: text/plain");
            Reply reply = admin.get("/v1/ring/locate?bucket=b&key=located");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("hash").asText()).matches("[0-9a-f]{32}");
            assertThat(reply.json().path("partition").asInt()).isBetween(0, 15);
            assertThat(reply.json().path("preferenceList").size()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                String entry = "/preferenceList/" + i;
                assertThat(reply.json().at(entry + "/role").asText()).isEqualTo("PRIMARY");
                assertThat(reply.json().at(entry + "/state").asText()).isEqualTo("ALIVE");
                assertThat(reply.json().at(entry + "/record/siblings/0/text").asText())
                        .isEqualTo("x");
                assertThat(reply.json().at(entry + "/record/context").asText()).isNotEmpty();
            }
            Reply nothing = admin.get("/v1/ring/locate?bucket=b&key=a%FF+b");
            assertThat(nothing.json().path("key64").asText()).isEqualTo("Yf8gYg");
            assertThat(nothing.json().at("/preferenceList/0/record").isNull()).isTrue();
        }
    }
}
