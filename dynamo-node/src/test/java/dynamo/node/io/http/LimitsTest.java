package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.io.http.HttpSocket.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slow, many and greedy clients: each costs no more than its bound, and the others are served. */
class LimitsTest {
    private static final int CONNECTIONS_MAX = 8;
    /** A byte of a value counts four times, so this is three values of a million bytes. */
    private static final long IN_FLIGHT_BYTES_MAX = 12 << 20;

    private static ServedCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = ServedCluster.alone(ServedCluster.config(CONNECTIONS_MAX, IN_FLIGHT_BYTES_MAX));
        try (HttpSocket to = cluster.first().toData()) {
            assertThat(to.callWithBody("PUT", "/v1/kv/b/big", new byte[2 << 20]).status())
                    .isEqualTo(204);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void assertTimedOut(HttpSocket to) throws IOException {
        Reply reply = to.read();
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.code()).isEqualTo("request-timeout");
        assertThat(reply.all("Connection")).containsExactly("close");
        assertThat(to.isEnded()).isTrue();
    }

    /** Sends one byte now and then until the connection ends. */
    private static Thread trickle(HttpSocket to) {
        Thread thread = new Thread(() -> {
            CountDownLatch never = new CountDownLatch(1);
            try {
                while (!never.await(50, TimeUnit.MILLISECONDS)) {
                    to.send("a");
                }
            } catch (IOException | InterruptedException ended) {
                // as it must be
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void a_slow_head_is_408() throws Exception {
        try (HttpSocket to = cluster.first().toData()) {
            to.send("GET /v1/kv/b/k HTTP/1.1\r\nHost: x\r\nX: ");
            Thread sender = trickle(to);
            assertTimedOut(to);
            to.close();
            sender.interrupt();
            sender.join();
        }
    }

    @Test
    void a_slow_second_head_is_408_too() throws Exception {
        try (HttpSocket to = cluster.first().toData()) {
            to.send(HttpSocket.head("GET", "/v1/kv/b/none") + "\r\nGET /v1");
            assertThat(to.read().status()).isEqualTo(404);
            assertTimedOut(to);
        }
    }

    @Test
    void a_slow_body_is_408() throws Exception {
        try (HttpSocket to = cluster.first().toData()) {
            to.send(HttpSocket.head("PUT", "/v1/kv/b/slow", "Content-Length: 1000000") + "\r\n");
            Thread sender = trickle(to);
            assertTimedOut(to);
            to.close();
            sender.interrupt();
            sender.join();
            try (HttpSocket other = cluster.first().toData()) {
                assertThat(other.get("/v1/kv/b/slow").status()).isEqualTo(404);
            }
        }
    }

    @Test
    void a_body_that_goes_on_is_waited_for() throws Exception {
        try (HttpSocket to = cluster.first().toData()) {
            to.send(HttpSocket.head("PUT", "/v1/kv/b/steady", "Content-Length: 4096") + "\r\n");
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; i < 4; i++) {
                to.send(new byte[1024]);
                assertThat(never.await(250, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(to.read().status()).isEqualTo(204);
        }
    }

    @Test
    void a_reader_that_does_not_read_is_cut_off() throws Exception {
        try (HttpSocket to = cluster.first().toData()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 8; i++) {
                requests.append(HttpSocket.head("GET", "/v1/kv/b/big")).append("\r\n");
            }
            to.send(requests.toString());
            awaitConnections(0, 10_000);
        }
    }

    @Test
    void connections_over_the_cap_are_told_and_the_others_served() throws Exception {
        List<HttpSocket> open = new ArrayList<>();
        try {
            awaitConnections(0, 10_000);
            for (int i = 0; i < CONNECTIONS_MAX; i++) {
                HttpSocket to = cluster.first().toData();
                open.add(to);
                assertThat(to.get("/v1/kv/b/none").status()).isEqualTo(404);
            }
            for (int i = 0; i < 3; i++) {
                try (HttpSocket refused = cluster.first().toData()) {
                    Reply reply = refused.read();
                    assertThat(reply.status()).isEqualTo(503);
                    assertThat(reply.code()).isEqualTo("overloaded");
                    assertThat(reply.all("Retry-After")).containsExactly("1");
                    assertThat(refused.isEnded()).isTrue();
                }
            }
            for (HttpSocket to : open) {
                assertThat(to.get("/v1/kv/b/none").status()).isEqualTo(404);
            }
        } finally {
            for (HttpSocket to : open) {
                to.close();
            }
        }
        awaitConnections(0, 10_000);
        try (HttpSocket to = cluster.first().toData()) {
            assertThat(to.get("/v1/kv/b/none").status()).isEqualTo(404);
        }
    }

    @Test
    void bytes_in_flight_are_bounded() throws Exception {
        HttpConfig patient = new HttpConfig(
                "127.0.0.1",
                0,
                8,
                HttpConfig.VALUE_BYTES_MAX_DEFAULT,
                IN_FLIGHT_BYTES_MAX,
                HttpConfig.Patience.DEFAULT);
        try (ServedCluster other = ServedCluster.alone(patient);
                HttpSocket to = other.first().toData()) {
            List<HttpSocket> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                HttpSocket held = other.first().toData();
                open.add(held);
                assertThat(held.get("/v1/kv/b/none").status()).isEqualTo(404);
                held.send(HttpSocket.head("PUT", "/v1/kv/b/held" + i, "Content-Length: 1000000") + "\r\n");
                held.send(new byte[1000]);
                to.get("/v1/kv/b/none");
                to.get("/v1/kv/b/none"); // by now the part before it was read
            }
            to.send(HttpSocket.head("PUT", "/v1/kv/b/held", "Content-Length: 1000000") + "\r\n");
            Reply refused = to.send(new byte[1000]).read();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("overloaded");
            assertThat(refused.all("Retry-After")).containsExactly("1");
            assertThat(refused.json().path("outcome").asText()).isEqualTo("not_applied");
            for (HttpSocket held : open) {
                held.send(new byte[999_000]);
                assertThat(held.read().status()).isEqualTo(204);
                held.close();
            }
            try (HttpSocket again = other.first().toData()) {
                assertThat(again.callWithBody("PUT", "/v1/kv/b/held", new byte[1_000_000])
                                .status())
                        .isEqualTo(204);
            }
        }
    }

    @Test
    void an_overloaded_node_refuses_by_the_head_and_keeps_the_connection() throws Exception {
        try (ServedCluster busy =
                        new ServedCluster(3, HttpConfig.data("127.0.0.1", 0), config -> config.withRequestsMax(1));
                HttpSocket hanging = busy.first().toData();
                HttpSocket to = busy.first().toData()) {
            busy.silence(busy.first());
            hanging.send(HttpSocket.head("GET", "/v1/kv/b/k?r=3&timeout=60s") + "\r\n");
            while (to.get("/v1/kv/b/k?r=1").status() != 429) {
                // until the other was read
            }

            to.send(HttpSocket.head("PUT", "/v1/kv/b/k", "Content-Length: 1000") + "\r\n");
            Reply refused = to.read();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("overloaded");
            assertThat(refused.all("Retry-After")).containsExactly("1");
            assertThat(refused.json().path("outcome").asText()).isEqualTo("not_applied");
            assertThat(refused.all("Connection")).isEmpty();
            to.send(new byte[1000]);
            assertThat(to.get("/v1/kv/b/k").status()).isEqualTo(429);
            assertThat(to.callWithBody("POST", "/v1/kv/b", new byte[10]).status())
                    .isEqualTo(429);
        }
    }

    @Test
    void a_drained_port_ends_its_connections() throws Exception {
        try (ServedCluster other = ServedCluster.alone();
                HttpSocket idle = other.first().toData();
                HttpSocket used = other.first().toData()) {
            assertThat(used.get("/v1/kv/b/k").status()).isEqualTo(404);
            idle.get("/v1/kv/b/k");
            used.send("GET /v1/kv/b/k HTTP/1.1\r\n");
            idle.get("/v1/kv/b/k"); // by now the head has been begun
            other.first().data.drain();
            assertThat(idle.isEnded()).isTrue();
            used.send("Host: x\r\n\r\n");
            assertThat(used.read().all("Connection")).containsExactly("close");
            assertThat(used.isEnded()).isTrue();
        }
    }

    private static void awaitConnections(int count, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        CountDownLatch never = new CountDownLatch(1);
        while (cluster.first().openConnections.get() > count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void a_refused_client_that_does_not_leave_is_closed() throws Exception {
        try (HttpSocket to = cluster.first().toData()) {
            to.send("nonsense\r\n\r\n");
            assertThat(to.read().status()).isEqualTo(400);
            awaitConnections(0, 10_000);
            assertThat(to.isEnded()).isTrue();
        } catch (EOFException e) {
            throw new AssertionError("closed before the answer", e);
        }
    }
}
