package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.io.http.HttpSocket.Reply;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contexts, preconditions, request names, envelopes and created keys: one test per rule of the contract. */
class WritesTest {
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

    private Reply envelope(String json, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: application/vnd.dynamo+json";
        return to.put(key, json, all);
    }

    private int siblings() throws IOException {
        return to.get(key + "?format=json").json().path("siblings").size();
    }

    @Test
    void a_write_that_stands_alone_is_answered_with_its_context() throws IOException {
        Reply first = to.put(key, "1");
        assertThat(first.all("Dynamo-Siblings")).containsExactly("1");
        Reply second = to.put(key, "2", "Causal-Context: " + first.context());
        assertThat(to.get(key).text()).isEqualTo("2");
        assertThat(to.get(key + "?format=json").json().at("/siblings/0/id").asText())
                .isEqualTo(second.header("Dynamo-Sibling").orElseThrow());
    }

    @Test
    void a_write_beside_others_has_no_context() throws IOException {
        to.put(key, "1");
        Reply second = to.put(key, "2");
        assertThat(second.status()).isEqualTo(204);
        assertThat(second.all("Causal-Context")).isEmpty();
        assertThat(second.all("Dynamo-Siblings")).containsExactly("2");
    }

    @Test
    void a_returned_body_is_like_a_read() throws IOException {
        Reply alone = to.put(key + "?return=body", "1", "Content-Type: text/plain");
        assertThat(alone.status()).isEqualTo(200);
        assertThat(alone.text()).isEqualTo("1");
        assertThat(alone.all("Dynamo-Siblings")).containsExactly("1");
        Reply beside = to.put(key + "?return=body", "2", "Content-Type: text/plain");
        assertThat(beside.status()).isEqualTo(300);
        assertThat(beside.json().path("siblings").size()).isEqualTo(2);
        Reply merged = to.put(key + "?return=body&format=json", "3", "Causal-Context: " + beside.context());
        assertThat(merged.status()).isEqualTo(200);
        assertThat(merged.json().at("/siblings/0/base64").asText()).isEqualTo("Mw==");
        assertThat(to.get(key).text()).isEqualTo("3");
        for (String query : new String[] {"?return=all", "?format=json", "?resolve=lww", "?sibling=x"}) {
            assertThat(to.put(key + query, "4").code()).isEqualTo("bad-request");
        }
        assertThat(to.call("DELETE", key + "?return=body").code()).isEqualTo("bad-request");
    }

