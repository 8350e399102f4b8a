package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private static final HttpRequest GET = new HttpRequest.Builder("GET", "/").build();

    @Test
    void chunks_are_put_together_and_the_next_answer_follows() throws IOException {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nT: t\r\n\r\n";
        try (RawServer server = RawServer.answering(chunked);
                Connection connection = open(server)) {
            assertThat(exchange(connection).body().asUtf8()).isEqualTo("hello world");
            assertThat(exchange(connection).body().asUtf8()).isEqualTo("hello world");
            assertThat(connection.isUsable()).isTrue();
        }
    }

    @Test
    void interim_answers_are_passed_over() throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 100 Continue\r\n\r\n" + RawServer.ok("x", "A: b"));
                Connection connection = open(server)) {
            HttpAnswer answer = exchange(connection);
            assertThat(answer.body().asUtf8()).isEqualTo("x");
            assertThat(answer.header("a")).contains("b");
        }
    }

    @Test
    void an_answer_without_a_length_ends_with_the_connection() throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
                Connection connection = open(server)) {
            HttpAnswer answer = exchange(connection);
            assertThat(answer.body().asUtf8()).isEqualTo("to the end");
            assertThat(answer.isLast()).isTrue();
        }
    }

    @Test
    void a_body_longer_than_any_buffer_arrives_whole() throws IOException {
        String body = "0123456789".repeat(100_000);
        try (RawServer server = RawServer.answering(RawServer.ok(body));
                Connection connection = open(server)) {
            assertThat(exchange(connection).body().asUtf8()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhel"
            })
    void what_is_no_answer_is_a_failure(String text) throws IOException {
        try (RawServer server = RawServer.answering(text);
                Connection connection = open(server)) {
            assertThatThrownBy(() -> exchange(connection)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_head_without_end_is_a_failure() throws IOException {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nA: " + "a".repeat(100_000));
                Connection connection = open(server)) {
            assertThatThrownBy(() -> exchange(connection)).hasMessageContaining("too long");
        }
    }

    private static Connection open(RawServer server) throws IOException {
        return Connection.open(server.address(), soon());
    }

    private static HttpAnswer exchange(Connection connection) throws IOException {
        return connection.exchange(GET, soon());
    }

    private static long soon() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    }
}
