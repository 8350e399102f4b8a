package dynamo.tools.data;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.tools.StubPort;
import dynamo.tools.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTest {
    private static final String KEY = "/v1/kv/cart/alice";
    private static final String SIBLINGS = """
            {"bucket":"cart","key":"alice","context":"AQI","siblings":[
            {"id":"0a","contentType":"application/json","modified":"2026-11-22T20:01:02.123Z","json":{"milk":1},
            "meta":{"owner":"bob"}},
            {"id":"0b","deleted":true,"modified":"2026-11-22T20:01:03.123Z"}]}""";

    private final StubPort node = new StubPort();
    private final Tool ring = new Tool();

    @TempDir
    Path files;

    @BeforeEach
    void name_the_node() {
        ring.with("RING_DATA", node.address());
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void get_writes_the_value_byte_for_byte() {
        value("text/plain", "hello");
        assertThat(ring.run("get", "cart", "alice", "-q", "all")).isZero();
        assertThat(ring.outBytes()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(ring.err()).isEmpty();
        assertThat(node.requests().get(0)).isEqualTo("GET " + KEY + "?timeout=5000ms&r=all");
    }

    @Test
    void on_a_terminal_get_says_what_it_is_and_spares_it_from_bytes() {
        value("text/plain", "hello");
        ring.onTerminal();
        assertThat(ring.run("get", "cart", "alice")).isZero();
        assertThat(ring.out()).isEqualTo("hello\n");
        assertThat(ring.err()).isEqualTo("ring get: text/plain, 5 bytes; n=3; answers=2, from n1; context AQI\n");
        value("image/png", "\u001b[2J");
        assertThat(ring.run("get", "cart", "alice")).isEqualTo(1);
        assertThat(ring.err()).contains("image/png, 4 bytes are not for a terminal; send them to a file");
    }

    @Test
    void get_as_a_document() {
        value("application/json", "{\"n\":1.10}");
        assertThat(ring.run("get", "cart", "alice", "-o", "json")).isZero();
        assertThat(ring.out())
                .isEqualTo("{\"bucket\":\"cart\",\"key\":\"alice\",\"context\":\"AQI\",\"siblings\":["
                        + "{\"contentType\":\"application/json\",\"json\":{\"n\":1.10}}]}\n");
    }

    @Test
    void get_of_nothing_of_a_deleted_key_and_of_siblings_ends_with_1() {
        node.on("GET " + KEY, 404, "{\"code\":\"not-found\"}");
        assertThat(ring.run("get", "cart", "alice")).isEqualTo(1);
        assertThat(ring.err()).isEqualTo("ring get: cart/alice holds nothing\n");
        node.on("GET " + KEY, 404, "{\"code\":\"not-found\"}", Map.of("Causal-Context", "AQI"));
        assertThat(ring.run("get", "cart", "alice")).isEqualTo(1);
        assertThat(ring.err()).isEqualTo("ring get: cart/alice is deleted\n");
        siblings();
        assertThat(ring.run("get", "cart", "alice")).isEqualTo(1);
        assertThat(ring.err()).contains("has 2 siblings; see them: ring siblings cart alice; get one: --sibling ID");
        assertThat(ring.run("get", "cart", "alice", "-o", "json")).isEqualTo(1);
        assertThat(ring.out()).contains("\"id\":\"0a\"", "\"deleted\":true", "\"meta\":{\"owner\":\"bob\"}");
        value("text/plain", "x");
        ring.run("get", "cart", "alice", "--sibling", "0a");
        assertThat(node.requests()).last().asString().endsWith("?timeout=5000ms&sibling=0a");
    }

    @Test
    void put_takes_an_argument_a_file_or_the_input() throws IOException {
        stored(1);
        assertThat(ring.run("put", "cart", "alice", "{\"milk\":1}", "-o", "table"))
                .isZero();
        assertThat(ring.out()).isEqualTo("● stored (n=3; acks=2; hinted=0, by n1)\ncontext for the next write: AQM\n");
        assertThat(node.requests()).containsExactly("PUT " + KEY + "?timeout=5000ms {\"milk\":1}");
        Path file = Files.writeString(files.resolve("value"), "of a file");
        ring.run("put", "cart", "alice", "--file", file.toString(), "--context", "AQI");
        assertThat(node.requests()).contains("PUT " + KEY + "?timeout=5000ms of a file", "Causal-Context: AQI");
        ring.typing("of the input").run("put", "cart", "alice", "--overwrite", "--strict", "--timeout", "1");
        assertThat(node.requests())
                .contains("PUT " + KEY + "?timeout=1000ms&sloppy=false of the input", "Causal-Context: *");
        assertThat(ring.onTerminal().run("put", "cart", "alice")).isEqualTo(2);
        assertThat(ring.err()).contains("no value is given; give VALUE or --file");
        assertThat(ring.run("put", "cart", "alice", "--file", files + "/none")).isEqualTo(2);
    }

    @Test
    void put_tells_of_siblings() {
        stored(2);
        assertThat(ring.run("put", "cart", "alice", "x", "-o", "table")).isZero();
        assertThat(ring.out()).contains("◐ stored beside others: 2 siblings now", "ring siblings cart alice");
        ring.run("put", "cart", "alice", "x");
        assertThat(ring.out())
                .startsWith("sibling\tsiblings\tcontext\treplicas\tnode\trequestId\n0a\t2\t\tn=3; acks=2");
        ring.run("put", "cart", "alice", "x", "-o", "json");
        assertThat(ring.out()).startsWith("{\"sibling\":\"0a\",\"siblings\":2,\"replicas\":\"n=3; acks=2");
    }

    @Test
    void delete_with_and_without_a_context() {
        node.on("DELETE " + KEY, 204, "", Map.of("Dynamo-Siblings", "1", "Dynamo-Node", "n1"));
        assertThat(ring.run("delete", "cart", "alice", "-o", "table")).isZero();
        assertThat(ring.out()).startsWith("● deleted");
        ring.run("delete", "cart", "alice", "--context", "AQI");
        assertThat(node.requests())
                .containsExactly(
                        "DELETE " + KEY + "?timeout=5000ms",
                        "DELETE " + KEY + "?timeout=5000ms",
                        "Causal-Context: AQI");
    }

    @Test
    void siblings_are_shown_with_how_to_make_one_of_them() {
        siblings();
        assertThat(ring.run("siblings", "cart", "alice", "-o", "wide")).isEqualTo(1);
        assertThat(ring.out())
                .startsWith("◐ cart/alice has 2 siblings\n")
                .contains("0a       2026-11-22T20:01:02.123Z  application/json     10  {\"milk\":1}  {owner=bob}")
                .containsPattern("0b +2026-11-22T20:01:03.123Z  - +-  deleted")
                .contains("context: AQI", "ring put cart alice VALUE --context CONTEXT");
        ring.run("siblings", "cart", "alice");
        assertThat(ring.out()).startsWith("id\tmodified\tcontentType\tbytes\tvalue\tmeta\n0a\t");
        ring.run("siblings", "cart", "alice", "-o", "json");
        assertThat(ring.out()).contains("\"context\":\"AQI\"").hasLineCount(1);
        value("text/plain", "x");
        assertThat(ring.run("siblings", "cart", "alice", "-o", "table")).isZero();
        assertThat(ring.out()).startsWith("● cart/alice has one value");
    }

    @Test
    void one_of_the_siblings_is_kept() {
        siblings();
        stored(1);
        node.on("DELETE " + KEY, 204, "", Map.of("Dynamo-Siblings", "1"));
        assertThat(ring.run("siblings", "cart", "alice", "--keep", "0a", "-o", "table"))
                .isZero();
        assertThat(ring.out()).startsWith("● kept");
        assertThat(node.requests()).contains("PUT " + KEY + "?timeout=5000ms {\"milk\":1}", "Causal-Context: AQI");
        assertThat(ring.run("siblings", "cart", "alice", "--keep", "0b")).isZero();
        assertThat(node.requests()).contains("DELETE " + KEY + "?timeout=5000ms");
        assertThat(ring.run("siblings", "cart", "alice", "--keep", "0c")).isEqualTo(4);
    }

    @Test
    void failures_say_what_they_did_and_what_is_next() {
        node.refusing("PUT " + KEY, 400, "bad-context", "not of this key");
        assertThat(ring.run("put", "cart", "alice", "x")).isEqualTo(4);
        assertThat(ring.err()).contains("bad-context: not of this key (not_applied); contexts come with ring get");
        node.on("PUT " + KEY, 504, "{\"code\":\"quorum-timeout\",\"detail\":\"1 of 2\",\"outcome\":\"unknown\"}");
        assertThat(ring.run("put", "cart", "alice", "x")).isEqualTo(3);
        assertThat(ring.err()).contains("quorum-timeout: 1 of 2 (unknown); it may be there or come yet: read before");
        node.refusing("GET " + KEY, 503, "quorum-not-available", "too few");
        assertThat(ring.run("get", "cart", "alice")).isEqualTo(3);
        assertThat(ring.err()).contains("see who is away: ring status, ring locate cart alice");
        node.refusing("PUT " + KEY, 507, "disk-full", "no space");
        assertThat(ring.run("put", "cart", "alice", "x")).isEqualTo(4);
        ring.with("RING_DATA", StubPort.nobody());
        assertThat(ring.run("get", "cart", "alice")).isEqualTo(3);
        assertThat(ring.err()).contains("refuses the connection; name the data ports of nodes that run");
    }

    @Test
    void another_node_is_asked_when_the_first_is_gone() {
        value("text/plain", "hello");
        assertThat(ring.run("get", "cart", "alice", "--data", StubPort.nobody() + "," + node.address()))
                .isZero();
    }

    private void value(String type, String value) {
        node.on(
                "GET " + KEY,
                200,
                value,
                Map.of(
                        "Content-Type", type,
                        "Causal-Context", "AQI",
                        "Dynamo-Node", "n1",
                        "Dynamo-Replicas", "n=3; answers=2"));
    }

    private void siblings() {
        node.on("GET " + KEY, 300, SIBLINGS, Map.of("Content-Type", "application/vnd.dynamo+json"));
    }

    private void stored(int siblings) {
        Map<String, String> headers = new java.util.HashMap<>(Map.of(
                "Dynamo-Siblings", Integer.toString(siblings),
                "Dynamo-Sibling", "0a",
                "Dynamo-Node", "n1",
                "Dynamo-Replicas", "n=3; acks=2; hinted=0"));
        if (siblings == 1) {
            headers.put("Causal-Context", "AQM");
        }
        node.on("PUT " + KEY, 204, "", headers);
    }
}
