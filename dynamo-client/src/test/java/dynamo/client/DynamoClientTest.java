package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.contract.RequestId;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamoClientTest {
    private static final Key KEY = new Key("cart", Bytes.utf8("alice"));
    private static final Content.Value HELLO =
            new Content.Value(Bytes.utf8("hello"), "text/plain", ImmutableSortedMap.of("owner", "bob"));

    @Test
    void a_value_comes_with_its_type_metadata_and_context() {
        try (RawServer node = RawServer.answering(RawServer.ok(
                        "hello",
                        "Content-Type: text/plain",
                        "Dynamo-Meta-Owner: bob",
                        "Causal-Context: AQI",
                        "Dynamo-Node: n1",
                        "Dynamo-Replicas: n=3; answers=2",
                        "Dynamo-Ring-Epoch: 7",
                        "Request-Id: r1"));
                DynamoClient client = client(node)) {
            Read.Single<Content.Value> read =
                    (Read.Single<Content.Value>) client.get(KEY, CallOptions.DEFAULT.withQuorum("all"));
            assertThat(read.value().value()).contains(HELLO);
            assertThat(read.context()).isEqualTo(new CausalContext("AQI"));
            assertThat(read.info()).isEqualTo(new AnswerInfo("n1", "n=3; answers=2", 7, "r1"));
            assertThat(node.requests.get(0)).startsWith("GET /v1/kv/cart/alice?timeout=5000ms&r=all HTTP/1.1\r\n");
        }
    }

    @Test
    void siblings_come_all_with_the_context_that_covers_them() {
        String document = """
                {"bucket":"cart","key":"alice","context":"AQI","siblings":[
                {"id":"1","contentType":"text/plain","modified":"2026-11-22T20:01:02.123Z","text":"a"},
                {"id":"2","deleted":true,"modified":"2026-11-22T20:01:03.123Z"}]}""";
        try (RawServer node = RawServer.answering(
                        RawServer.answer(300, document, "Content-Type: application/vnd.dynamo+json"));
                DynamoClient client = client(node)) {
            Read.Siblings<Content.Value> read = (Read.Siblings<Content.Value>) client.get(KEY);
            assertThat(read.values()).extracting(Versioned::id).containsExactly(Optional.of("1"), Optional.of("2"));
            assertThat(read.values()).extracting(Versioned::isDeleted).containsExactly(false, true);
            assertThat(read.context().token()).isEqualTo("AQI");
            assertThat(read.single()).isEmpty();
        }
    }

    @Test
    void a_deleted_key_is_absent_and_has_a_context() {
        try (RawServer node =
                        RawServer.answering(RawServer.answer(404, "{\"code\":\"not-found\"}", "Causal-Context: AQI"));
                DynamoClient client = client(node)) {
            assertThat(client.get(KEY)).isInstanceOf(Read.Absent.class);
            assertThat(client.get(KEY).context().token()).isEqualTo("AQI");
        }
    }

    @Test
    void a_port_that_knows_no_such_path_is_no_absent_key() {
        try (RawServer node = RawServer.answering(RawServer.answer(404, "{\"code\":\"no-such-route\"}"));
                DynamoClient client = client(node)) {
            assertThatThrownBy(() -> client.get(KEY))
                    .isInstanceOfSatisfying(
                            DynamoException.class, e -> assertThat(e.code()).isEqualTo("no-such-route"));
        }
    }

    @Test
    void a_put_sends_value_type_metadata_and_context() {
        try (RawServer node = RawServer.answering(RawServer.answer(
                        204,
                        "",
                        "Dynamo-Siblings: 1",
                        "Dynamo-Sibling: 0a",
                        "Causal-Context: AQM",
                        "Dynamo-Replicas: n=3; acks=2; hinted=0"));
                DynamoClient client = client(node)) {
            CallOptions options = CallOptions.DEFAULT
                    .withRequestId(new RequestId("mine", true))
                    .withTimeout(Duration.ofMillis(900))
                    .strict();
            Written written = client.put(KEY, HELLO, new CausalContext("AQI"), options);
            assertThat(written.sibling()).isEqualTo("0a");
            assertThat(written.siblings()).isEqualTo(1);
            assertThat(written.context()).contains(new CausalContext("AQM"));
            assertThat(node.requests.get(0))
                    .startsWith("PUT /v1/kv/cart/alice?timeout=900ms&sloppy=false HTTP/1.1\r\n")
                    .contains("Request-Id: mine\r\n", "Causal-Context: AQI\r\n", "Content-Type: text/plain\r\n")
                    .contains("dynamo-meta-owner: bob\r\n", "Content-Length: 5\r\n", "\r\n\r\nhello");
        }
    }

    @Test
    void without_a_context_none_is_sent_and_a_write_beside_siblings_gets_none() {
        try (RawServer node = RawServer.answering("HTTP/1.1 204 No Content\r\nDynamo-Siblings: 2\r\n\r\n");
                DynamoClient client = client(node)) {
            assertThat(client.put(KEY, HELLO, CausalContext.NONE).context()).isEmpty();
            assertThat(client.delete(KEY, CausalContext.EVERYTHING).siblings()).isEqualTo(2);
            assertThat(node.requests.get(0)).doesNotContain("Causal-Context");
            assertThat(node.requests.get(1)).startsWith("DELETE ").contains("Causal-Context: *\r\n");
            assertThat(node.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad-context, not_applied, NOT_APPLIED",
        "409, too-many-siblings, not_applied, NOT_APPLIED",
        "429, overloaded, not_applied, NOT_APPLIED",
        "500, internal, unknown, UNKNOWN",
        "503, quorum-not-available, not_applied, NOT_APPLIED",
        "504, quorum-timeout, unknown, UNKNOWN"
    })
    void a_failure_says_what_it_did(int status, String code, String said, Outcome outcome) {
        String problem = "{\"code\":\"" + code + "\",\"detail\":\"why\",\"outcome\":\"" + said + "\"}";
        try (RawServer node = RawServer.answering(RawServer.answer(status, problem));
                DynamoClient client = client(node)) {
            DynamoException failure =
                    catchThrowableOfType(DynamoException.class, () -> client.put(KEY, HELLO, CausalContext.NONE));
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.detail()).isEqualTo("why");
            assertThat(failure.outcome()).isEqualTo(outcome);
            assertThat(failure).hasMessage(code + ": why");
        }
    }

    @Test
    void siblings_that_are_no_siblings_are_a_bad_answer() {
        try (RawServer node =
                        RawServer.answering(RawServer.answer(300, "{}", "Content-Type: application/vnd.dynamo+json"));
                DynamoClient client = client(node)) {
            assertThatThrownBy(() -> client.get(KEY))
                    .isInstanceOf(DynamoException.class)
                    .hasMessageContaining("bad-answer");
        }
    }

    @Test
    void a_header_cannot_be_smuggled_in() {
        Content.Value value = new Content.Value(Bytes.EMPTY, "text/plain\r\nX: y", ImmutableSortedMap.of());
        try (RawServer node = RawServer.answering(RawServer.ok(""));
                DynamoClient client = client(node)) {
            assertThatThrownBy(() -> client.put(KEY, value, CausalContext.NONE))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(node.requests).isEmpty();
        }
    }

    private static DynamoClient client(RawServer node) {
        return DynamoClient.connect(List.of(node.address()));
    }
}
