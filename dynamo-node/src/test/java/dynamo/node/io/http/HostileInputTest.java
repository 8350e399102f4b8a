package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.io.http.HttpSocket.Reply;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes no well-behaved client sends. Each is answered at once, and others are served as before. */
class HostileInputTest {
    private static final String HOST = "Host: x\r\n";
    private static final String PUT = "PUT /v1/kv/b/hostile HTTP/1.1\r\n" + HOST;
    private static final String AFTER = "GET /v1/kv/b/smuggled HTTP/1.1\r\n" + HOST + "\r\n";

    private static ServedCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = ServedCluster.alone();
        try (HttpSocket to = cluster.first().toData()) {
            to.put("/v1/kv/b/good", "good");
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void others_are_served_as_before() throws IOException {
        try (HttpSocket to = cluster.first().toData()) {
            assertThat(to.get("/v1/kv/b/good").text()).isEqualTo("good");
            assertThat(to.get("/v1/kv/b/hostile").status()).isEqualTo(404);
        }
    }

    /** Answered with a problem, and then the connection ends. */
    private static void assertEnds(String raw, int status) throws IOException {
        try (HttpSocket to = cluster.first().toData()) {
            Reply reply = to.send(raw).read();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.all("Content-Type")).containsExactly("application/problem+json");
            assertThat(reply.all("Connection")).containsExactly("close");
            assertThat(reply.json().path("outcome").asText()).isEqualTo("not_applied");
            assertThat(reply.text()).doesNotContain("Exception", "netty", "java.", "<html");
            assertThat(to.isEnded()).isTrue();
        }
    }

    @Test
    void silence_is_no_error() throws IOException {
        cluster.first().toData().close();
        try (HttpSocket to = cluster.first().toData()) {
            to.send("\r\n\r\n");
            to.socket.shutdownOutput();
            assertThat(to.isEnded()).isTrue();
        }
    }

    @Test
    void a_long_request_line_is_414() throws IOException {
        assertEnds("GET /v1/kv/b/" + "a".repeat(64 * 1024) + " HTTP/1.1\r\n" + HOST + "\r\n", 414);
        assertEnds("GET /" + "a".repeat(64 * 1024), 414);
    }

