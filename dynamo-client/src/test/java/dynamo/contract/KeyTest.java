package dynamo.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dynamo.version.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    private static final Bytes KEY = Bytes.utf8("k");

    @ParameterizedTest
    @ValueSource(strings = {"b", "A-Z_0.9", "...", ".a", "-", "0"})
    void a_bucket_is_made_of_letters_digits_and_three_marks(String bucket) {
        assertThat(new Key(bucket, KEY).bucket()).isEqualTo(bucket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "ä", "a%", "a\n", "a:b", "@", "[", "`", "{"})
    void anything_else_is_no_bucket(String bucket) {
        assertThat(Key.isBucket(bucket)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Key(bucket, KEY));
    }

    @Test
    void a_bucket_has_at_most_128_characters() {
        assertThat(Key.isBucket("x".repeat(128))).isTrue();
        assertThat(Key.isBucket("x".repeat(129))).isFalse();
    }

    @Test
    void a_key_has_1_to_1024_bytes_of_any_kind() {
        assertThat(new Key("b", Bytes.owning(new byte[1])).key().length()).isEqualTo(1);
        assertThat(new Key("b", Bytes.owning(new byte[1024])).key().length()).isEqualTo(1024);
        assertThatIllegalArgumentException().isThrownBy(() -> new Key("b", Bytes.EMPTY));
        assertThatIllegalArgumentException().isThrownBy(() -> new Key("b", Bytes.owning(new byte[1025])));
    }
}
