package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A call that no node serves at first. */
class RepetitionTest {
    private static final Key KEY = new Key("cart", Bytes.utf8("alice"));
    private static final Content.Value HELLO =
            new Content.Value(Bytes.utf8("hello"), "text/plain", ImmutableSortedMap.of());
    private static final String STORED = "HTTP/1.1 204 No Content\r\nDynamo-Siblings: 1\r\nDynamo-Node: n1\r\n\r\n";

    private static RawServer twice(int status, String code) {
        AtomicInteger asked = new AtomicInteger();
        return new RawServer(request -> asked.incrementAndGet() <= 2
                ? RawServer.answer(status, "{\"code\":\"" + code + "\",\"outcome\":\"not_applied\",\"retryable\":true}")
                : STORED);
    }

    private static DynamoClient.Builder to(RawServer node) {
        return DynamoClient.builder().seeds(List.of(node.address())).routing(false);
    }

    @Test
    void what_was_not_applied_is_sent_again_under_its_name() {
        List<CallReport> reports = new CopyOnWriteArrayList<>();
        try (RawServer node = twice(503, "quorum-not-available");
                DynamoClient client = to(node).listener(reports::add).build()) {
            client.put(KEY, HELLO, CausalContext.NONE);
            Set<String> names = new TreeSet<>();
            for (String request : node.requests) {
                Matcher id = Pattern.compile("Request-Id: (.*)\r\n").matcher(request);
                assertThat(id.find()).isTrue();
                names.add(id.group(1));
            }
            assertThat(node.requests).hasSize(3);
            assertThat(names).hasSize(1);
        }
        assertThat(reports)
                .singleElement()
                .returns("put", CallReport::operation)
                .returns("n1", CallReport::node)
                .returns(3, CallReport::tries)
                .returns(204, CallReport::status);
    }

    @Test
    void an_overloaded_node_is_asked_again_later() {
        try (RawServer node = twice(429, "overloaded");
                DynamoClient client = to(node).build()) {
            assertThat(client.put(KEY, HELLO, CausalContext.NONE).siblings()).isEqualTo(1);
        }
    }

    @Test
    void a_node_that_says_when_to_come_again_is_not_asked_before() {
        AtomicInteger asked = new AtomicInteger();
        String busy = RawServer.answer(429, "{\"code\":\"overloaded\",\"outcome\":\"not_applied\"}", "Retry-After: 1");
        try (RawServer node = new RawServer(request -> asked.incrementAndGet() == 1 ? busy : STORED);
                DynamoClient client = to(node).build()) {
            long began = System.nanoTime();
            client.put(KEY, HELLO, CausalContext.NONE);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            CallOptions hurried = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(500));
            asked.set(0);
            assertThatThrownBy(() -> client.get(KEY, hurried)).isInstanceOf(DynamoException.Overloaded.class);
        }
    }

    @Test
    void calls_of_a_cluster_that_stays_overloaded_soon_are_sent_once_each() {
        String busy = RawServer.answer(429, "{\"code\":\"overloaded\",\"outcome\":\"not_applied\"}");
        int calls = 30;
        try (RawServer node = RawServer.answering(busy);
                DynamoClient client = to(node).build()) {
            CallOptions options = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(100));
            for (int i = 0; i < calls; i++) {
                assertThatThrownBy(() -> client.get(KEY, options)).isInstanceOf(DynamoException.Overloaded.class);
            }
            assertThat(node.requests).hasSizeBetween(calls + 10, calls + 14);
        }
    }

    @Test
    void what_is_wrong_in_itself_is_not_sent_again() {
        try (RawServer node = RawServer.answering(
                        RawServer.answer(400, "{\"code\":\"bad-context\",\"outcome\":\"not_applied\"}"));
                DynamoClient client = to(node).build()) {
            DynamoException failure =
                    catchThrowableOfType(DynamoException.class, () -> client.put(KEY, HELLO, new CausalContext("AQI")));
            assertThat(failure).isInstanceOf(DynamoException.Rejected.class);
            assertThat(failure.code()).isEqualTo("bad-context");
            assertThat(node.requests).hasSize(1);
        }
    }

    @Test
    void a_read_without_a_quorum_here_may_find_one_elsewhere() {
        try (RawServer cutOff = RawServer.answering(
                        RawServer.answer(504, "{\"code\":\"quorum-timeout\",\"outcome\":\"unknown\"}"));
                RawServer well = RawServer.answering(RawServer.ok("v"));
                DynamoClient client = DynamoClient.builder()
                        .seeds(List.of(cutOff.address(), well.address()))
                        .routing(false)
                        .build()) {
            assertThat(client.get(KEY).single()).isPresent();
            assertThat(cutOff.requests).hasSize(1);
        }
    }

    @Test
    void a_timed_out_quorum_is_the_answer_to_a_write() {
        try (RawServer node = RawServer.answering(
                        RawServer.answer(504, "{\"code\":\"quorum-timeout\",\"outcome\":\"unknown\"}"));
                DynamoClient client = to(node).build()) {
            assertThatThrownBy(() -> client.put(KEY, HELLO, CausalContext.NONE))
                    .isInstanceOf(DynamoException.Unavailable.class);
            assertThat(node.requests).hasSize(1);
        }
    }
}
