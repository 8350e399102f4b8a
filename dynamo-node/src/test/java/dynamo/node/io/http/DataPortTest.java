package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dynamo.node.io.http.HttpSocket.Reply;
import dynamo.version.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values, types, metadata, siblings and entity tags at a node alone: one test per rule of the contract. */
class DataPortTest {
    private static ServedCluster cluster;
    private static int keys;

    private HttpSocket to;
    private String key;

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
        to = cluster.first().toData();
        key = "/v1/kv/b/k" + ++keys;
    }

    @AfterEach
    void disconnect() throws IOException {
        to.close();
    }

    private void two() throws IOException {
        to.put(key, "first", "Content-Type: text/plain");
        to.put(key, "second", "Content-Type: text/plain");
    }

    private static List<String> shown(Reply reply) {
        List<String> shown = new ArrayList<>();
        for (JsonNode sibling : reply.json().path("siblings")) {
            shown.add(sibling.has("deleted") ? "deleted" : sibling.path("text").asText());
        }
        return shown;
    }

    @Test
    void what_was_put_is_got_with_its_type_and_metadata() throws IOException {
        Reply put = to.put(
                key, "hello", "Content-Type: text/plain; charset=iso-8859-1", "Dynamo-Meta-Owner: al\u00efce, bob");
        assertThat(put.status()).isEqualTo(204);
        assertThat(put.header("Content-Length")).isEmpty();
        for (String method : new String[] {"GET", "HEAD"}) {
            Reply got = to.call(method, key);
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.text()).isEqualTo(method.equals("GET") ? "hello" : "");
            assertThat(got.all("Content-Type")).containsExactly("text/plain; charset=iso-8859-1");
            assertThat(got.all("Content-Length")).containsExactly("5");
            assertThat(got.all("dynamo-meta-owner")).containsExactly("al\u00efce, bob");
        }
    }

    @Test
    void every_byte_and_every_length_survives() throws IOException {
        Random random = new Random(11);
        for (int length : new int[] {0, 1, 255, 32 * 1024 - 1, 32 * 1024, 32 * 1024 + 1, 100_000, 1 << 20, 8 << 20}) {
            byte[] value = new byte[length];
            random.nextBytes(value);
            assertThat(to.callWithBody("PUT", key, value, "Causal-Context: *").status())
                    .isEqualTo(204);
            Reply got = to.get(key);
            assertThat(got.body()).as("%s bytes", length).isEqualTo(Bytes.owning(value));
            assertThat(got.all("Content-Type")).containsExactly("application/octet-stream");
        }
    }

    @Test
    void a_body_may_come_in_chunks() throws IOException {
        to.send(HttpSocket.head("PUT", key, "Transfer-Encoding: chunked") + "\r\n5;x=y\r\nhello\r\n");
        to.send("1\r\n,\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n");
        assertThat(to.read().status()).isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("hello, world");
    }

    @Test
    void an_empty_value_must_be_meant() throws IOException {
        Reply refused = to.call("PUT", key);
        assertThat(refused.status()).isEqualTo(411);
        assertThat(refused.code()).isEqualTo("length-required");
        assertThat(to.put(key, "").status()).isEqualTo(204);
        assertThat(to.get(key).status()).isEqualTo(200);
    }

    @Test
    void more_than_8_mib_is_refused_before_it_is_read() throws IOException {
        to.put(key, "small");
        to.send(HttpSocket.head("PUT", key, "Content-Length: " + ((8 << 20) + 1)) + "\r\n");
        Reply refused = to.read();
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("content-too-large");
        try (HttpSocket other = cluster.first().toData()) {
            assertThat(other.get(key).text()).isEqualTo("small");
        }
    }

    @Test
    void an_encoded_body_or_a_part_of_one_is_refused() throws IOException {
        assertThat(to.put(key, "x", "Content-Encoding: gzip").status()).isEqualTo(415);
        assertThat(to.put(key, "x", "Content-Range: bytes 0-0/5").status()).isEqualTo(400);
        assertThat(to.get(key).status()).isEqualTo(404);
    }

    @Test
    void metadata_over_2_kib_is_431() throws IOException {
        Reply refused = to.put(key, "v", "Dynamo-Meta-a: " + "x".repeat(1100), "Dynamo-Meta-b: " + "x".repeat(1000));
        assertThat(refused.status()).isEqualTo(431);
        assertThat(refused.json().path("outcome").asText()).isEqualTo("not_applied");
        assertThat(to.get(key).status()).isEqualTo(404);
    }

    @Test
    void content_types_are_kept_or_refused_never_changed() throws IOException {
        assertThat(to.put(key, "x", "Content-Type: ").status()).isEqualTo(400);
        assertThat(to.put(key, "x", "Content-Type: " + "t".repeat(513)).status())
                .isEqualTo(400);
        assertThat(to.put(key, "x", "Content-Type: a/b", "Content-Type: a/b").status())
                .isEqualTo(400);
        assertThat(to.put(key, "{", "Content-Type: application/json").status()).isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("{");
    }

    @Test
    void post_to_a_key_is_put() throws IOException {
        assertThat(to.callWithBody("POST", key, new byte[] {'x'}).status()).isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("x");
    }

    @Test
    void both_paths_name_the_same_key() throws IOException {
        to.put("/v1/kv/b/a%2Fb" + keys, "x");
        String exact = com.google.common.io.BaseEncoding.base64Url()
                .omitPadding()
                .encode(("a/b" + keys).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(to.get("/v1/kv64/b/" + exact).text()).isEqualTo("x");
        assertThat(to.get("/v1/kv/b/a/b" + keys).text()).isEqualTo("x");
        assertThat(to.get("http://elsewhere:80/v1/kv/b/a/b" + keys).text()).isEqualTo("x");
    }

    @Test
    void control_bytes_of_a_key_reach_no_header() throws IOException {
        String raw = "/v1/kv/b/k%00%0D%0AEvil:%20yes%1B%7F" + keys;
        to.put(raw, "x");
        Reply got = to.get(raw + "?format=json");
        assertThat(got.all("Evil")).isEmpty();
        assertThat(got.json().path("key").asText()).isEqualTo("k\0\r\nEvil: yes\u001b\u007f" + keys);
        assertThat(to.get(raw.replace("yes", "no")).all("Evil")).isEmpty();
    }

    @Test
    void concurrent_values_are_300_with_all_of_them() throws IOException {
        two();
        Reply got = to.get(key);
        assertThat(got.status()).isEqualTo(300);
        assertThat(shown(got)).containsExactlyInAnyOrder("first", "second");
        assertThat(got.all("Content-Type")).containsExactly("application/vnd.dynamo+json");
        assertThat(got.json().path("context").asText()).isEqualTo(got.context());
        Reply head = to.call("HEAD", key);
        assertThat(head.status()).isEqualTo(300);
        assertThat(head.all("Content-Length")).isEqualTo(got.all("Content-Length"));
        assertThat(to.put(key, "merged", "Causal-Context: " + got.context()).status())
                .isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("merged");
    }

    @Test
    void one_sibling_comes_without_context_and_entity_tag() throws IOException {
        two();
        JsonNode first = to.get(key).json().path("siblings").get(0);
        Reply got = to.get(key + "?sibling=" + first.path("id").asText());
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).isEqualTo(first.path("text").asText());
        assertThat(got.all("Causal-Context")).isEmpty();
        assertThat(got.all("ETag")).isEmpty();
        assertThat(to.get(key + "?sibling=nosuch").status()).isEqualTo(404);
        Reply json = to.get(key + "?format=json&sibling=" + first.path("id").asText());
        assertThat(json.json().has("context")).isFalse();
        assertThat(json.json().path("siblings").size()).isEqualTo(1);
    }

    @Test
    void the_last_writer_comes_with_a_context_that_covers_all() throws IOException {
        two();
        Reply got = to.get(key + "?resolve=lww");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).isEqualTo("second");
        assertThat(got.all("Dynamo-Siblings")).containsExactly("2");
        assertThat(to.get(key).status()).isEqualTo(300);
        to.put(key, "resolved", "Causal-Context: " + got.context());
        assertThat(to.get(key).text()).isEqualTo("resolved");
        assertThat(to.get(key + "?resolve=lww").text()).isEqualTo("resolved");
    }

    @Test
    void a_value_beside_a_tombstone_is_300_and_wins() throws IOException {
        to.put(key, "old", "Content-Type: text/plain");
        String context = to.get(key).context();
        to.put(key, "new", "Content-Type: text/plain", "Causal-Context: " + context);
        assertThat(to.call("DELETE", key, "Causal-Context: " + context).status())
                .isEqualTo(204);
        Reply got = to.get(key);
        assertThat(got.status()).isEqualTo(300);
        assertThat(shown(got)).containsExactlyInAnyOrder("new", "deleted");
        assertThat(to.get(key + "?resolve=lww").text()).isEqualTo("new");
    }

    @Test
    void a_deleted_key_is_404_with_a_context() throws IOException {
        to.put(key, "x");
        Reply deleted = to.call("DELETE", key);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.context()).isNotEmpty();
        for (String query : new String[] {"", "?format=json", "?resolve=lww"}) {
            Reply got = to.get(key + query);
            assertThat(got.status()).isEqualTo(404);
            assertThat(got.code()).isEqualTo("not-found");
            assertThat(got.context()).isNotEmpty();
        }
        Reply again = to.put(key, "y", "Causal-Context: " + to.call("HEAD", key).context());
        assertThat(again.status()).isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("y");
        assertThat(to.call("DELETE", key + "-never").status()).isEqualTo(204);
        assertThat(to.get(key + "-nevermore").all("Causal-Context")).isEmpty();
    }

    @Test
    void the_envelope_is_always_200() throws IOException {
        to.put(key, "one", "Content-Type: text/plain", "Dynamo-Meta-Owner: bob");
        for (Reply got : List.of(to.get(key + "?format=json"), to.get(key, "Accept: application/vnd.dynamo+json"))) {
            assertThat(got.status()).isEqualTo(200);
            assertThat(shown(got)).containsExactly("one");
            assertThat(got.json().at("/siblings/0/meta/owner").asText()).isEqualTo("bob");
            assertThat(got.json().path("context").asText()).isEqualTo(got.context());
        }
        to.put(key, "two", "Content-Type: text/plain");
        assertThat(to.get(key + "?format=json").status()).isEqualTo(200);
    }

    @Test
    void an_entity_tag_names_the_state() throws IOException {
        to.put(key, "x");
        Reply first = to.get(key);
        String tag = first.header("ETag").orElseThrow();
        assertThat(tag).matches("\"[^\"]+\"");
        Reply same = to.get(key, "If-None-Match: \"other\", W/" + tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.all("ETag")).containsExactly(tag);
        assertThat(same.context()).isNotEmpty();
        assertThat(to.call("HEAD", key, "If-None-Match: *").status()).isEqualTo(304);
        assertThat(to.get(key, "If-Match: \"other\"").status()).isEqualTo(412);
        assertThat(to.get(key, "If-Match: " + tag).status()).isEqualTo(200);
        to.put(key, "x", "Causal-Context: " + first.context());
        assertThat(to.get(key, "If-None-Match: " + tag).status()).isEqualTo(200);
        assertThat(to.get(key, "If-None-Match: nonsense").status()).isEqualTo(400);
    }

    @Test
    void caches_and_browsers_are_told() throws IOException {
        two();
        for (Reply reply : List.of(to.get(key), to.get(key + "-no"), to.put(key, "x", "If-None-Match: *"))) {
            assertThat(reply.all("Cache-Control")).containsExactly("no-store");
        }
        to.put(key, "x", "Causal-Context: *");
        for (Reply reply : List.of(to.get(key), to.call("HEAD", key))) {
            assertThat(reply.all("Cache-Control")).containsExactly("no-cache, private");
            assertThat(reply.all("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(reply.all("Content-Security-Policy")).containsExactly("sandbox; default-src 'none'");
            assertThat(reply.all("Vary")).containsExactly("Accept");
            assertThat(reply.all("Date")).hasSize(1);
            assertThat(reply.all("Dynamo-Node")).containsExactly("n1");
            assertThat(reply.all("Dynamo-Ring-Epoch")).containsExactly("1");
            assertThat(reply.headers()).noneMatch(header -> header[0].startsWith("Access-Control"));
        }
    }

    @Test
    void replicas_are_counted() throws IOException {
        assertThat(to.put(key, "x").all("Dynamo-Replicas")).containsExactly("n=1; acks=1; hinted=0");
        assertThat(to.get(key).all("Dynamo-Replicas")).containsExactly("n=1; answers=1");
        assertThat(to.get(key + "?r=2").code()).isEqualTo("bad-quorum");
    }

    @Test
    void calls_without_a_body_take_none() throws IOException {
        assertThat(to.callWithBody("DELETE", key, new byte[1]).status()).isEqualTo(400);
        assertThat(to.callWithBody("GET", key, new byte[1]).status()).isEqualTo(400);
        assertThat(to.callWithBody("DELETE", key, new byte[0]).status()).isEqualTo(204);
        assertThat(to.callWithBody("GET", key, new byte[0]).status()).isEqualTo(404);
    }

    @Test
    void unknown_paths_and_methods_are_told_apart() throws IOException {
        for (String path : new String[] {"/", "/v1/kv", "/v2/kv/b/k", "/v1/KV/b/k", "/v1/kvv/b/k", "/metrics"}) {
            Reply reply = to.get(path);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.code()).isEqualTo("no-such-route");
        }
        for (String method : new String[] {"OPTIONS", "TRACE", "PATCH"}) {
            Reply reply = to.call(method, key);
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.all("Allow")).containsExactly("GET, HEAD, PUT, POST, DELETE");
        }
        assertThat(to.call("GET", "/v1/kv/b").all("Allow")).containsExactly("POST");
        for (String method : new String[] {"CONNECT", "FROBNICATE", "get"}) {
            assertThat(to.call(method, key).status()).isEqualTo(501);
        }
        assertThat(to.call("PATCH", "/nowhere").status()).isEqualTo(404);
    }

    @Test
    void a_problem_has_all_its_members() throws IOException {
        Reply reply = to.put(key + "?w=0", "x", "Request-Id: me");
        assertThat(reply.all("Content-Type")).containsExactly("application/problem+json");
        assertThat(reply.text())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                        + "\"detail\":\"query parameter w: expected 1..1, one, quorum or all\",\"instance\":\"" + key
                        + "\",\"code\":\"bad-quorum\",\"requestId\":\"me\",\"retryable\":false,"
                        + "\"outcome\":\"not_applied\"}");
    }
}
