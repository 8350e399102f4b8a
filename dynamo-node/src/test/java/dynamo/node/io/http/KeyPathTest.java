package dynamo.node.io.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.BaseEncoding;
import dynamo.version.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPathTest {

    private static Bytes key(String raw) {
        return KeyPath.plain("b", raw).key();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a%2Fb",
        "A~, %41%7e",
        "k;a=1@:~'()!$&*, k%3Ba%3D1%40%3A%7E%27%28%29%21%24%26%2A",
        "..., %2E%2e.",
        ".a/..b/c., .a%2F..b%2Fc."
    })
    void two_spellings_are_one_key(String one, String other) {
        assertThat(key(one)).isEqualTo(key(other));
    }

    @Test
    void bytes_are_kept() {
        assertThat(key("a+b")).isEqualTo(Bytes.utf8("a+b"));
        assertThat(key("%00%0D%0a%1B%7F%ff")).isEqualTo(Bytes.owning(new byte[] {0, 13, 10, 27, 127, -1}));
        assertThat(key("%C0%AFx")).isNotEqualTo(key("/x".substring(1)));
        assertThat(key("\u00e9")).isEqualTo(key("%E9")); // one raw byte of the request line
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a//x", "a/./x", "a/y/../x", "/a", "a/", "a/.", "a/..", "..", ".", "a%2F%2Fx", "a/%2E%2E/x", "/"
            })
    void keys_that_proxies_fold_are_refused_with_a_way_out(String raw) {
        String exact = BaseEncoding.base64Url()
                .omitPadding()
                .encode(Percent.decode(raw, false).toArray());
        assertThatThrownBy(() -> key(raw))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().code()).isEqualTo("bad-key"))
                .hasMessageContaining("/v1/kv64/b/" + exact);
        assertThat(KeyPath.exact("b", exact).key()).isEqualTo(Percent.decode(raw, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%zz", "a%4", "a%", "%", "%\u0661\u0661"})
    void malformed_percent_is_refused(String raw) {
        assertThatThrownBy(() -> key(raw)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_key_has_1_to_1024_bytes() {
        assertThat(key("%E9".repeat(1024)).length()).isEqualTo(1024);
        assertThatThrownBy(() -> key("x".repeat(1025))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> key("")).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a*b", "a+/b", "%FF", "a", "YR", "YQ=="})
    void what_is_no_canonical_base64url_is_refused(String raw) {
        assertThatThrownBy(() -> KeyPath.exact("b", raw)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sp%20ace", "%C3%A9", "a!b", "a%00", ".", "..", "%2E%2E", "a%2Fb"})
    void bad_buckets_are_refused(String raw) {
        assertThatThrownBy(() -> KeyPath.plain(raw, "k")).isInstanceOf(Refusal.class);
    }

    @Test
    void a_bucket_has_1_to_128_characters() {
        assertThat(KeyPath.bucket("Az09_.-")).isEqualTo("Az09_.-");
        assertThat(KeyPath.bucket("%41")).isEqualTo("A");
        assertThat(KeyPath.bucket("a".repeat(128))).hasSize(128);
        assertThatThrownBy(() -> KeyPath.bucket("a".repeat(129))).isInstanceOf(Refusal.class);
    }
}