    @Test
    void a_star_supersedes_what_is_there() throws IOException {
        to.put(key, "1");
        to.put(key, "2");
        assertThat(to.put(key, "3", "Causal-Context: *").context()).isNotEmpty();
        assertThat(to.get(key).text()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "x", "not base64", "====", "**", "null", ""})
    void a_context_nobody_made_is_refused(String context) throws IOException {
        to.put(key, "before");
        for (Reply reply : new Reply[] {
            to.put(key, "after", "Causal-Context: " + context),
            to.call("DELETE", key, "Causal-Context: " + context),
            envelope("{\"text\":\"x\",\"context\":\"" + context + "\"}"),
            to.callWithBody("POST", "/v1/kv/b", new byte[1], "Causal-Context: " + context)
        }) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("bad-context");
        }
        assertThat(to.get(key).text()).isEqualTo("before");
    }

    @Test
    void a_damaged_or_foreign_context_is_refused() throws IOException {
        String context = to.put(key, "before").context();
        String foreign = to.put(key + "-other", "x").context();
        for (String bad : new String[] {
            context.substring(1),
            context.substring(0, context.length() - 1),
            context.substring(0, 10) + (context.charAt(10) == 'A' ? 'B' : 'A') + context.substring(11),
            context + context,
            foreign,
            "A".repeat(5000)
        }) {
            assertThat(to.put(key, "after", "Causal-Context: " + bad).code()).isEqualTo("bad-context");
        }
        assertThat(to.put(key, "x", "Causal-Context: " + context, "Causal-Context: *")
                        .code())
                .isEqualTo("bad-context");
        assertThat(to.get(key).text()).isEqualTo("before");
        assertThat(to.put(key, "x", "Causal-Context: " + context, "Causal-Context: " + context)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void preconditions_are_checked_and_say_so() throws IOException {
        Reply missing = to.put(key, "x", "If-Match: *");
        assertThat(missing.status()).isEqualTo(412);
        assertThat(missing.code()).isEqualTo("precondition-failed");
        assertThat(missing.all("Dynamo-Precondition")).containsExactly("checked-not-atomic");
        Reply created = to.put(key, "1", "If-None-Match: *");
        assertThat(created.status()).isEqualTo(204);
        assertThat(created.all("Dynamo-Precondition")).containsExactly("checked-not-atomic");
        assertThat(to.put(key, "2", "If-None-Match: *").status()).isEqualTo(412);
        String tag = to.get(key).header("ETag").orElseThrow();
        assertThat(to.put(key, "2", "If-Match: W/" + tag).status()).isEqualTo(412);
        assertThat(to.put(key, "2", "If-Match: \"x\", " + tag).status()).isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("2");
        assertThat(to.call("DELETE", key, "If-Match: " + tag).status()).isEqualTo(412);
        Reply malformed = to.put(key, "3", "If-Match: nonsense");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.all("Dynamo-Precondition")).isEmpty();
        assertThat(to.call("DELETE", key, "If-Match: *").status()).isEqualTo(204);
        assertThat(to.put(key, "3", "If-None-Match: *").status()).isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("3");
    }

    @Test
    void a_request_has_a_name() throws IOException {
        assertThat(to.get(key, "Request-Id: me!").all("Request-Id")).containsExactly("me!");
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            String name = to.get(key).header("Request-Id").orElseThrow();
            assertThat(name).matches("[!-~]{1,64}");
            made.add(name);
        }
        assertThat(made).hasSize(5);
        for (String bad : new String[] {"", "two words", "\u00e9", "x".repeat(65)}) {
            Reply refused = to.put(key, "x", "Request-Id: " + bad);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("bad-request");
            assertThat(refused.all("Request-Id")).hasSize(1);
        }
        assertThat(to.get(key, "Request-Id: a", "Request-Id: a").status()).isEqualTo(400);
    }

    @Test
    void a_retry_under_its_name_is_the_same_write() throws IOException {
        String first = to.put(key, "x", "Request-Id: same-" + keys)
                .header("Dynamo-Sibling")
                .orElseThrow();
        assertThat(to.put(key, "x", "Request-Id: same-" + keys).all("Dynamo-Sibling"))
                .containsExactly(first);
        assertThat(siblings()).isEqualTo(1);
        to.put(key, "y", "Request-Id: same-" + keys);
        assertThat(siblings()).isEqualTo(2);
    }

    @Test
    void a_new_key_is_made_for_a_post() throws IOException {
        String last = "";
        for (int i = 0; i < 20; i++) {
            Reply made = to.callWithBody("POST", "/v1/kv/b", new byte[] {'x'}, "Content-Type: text/plain");
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.context()).isNotEmpty();
            assertThat(made.all("Content-Length")).containsExactly("0");
            String place = made.header("Location").orElseThrow();
            assertThat(place).startsWith("/v1/kv/b/").isGreaterThan(last);
            assertThat(to.get(place).text()).isEqualTo("x");
            last = place;
        }
        assertThat(to.callWithBody("POST", "/v1/kv/b!", new byte[1]).code()).isEqualTo("bad-key");
        assertThat(to.call("POST", "/v1/kv/b").status()).isEqualTo(411);
        Reply returned = to.callWithBody("POST", "/v1/kv/b?return=body", new byte[] {'x'});
        assertThat(returned.status()).isEqualTo(201);
        assertThat(returned.text()).isEqualTo("x");
    }

    @Test
    void a_retried_post_has_the_same_place() throws IOException {
        String name = "Request-Id: create-" + keys;
        String place = to.callWithBody("POST", "/v1/kv/b", new byte[1], name)
                .header("Location")
                .orElseThrow();
        Reply again = to.callWithBody("POST", "/v1/kv/b", new byte[1], name);
        assertThat(again.all("Location")).containsExactly(place);
        assertThat(to.get(place).status()).isEqualTo(200);
        assertThat(to.callWithBody("POST", "/v1/kv/b", new byte[2], name).all("Location"))
                .doesNotContain(place);
        assertThat(to.callWithBody("POST", "/v1/kv/c", new byte[1], name).all("Location"))
                .doesNotContain(place.replace("/b/", "/c/"));
    }

    @Test
    void an_envelope_is_unwrapped() throws IOException {
        assertThat(envelope("{\"json\":{\"milk\": 1.0},\"meta\":{\"Owner\":\"bob\"}}")
                        .status())
                .isEqualTo(204);
        Reply got = to.get(key);
        assertThat(got.text()).isEqualTo("{\"milk\": 1.0}");
        assertThat(got.all("Content-Type")).containsExactly("application/json");
        assertThat(got.all("Dynamo-Meta-Owner")).containsExactly("bob");
        envelope("{\"text\":\"x\",\"contentType\":\"text/html\",\"context\":\"" + got.context() + "\"}");
        assertThat(to.get(key).all("Content-Type")).containsExactly("text/html");
        assertThat(envelope("{\"text\":\"y\",\"context\":\"*\"}", "Causal-Context: *")
                        .status())
                .isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("y");
    }

    @Test
    void an_envelope_that_is_none_is_refused() throws IOException {
        to.put(key, "before");
        for (String bad :
                new String[] {"", "{}", "[]", "{\"json\":1,}", "{\"json\":1,\"text\":\"x\"}", "{\"jsno\":1}"}) {
            assertThat(envelope(bad).code()).isEqualTo("bad-json");
        }
        for (String bad : new String[] {
            "{\"text\":\"x\",\"contentType\":\"application/vnd.dynamo+json\"}",
            "{\"text\":\"x\",\"contentType\":\"\"}",
            "{\"text\":\"x\",\"contentType\":\"a\\r\\nb\"}",
            "{\"text\":\"x\",\"meta\":{\"a\":\"\\n\"}}",
            "{\"text\":\"x\",\"meta\":{\"a\":\"\u20ac\"}}"
        }) {
            assertThat(envelope(bad).code()).as(bad).isEqualTo("bad-request");
        }
        assertThat(envelope("{\"text\":\"x\",\"context\":\"*\"}", "Causal-Context: x")
                        .code())
                .isEqualTo("bad-context");
        assertThat(to.put(key, "{}", "Content-Type: application/vnd.dynamo+json; charset=UTF-16")
                        .status())
                .isEqualTo(415);
        assertThat(to.put(
                                key,
                                "{\"text\":\"x\"}",
                                "Content-Type: Application/Vnd.Dynamo+JSON; charset=\"UTF-8\"",
                                "Causal-Context: *")
                        .status())
                .isEqualTo(204);
        assertThat(to.get(key).text()).isEqualTo("x");
    }

    @Test
    void an_envelope_holds_a_value_of_8_mib() throws IOException {
        byte[] value = new byte[8 << 20];
        String base64 = java.util.Base64.getEncoder().encodeToString(value);
        assertThat(envelope("{\"base64\":\"" + base64 + "\"}").status()).isEqualTo(204);
        assertThat(to.get(key).body().length()).isEqualTo(value.length);
        String more = java.util.Base64.getEncoder().encodeToString(new byte[(8 << 20) + 1]);
        assertThat(envelope("{\"base64\":\"" + more + "\"}", "Causal-Context: *")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void too_many_siblings_are_409() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThat(to.put(key, "v" + i).status()).isEqualTo(204);
        }
        Reply refused = to.put(key, "one more");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("too-many-siblings");
        assertThat(to.put(key, "resolved", "Causal-Context: " + to.get(key).context())
                        .status())
                .isEqualTo(204);
    }
}
