package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailoverTest {
    private static final Key KEY = new Key("cart", Bytes.utf8("alice"));
    private static final Content.Value HELLO =
            new Content.Value(Bytes.utf8("hello"), "text/plain", ImmutableSortedMap.of());
    private static final String STORED = "HTTP/1.1 204 No Content\r\nDynamo-Siblings: 1\r\n\r\n";
    private static final String STARTING =
            RawServer.answer(503, "{\"code\":\"starting\",\"outcome\":\"not_applied\",\"detail\":\"not yet\"}");

    private final RawServer well = RawServer.answering(STORED);
    private final RawServer gone = RawServer.answering(STORED);

    FailoverTest() {
        gone.close();
    }

    @AfterEach
    void close() {
        well.close();
    }

    @Test
    void a_node_that_is_gone_is_passed_over_and_not_asked_first_again() {
        try (DynamoClient client = client(gone, well)) {
            client.put(KEY, HELLO, CausalContext.NONE);
            client.put(KEY, HELLO, CausalContext.NONE);
            assertThat(well.requests).hasSize(2);
        }
    }

    @Test
    void a_lost_request_is_repeated_elsewhere_under_its_name() {
        try (RawServer lossy = RawServer.answering(RawServer.HANG_UP);
                DynamoClient client = client(lossy, well)) {
            client.put(KEY, HELLO, CausalContext.NONE);
            assertThat(requestId(well)).isEqualTo(requestId(lossy)).isNotEmpty();
        }
    }

    @Test
    void a_node_that_is_starting_is_passed_over() {
        try (RawServer starting = RawServer.answering(STARTING);
                DynamoClient client = client(starting, well)) {
            assertThat(client.put(KEY, HELLO, CausalContext.NONE).siblings()).isEqualTo(1);
        }
    }

    @Test
    void when_nobody_was_sent_anything_nothing_is_applied() {
        try (DynamoClient client = client(gone)) {
            DynamoException failure =
                    catchThrowableOfType(DynamoException.class, () -> client.put(KEY, HELLO, CausalContext.NONE));
            assertThat(failure.code()).isEqualTo(DynamoException.UNREACHABLE);
            assertThat(failure.status()).isZero();
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(failure).hasMessageContaining(gone.address() + " refuses the connection");
        }
    }

    @Test
    void once_a_write_may_have_arrived_the_outcome_is_unknown_whatever_others_say() {
        try (RawServer lossy = RawServer.answering(RawServer.HANG_UP);
                RawServer starting = RawServer.answering(STARTING);
                DynamoClient client = client(lossy, starting)) {
            DynamoException failure =
                    catchThrowableOfType(DynamoException.class, () -> client.delete(KEY, CausalContext.NONE));
            assertThat(failure.code()).isEqualTo("starting");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            DynamoException reading = catchThrowableOfType(DynamoException.class, () -> client.get(KEY));
            assertThat(reading.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        }
    }

    @Test
    void not_applied_elsewhere_does_not_undo_what_may_have_arrived() {
        String full = RawServer.answer(507, "{\"code\":\"disk-full\",\"outcome\":\"not_applied\",\"detail\":\"\"}");
        try (RawServer lossy = RawServer.answering(RawServer.HANG_UP);
                RawServer other = RawServer.answering(full);
                DynamoClient client = client(lossy, other)) {
            DynamoException failure =
                    catchThrowableOfType(DynamoException.class, () -> client.put(KEY, HELLO, CausalContext.NONE));
            assertThat(failure.code()).isEqualTo("disk-full");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    void a_call_that_waits_for_a_thread_when_the_client_is_closed_fails() {
        CompletableFuture<Read<String>> waiting;
        try (RawServer silent = RawServer.answering(RawServer.SILENCE);
                DynamoClient client = client(silent)) {
            Bucket<String> bucket = client.bucket("cart", Codec.text());
            for (int i = 0; i < 64; i++) {
                bucket.async().get("busy");
            }
            waiting = bucket.async().get("waiting");
        }
        assertThat(waiting).isCompletedExceptionally();
    }

    @Test
    void a_caller_that_is_interrupted_asks_nobody_else_and_blames_nobody() {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean isSilent = new AtomicBoolean(true);
        try (RawServer first = new RawServer(request -> {
                    asked.countDown();
                    return isSilent.get() ? RawServer.SILENCE : STORED;
                });
                DynamoClient client = client(first, well)) {
            CompletableFuture<DynamoException> failure = new CompletableFuture<>();
            Thread caller = new Thread(() -> failure.complete(
                    catchThrowableOfType(DynamoException.class, () -> client.put(KEY, HELLO, CausalContext.NONE))));
            caller.start();
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            assertThat(failure.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(well.requests).isEmpty();
            isSilent.set(false);
            client.put(KEY, HELLO, CausalContext.NONE);
            assertThat(well.requests).isEmpty();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void silence_ends_at_the_timeout() {
        try (RawServer silent = RawServer.answering(RawServer.SILENCE);
                DynamoClient client = client(silent)) {
            CallOptions options = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
            DynamoException failure = catchThrowableOfType(
                    DynamoException.class, () -> client.put(KEY, HELLO, CausalContext.NONE, options));
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.detail()).contains("no answer in time");
        }
    }

    @Test
    void a_value_that_nobody_takes_in_ends_at_the_timeout_too() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); // never accepts
                DynamoClient client =
                        DynamoClient.connect(List.of(new NodeAddress("127.0.0.1", deaf.getLocalPort())))) {
            Content.Value large = new Content.Value(
                    Bytes.owning(new byte[64 << 20]), "application/octet-stream", ImmutableSortedMap.of());
            CallOptions options = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(100));
            DynamoException failure = catchThrowableOfType(
                    DynamoException.class, () -> client.put(KEY, large, CausalContext.NONE, options));
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    void a_kept_connection_that_the_server_closed_is_not_used_again() {
        try (RawServer closing = RawServer.answering(
                        "HTTP/1.1 204 No Content\r\nDynamo-Siblings: 1\r\nConnection: close\r\n\r\n");
                DynamoClient client = client(closing)) {
            client.put(KEY, HELLO, CausalContext.NONE);
            client.put(KEY, HELLO, CausalContext.NONE);
            assertThat(closing.connections).hasValue(2);
        }
    }

    private static String requestId(RawServer node) {
        Matcher id = Pattern.compile("Request-Id: (.*)\r\n").matcher(node.requests.get(0));
        return id.find() ? id.group(1) : "";
    }

    private static DynamoClient client(RawServer first, RawServer... more) {
        List<NodeAddress> seeds = new ArrayList<>(List.of(first.address()));
        for (RawServer each : more) {
            seeds.add(each.address());
        }
        return DynamoClient.builder().seeds(seeds).rounds(1).build();
    }
}
