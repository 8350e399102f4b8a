package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dynamo.contract.Key;
import dynamo.version.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "alice, /v1/kv/cart/alice",
        "a/b.c~d, /v1/kv/cart/a/b.c~d",
        "a b?c#d%, /v1/kv/cart/a%20b%3Fc%23d%25",
        "é, /v1/kv/cart/%C3%A9",
        "a//b, /v1/kv64/cart/YS8vYg",
        "/a, /v1/kv64/cart/L2E",
        "a/, /v1/kv64/cart/YS8",
        "a/../b, /v1/kv64/cart/YS8uLi9i",
        "., /v1/kv64/cart/Lg"
    })
    void a_key_is_named_so_that_no_proxy_changes_it(String key, String path) {
        assertThat(KeyPath.of(new Key("cart", Bytes.utf8(key)))).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "n1:8081, n1, 8081",
        "http://n1:8081/, n1, 8081",
        "n1, n1, 9",
        "10.0.0.1:80, 10.0.0.1, 80",
        "[::1]:80, [::1], 80",
        "[::1], [::1], 9"
    })
    void an_address_is_read(String text, String host, int port) {
        assertThat(NodeAddress.parse(text, 9)).isEqualTo(new NodeAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", "n1:", "n1:x", "n1:0", "n1:65536", "n1:1/path", "https://n1:1", "::1", "a b:1"})
    void other_text_is_no_address(String text) {
        assertThatThrownBy(() -> NodeAddress.parse(text, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contexts_and_timeouts_have_bounds() {
        assertThatThrownBy(() -> new CausalContext("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CausalContext("a".repeat(4097))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CallOptions.DEFAULT.withTimeout(java.time.Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CallOptions.DEFAULT.withTimeout(java.time.Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