    @Test
    void many_or_long_headers_are_431() throws IOException {
        assertEnds("GET /v1/kv/b/k HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(1000) + "\r\n", 431);
        assertEnds("GET /v1/kv/b/k HTTP/1.1\r\n" + HOST + "A:\r\n".repeat(100) + "\r\n", 431);
        assertEnds("GET /v1/kv/b/k HTTP/1.1\r\n" + HOST + "A: " + "b".repeat(1 << 20) + "\r\n\r\n", 431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5\r\nContent-Length: 5\r\n",
                "Content-Length: 5, 5\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: -5\r\n",
                "Content-Length: 0x5\r\n",
                "Content-Length: \r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding:\r\n chunked\r\n",
                "Content-Length : 5\r\n",
                "Content-Length: 5\r\nX: a\r\n b\r\n",
                "Content-Length: 5\r\nX: a\r\n\tb\r\n",
                "Content-Length: 5\n",
                "Content-Length: 5\r\nX\r\n",
                "Content-Length: 5\r\n: y\r\n",
                "Content-Length: 5\r\nX y: z\r\n",
                "Content-Length: 5\r\nX: \u0000\r\n",
                "Content-Length: 5\r\nX: a\rb\r\n",
                "Content-Length: 5\r\nHost: y\r\n"
            })
    void doubtful_framing_is_refused_and_nothing_after_it_is_read(String headers) throws IOException {
        assertEnds(PUT + headers + "\r\nhello" + AFTER, 400);
    }

    @Test
    void other_transfer_codings_are_501() throws IOException {
        assertEnds(PUT + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + AFTER, 501);
    }

    @Test
    void a_folded_line_is_found_wherever_the_bytes_are_cut() throws IOException {
        String raw = PUT + "Content-Length: 5\r\nX: a\r\n b\r\n\r\n";
        for (int cut = raw.indexOf("a\r\n"); cut < raw.indexOf(" b") + 2; cut++) {
            try (HttpSocket to = cluster.first().toData()) {
                to.send(raw.substring(0, cut));
                awaitRead();
                assertThat(to.send(raw.substring(cut)).read().status()).isEqualTo(400);
            }
        }
        String fine = "\r\n" + PUT + "Content-Length: 3\r\nCausal-Context: *\r\n\r\n\r\n ";
        for (int cut = fine.length() - 12; cut < fine.length(); cut++) {
            try (HttpSocket to = cluster.first().toData()) {
                to.send(fine.substring(0, cut));
                awaitRead();
                assertThat(to.send(fine.substring(cut)).read().status()).isEqualTo(204);
                to.call("DELETE", "/v1/kv/b/hostile");
            }
        }
    }

    /** Two answers of a node later, what was sent before has been read. */
    private static void awaitRead() throws IOException {
        try (HttpSocket other = cluster.first().toData()) {
            other.get("/v1/kv/b/good");
            other.get("/v1/kv/b/good");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FFFFFFFFFFFFFFFF", "-1", "0x10", "80000000", "", " 5", "5 x", "g", "5\n"})
    void bad_chunk_sizes_are_refused(String size) throws IOException {
        assertEnds(PUT + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\nhello\r\n0\r\n\r\n", 400);
    }

    @Test
    void chunks_without_their_end_are_refused() throws IOException {
        assertEnds(PUT + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloworld\r\n0\r\n\r\n", 400);
        assertEnds(PUT + "Transfer-Encoding: chunked\r\n\r\n0\r\nA: " + "b".repeat(9000) + "\r\n\r\n", 400);
    }

    @Test
    void chunks_over_the_limit_are_413_at_the_limit() throws IOException {
        try (HttpSocket to = cluster.first().toData()) {
            to.send(PUT + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n");
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < 9; i++) {
                to.send(part);
            }
            assertThat(to.read().status()).isEqualTo(413);
        }
    }

    @Test
    void a_huge_length_is_413_before_any_body() throws IOException {
        assertEnds(PUT + "Content-Length: 10737418240\r\n\r\n", 413);
        assertEnds(PUT + "Content-Length: 10737418240\r\nExpect: 100-continue\r\n\r\n", 413);
        assertEnds(PUT + "Content-Length: 9223372036854775807\r\n\r\n", 413);
    }

    @Test
    void expectations_are_met_or_refused() throws IOException {
        try (HttpSocket to = cluster.first().toData()) {
            to.send(PUT.replace("hostile", "met") + "Content-Length: 5\r\nExpect: 100-Continue\r\n\r\n");
            assertThat(to.readHead().status()).isEqualTo(100);
            assertThat(to.send("hello").read().status()).isEqualTo(204);
            assertThat(to.get("/v1/kv/b/met").text()).isEqualTo("hello");
        }
        try (HttpSocket to = cluster.first().toData()) {
            assertThat(to.put("/v1/kv/b/hostile", "x", "Expect: miracles").status())
                    .isEqualTo(417);
            assertThat(to.get("/v1/kv/b/good").status()).isEqualTo(200);
        }
        assertEnds(PUT.replace("PUT", "BREW") + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n", 501);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /v1/kv/b/k HTTP/1.1, 400",
        "GET /, 400",
        "GET, 400",
        "' GET / HTTP/1.1', 400",
        "PRI * HTTP/2.0, 505",
        "GET / HTTP/3.0, 505",
        "GET / HTTP/0.9, 505",
        "GET / HTTP/1.10, 400",
        "GET / FTP/1.1, 400",
        "GET /a b HTTP/1.1, 400"
    })
    void what_is_no_request_is_refused(String line, int status) throws IOException {
        assertEnds(line + "\r\n\r\n", status);
    }

    @Test
    void a_greeting_in_another_protocol_is_refused() throws IOException {
        assertEnds("\u0016\u0003\u0001\u0002\u0000\u0001\r\n", 400);
        assertEnds("SSH-2.0-OpenSSH_9.2\r\n", 400);
    }

    @Test
    void a_request_has_one_host() throws IOException {
        assertEnds("GET /v1/kv/b/k HTTP/1.1\r\n\r\n", 400);
        assertEnds("GET /v1/kv/b/k HTTP/1.1\r\n" + HOST + "Host: y\r\n\r\n", 400);
        assertEnds("GET /v1/kv/b/k HTTP/1.1\r\nHost: a b\r\n\r\n", 400);
        assertEnds("GET /v1/kv/b/k HTTP/1.1\r\nHost: a,b\r\n\r\n", 400);
    }

    @Test
    void a_websocket_key_gives_no_body_to_a_get() throws IOException {
        assertEnds(
                "GET /v1/kv/b/k HTTP/1.1\r\n" + HOST + "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n" + AFTER,
                400);
    }

    @Test
    void targets_with_odd_characters_are_refused() throws IOException {
        for (String target : new String[] {"/v1/kv/b/k#f", "/v1/kv/b/\u007f", "*", "localhost:80"}) {
            try (HttpSocket to = cluster.first().toData()) {
                assertThat(to.get(target).code()).isEqualTo("bad-request");
                assertThat(to.get("/v1/kv/b/good").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void thousands_of_pipelined_requests_are_answered_in_order() throws Exception {
        int count = 3_000;
        try (HttpSocket to = cluster.first().toData()) {
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        to.send(HttpSocket.head("GET", "/v1/kv/b/good?r=1", "Request-Id: p" + i) + "\r\n");
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            for (int i = 0; i < count; i++) {
                Reply reply = to.read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.header("Request-Id")).contains("p" + i);
            }
            sender.join();
        }
    }

    @Test
    void writes_and_errors_are_pipelined_too() throws IOException {
        StringBuilder raw = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            raw.append(HttpSocket.head("PUT", "/v1/kv/b/piped" + i, "Request-Id: w" + i))
                    .append("Content-Length: 3\r\n\r\nabc");
            raw.append(HttpSocket.head("PUT", "/v1/kv/b/piped?w=0", "Request-Id: e" + i))
                    .append("Content-Length: 3\r\n\r\nabc");
            raw.append(HttpSocket.head("HEAD", "/v1/kv/b/piped" + i, "Request-Id: r" + i))
                    .append("\r\n");
        }
        try (HttpSocket to = cluster.first().toData()) {
            to.send(raw.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(to.read().header("Request-Id")).contains("w" + i);
                assertThat(to.read().header("Request-Id")).contains("e" + i);
                assertThat(to.read(true).header("Request-Id")).contains("r" + i);
            }
        }
    }

    @Test
    void a_client_that_stops_sending_still_hears_the_answer() throws IOException {
        try (HttpSocket to = cluster.first().toData()) {
            to.send(HttpSocket.head("GET", "/v1/kv/b/good") + "\r\n" + HttpSocket.head("GET", "/v1/kv/b/good")
                    + "\r\n");
            to.socket.shutdownOutput();
            assertThat(to.read().text()).isEqualTo("good");
            assertThat(to.read().text()).isEqualTo("good");
            assertThat(to.isEnded()).isTrue();
        }
        try (HttpSocket to = cluster.first().toData()) {
            to.send(PUT + "Content-Length: 10\r\n\r\nhello");
            to.socket.shutdownOutput();
            assertThat(to.read().status()).isEqualTo(400);
            assertThat(to.isEnded()).isTrue();
        }
        try (HttpSocket to = cluster.first().toData()) {
            to.send(PUT + "Content-Le");
            to.socket.shutdownOutput();
            assertThat(to.read().status()).isEqualTo(400);
            assertThat(to.isEnded()).isTrue();
        }
    }

    @Test
    void old_and_closing_clients_are_served_and_closed() throws IOException {
        for (String request : new String[] {
            "GET /v1/kv/b/good HTTP/1.0\r\n\r\n", "GET /v1/kv/b/good HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"
        }) {
            try (HttpSocket to = cluster.first().toData()) {
                assertThat(to.send(request).read().text()).isEqualTo("good");
                assertThat(to.isEnded()).isTrue();
            }
        }
        try (HttpSocket to = cluster.first().toData()) {
            for (int i = 0; i < 2; i++) {
                to.send("GET /v1/kv/b/good HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertThat(to.read().all("Connection")).containsExactly("keep-alive");
            }
        }
    }

    @Test
    void a_refused_body_that_is_short_leaves_the_connection() throws IOException {
        try (HttpSocket to = cluster.first().toData()) {
            to.send(HttpSocket.head("PUT", "/v1/kv/b/k?w=0", "Content-Length: 50000") + "\r\n");
            assertThat(to.read().status()).isEqualTo(400); // before the body
            to.send(new byte[50_000]);
            assertThat(to.get("/v1/kv/b/good").text()).isEqualTo("good");
        }
    }

    @Test
    void an_answer_reaches_a_client_that_keeps_sending() throws IOException {
        try (HttpSocket to = cluster.first().toData()) {
            to.send(HttpSocket.head("PUT", "/v1/kv/b/hostile", "Content-Length: " + (9 << 20)) + "\r\n");
            to.send(new byte[9 << 20]);
            assertThat(to.read().status()).isEqualTo(413);
        }
    }

    @Test
    void random_bytes_are_answered_or_cut_off() throws IOException {
        String whole = PUT.replace("PUT", "GET") + "Content-Length: 5\r\nAccept: */*\r\n\r\nhello";
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] raw = whole.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            for (int i = random.nextInt(4); i >= 0; i--) {
                raw[random.nextInt(raw.length)] = (byte) random.nextInt(256);
            }
            try (HttpSocket to = cluster.first().toData()) {
                to.send(raw);
                to.socket.shutdownOutput();
                assertThat(to.readUntilEnd()).as("seed %s", seed).startsWith("HTTP/1.1 ");
            }
        }
    }
}
