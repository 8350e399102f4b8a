package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dynamo.contract.Precondition;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets, queries, entity tags and metadata, each taken apart on its own. */
class RequestPartsTest {

    private static void assertRefused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(status);
            assertThat(refusal.problem().code()).isEqualTo(code);
        });
    }

    private static Parameters parameters(String query) {
        Query parsed = new Query(query);
        Parameters parameters = Parameters.take(parsed, 3);
        parsed.end();
        return parameters;
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b?c=d, /a/b, c=d",
        "/a, /a, ''",
        "/a?, /a, ''",
        "/a?b?c, /a, b?c",
        "http://h:1/a?b, /a, b",
        "HTTPS://h/a, /a, ''",
        "http://h?b, /, b",
        "http://h, /, ''",
        "//a, //a, ''"
    })
    void targets_come_in_origin_and_absolute_form(String raw, String path, String query) {
        assertThat(Target.of(raw)).isEqualTo(new Target(path, query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a", "", "ftp://h/a", "h:80", "/a#b", "/a\u0001", "/a\u007f"})
    void other_targets_are_refused(String raw) {
        assertRefused(400, "bad-request", () -> Target.of(raw));
    }

    @Test
    void quorums_are_numbers_or_words() {
        assertThat(parameters("").read().needed()).isEqualTo(2);
        assertThat(parameters("r=1&w=all").read().needed()).isEqualTo(1);
        assertThat(parameters("r=1&w=all").write().needed()).isEqualTo(3);
        assertThat(parameters("w=%33").write().needed()).isEqualTo(3);
        assertThat(parameters("sloppy=false").write().sloppy()).isFalse();
        for (String bad : "0 -1 4 99 2147483648 4294967297 1.5 two ALL1 1,2 01".split(" ")) {
            assertRefused(400, "bad-quorum", () -> parameters("w=" + bad));
        }
        assertRefused(400, "bad-quorum", () -> parameters("r="));
        assertRefused(400, "bad-quorum", () -> parameters("r"));
    }

    @Test
    void timeouts_are_whole_and_at_most_a_minute() {
        assertThat(parameters("").timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(parameters("timeout=500ms").timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(parameters("timeout=60s").timeout()).isEqualTo(Duration.ofSeconds(60));
        for (String bad : "61s 60001ms 99999999999999999999s -1s abc s 1h 0ms 0s 1.5s 1+s %2B1s 5 ms".split(" ")) {
            assertRefused(400, "bad-timeout", () -> parameters("timeout=" + bad));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"slopy=false", "w=2&w=2", "sloppy=perhaps", "%zz=1", "w=%", "=1"})
    void what_is_not_known_or_given_twice_is_refused(String query) {
        assertRefused(400, "bad-request", () -> parameters(query));
    }

    @Test
    void too_many_parameters_are_refused() {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            query.append("&p").append(i).append("=1");
        }
        assertRefused(400, "bad-request", () -> new Query(query.toString()));
    }

    private static ReadView view(String query, String... accept) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (String line : accept) {
            headers.add("Accept", line);
        }
        Query parsed = new Query(query);
        ReadView view = ReadView.take(parsed, headers);
        parsed.end();
        return view;
    }

    @Test
    void the_envelope_is_asked_for_by_name() {
        assertThat(view("format=json").asEnvelope()).isTrue();
        assertThat(view("", "text/html, Application/VND.dynamo+json;q=0.5").asEnvelope())
                .isTrue();
        assertThat(view("", "application/vnd.dynamo+json;q=0").asEnvelope()).isFalse();
        assertThat(view("", "*/*", "application/*").asEnvelope()).isFalse();
        assertRefused(400, "bad-request", () -> view("format=xml"));
        assertRefused(400, "bad-request", () -> view("resolve=magic"));
        assertRefused(400, "bad-request", () -> view("resolve=lww&sibling=x"));
    }

    private static HttpHeaders headers(String name, String... values) {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        for (String value : values) {
            headers.add(name, value);
        }
        return headers;
    }

    @Test
    void entity_tags_are_quoted_and_listed() {
        Optional<EntityTags> tags =
                EntityTags.of(headers("If-None-Match", "\"a\" , W/\"b\"", "\"c,d\""), Headers.IF_NONE_MATCH);
        assertThat(tags.orElseThrow().tags()).containsExactly("a", "b", "c,d");
        assertThat(tags.get().matches("b")).isTrue();
        assertThat(tags.get().matches("x")).isFalse();
        assertThat(EntityTags.match(headers("If-Match", "\"a\", W/\"b\"")))
                .isEqualTo(new Precondition.TagIn(com.google.common.collect.ImmutableList.of("a")));
        assertThat(EntityTags.match(headers("If-Match", " * "))).isEqualTo(new Precondition.Exists());
        assertThat(EntityTags.precondition(headers("If-None-Match", "*"))).isEqualTo(new Precondition.Missing());
        assertThat(EntityTags.precondition(headers("X"))).isEqualTo(new Precondition.None());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not quoted",
                "",
                "\"a",
                "a\"",
                "\"a\" \"b\"",
                "\"a\",",
                ",\"a\"",
                "\"a b\"",
                "w/\"a\"",
                "*, \"a\"",
                "\"\"\""
            })
    void malformed_entity_tags_are_refused(String value) {
        assertRefused(400, "bad-request", () -> EntityTags.precondition(headers("If-Match", value)));
        assertRefused(400, "bad-request", () -> EntityTags.of(headers("If-None-Match", value), Headers.IF_NONE_MATCH));
    }

    @Test
    void a_write_takes_one_kind_of_precondition() {
        assertRefused(400, "bad-request", () -> EntityTags.precondition(headers("If-None-Match", "\"a\"")));
        HttpHeaders both = headers("If-None-Match", "*").add("If-Match", "*");
        assertRefused(400, "bad-request", () -> EntityTags.precondition(both));
        assertRefused(
                400, "bad-request", () -> EntityTags.precondition(headers("If-Match", "\"a\",".repeat(99) + "\"a\"")));
    }

    @Test
    void metadata_is_what_fits_a_header() {
        HttpHeaders given = headers("dynamo-META-Owner", "al\u00efce").add("Dynamo-Meta-b", "");
        assertThat(Metadata.of(given)).containsEntry("owner", "al\u00efce").containsEntry("b", "");
        assertRefused(400, "bad-request", () -> Metadata.of(headers("Dynamo-Meta-", "x")));
        assertRefused(400, "bad-request", () -> Metadata.of(headers("Dynamo-Meta-a", "x", "x")));
        assertThat(Metadata.of(headers("Dynamo-Meta-a", "x".repeat(2047)))).hasSize(1);
        assertRefused(
                431, "request-header-fields-too-large", () -> Metadata.of(headers("Dynamo-Meta-a", "x".repeat(2048))));
        for (String bad : new String[] {"\n", "a\rb", "\u0001", "\u007f", "\u20ac", " a", "a\t"}) {
            assertRefused(400, "bad-request", () -> Metadata.of(java.util.Map.of("a", bad)));
        }
        assertRefused(400, "bad-request", () -> Metadata.of(java.util.Map.of("a b", "x")));
        assertRefused(400, "bad-request", () -> Metadata.of(java.util.Map.of("a", "1", "A", "2")));
    }

    @Test
    void created_keys_sort_as_they_were_made() {
        TimeOrderedKeys keys = new TimeOrderedKeys();
        String last = "";
        for (long millis : new long[] {5, 5, 5, 1_763_841_662_120L, 1_763_841_662_120L, 7, 1L << 47}) {
            for (int i = 0; i < 50; i++) {
                String next = keys.next(millis).asUtf8();
                assertThat(next).matches("[0-9a-hjkmnp-tv-z]{26}").isGreaterThan(last);
                last = next;
            }
        }
        String early = new TimeOrderedKeys().next(1_763_841_662_120L).asUtf8();
        String late = new TimeOrderedKeys().next(1_763_841_662_121L).asUtf8();
        assertThat(early).isLessThan(late);
    }
}
