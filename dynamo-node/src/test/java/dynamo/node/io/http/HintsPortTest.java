package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dynamo.node.io.http.HttpSocket.Reply;
import dynamo.node.io.http.ServedCluster.Served;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients and operators of a cluster with more nodes than homes see while a node is away. */
class HintsPortTest {
    private static ServedCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ServedCluster(4, HttpConfig.data("127.0.0.1", 0));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_write_that_hints_helped_says_so_and_the_admin_port_shows_them() throws Exception {
        Served away = cluster.nodes.get(3);
        cluster.cut(away);
        int hinted = 0;
        try (HttpSocket to = cluster.first().toData()) {
            for (int i = 0; i < 20; i++) {
                Reply put = to.put("/v1/kv/b/k" + i + "?w=all", "value");
                assertThat(put.status()).isEqualTo(204);
                String replicas = put.header("Dynamo-Replicas").orElseThrow();
                assertThat(replicas).startsWith("n=3; acks=3; hinted=");
                hinted += replicas.endsWith("hinted=1") ? 1 : 0;
            }
        }
        assertThat(hinted).isPositive();
        assertThat(hintsPending(away)).isEqualTo(hinted);

        cluster.heal(away);

        long deadline = System.nanoTime() + 20_000_000_000L;
        while (hintsPending(away) > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    /** Over all nodes; what they say of members and of hints must agree. */
    private static long hintsPending(Served home) throws IOException {
        long sum = 0;
        for (Served node : cluster.nodes) {
            try (HttpSocket to = node.toAdmin()) {
                JsonNode hints = to.get("/v1/hints").json();
                assertThat(hints.path("node").asText()).isEqualTo(node.id.name());
                assertThat(hints.path("bytesMax").asLong()).isEqualTo(1L << 30);
                for (JsonNode kept : hints.path("homes")) {
                    assertThat(kept.path("node").asText()).isEqualTo(home.id.name());
                    assertThat(kept.path("state").asText()).isIn("WAITING", "REPLAYING");
                    assertThat(kept.path("bytes").asLong()).isPositive();
                    sum += kept.path("hints").asLong();
                }
            }
        }
        return sum;
    }

    @Test
    void without_hints_there_is_an_empty_list() throws IOException {
        try (HttpSocket to = cluster.nodes.get(3).toAdmin()) {
            assertThat(to.get("/v1/hints").text())
                    .isEqualTo("{\"node\":\"n4\",\"bytes\":0,\"bytesMax\":1073741824,\"homes\":[]}");
            assertThat(to.get("/v1/hints?x=1").status()).isEqualTo(400);
        }
    }
}
