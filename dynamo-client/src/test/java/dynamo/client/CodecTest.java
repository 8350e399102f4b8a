package dynamo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.version.Bytes;
import dynamo.version.Content;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static Content.Value stored(byte... bytes) {
        return new Content.Value(Bytes.copyOf(bytes), "text/plain", ImmutableSortedMap.of());
    }

    @Test
    void bytes_and_texts_come_back_as_they_were() {
        byte[] bytes = {0, -1, 127};
        assertThat(Codec.bytes().decode(Codec.bytes().encode(bytes))).isEqualTo(bytes);
        assertThat(Codec.text().decode(Codec.text().encode("naïve 𝄞\0"))).isEqualTo("naïve 𝄞\0");
        assertThat(Codec.text().encode("a").contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(Codec.text().encode("a").bytes().length()).isEqualTo(1);
    }

    @Test
    void what_is_no_text_is_refused_and_not_mended() {
        assertThatIllegalArgumentException().isThrownBy(() -> Codec.text().encode("\ud834"));
        assertThatIllegalArgumentException().isThrownBy(() -> Codec.text().decode(stored((byte) 0xff)));
    }
}
