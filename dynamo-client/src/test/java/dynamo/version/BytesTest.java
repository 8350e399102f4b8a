package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {

    @Test
    void a_slice_is_what_a_copy_would_be() {
        Bytes slice = Bytes.utf8("--milk--").slice(2, 6);

        assertThat(slice).isEqualTo(Bytes.utf8("milk")).hasSameHashCodeAs(Bytes.utf8("milk"));
        assertThat(slice.asUtf8()).isEqualTo("milk");
        assertThat(slice.hex()).isEqualTo("6d696c6b");
        assertThat(slice.toArray()).hasSize(4);
        assertThat(slice.slice(1, 3).asUtf8()).isEqualTo("il");
        assertThat(slice.asByteBuffer().remaining()).isEqualTo(4);
        assertThat(slice.at(3)).isEqualTo((byte) 'k');
    }

    @Test
    void nothing_outside_a_slice_can_be_read_or_written() {
        Bytes slice = Bytes.utf8("--milk--").slice(2, 6);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.at(4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.at(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.slice(0, 5));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> slice.asByteBuffer().put(0, (byte) 1));
        assertThat(slice.asByteBuffer().limit()).isEqualTo(slice.asByteBuffer().capacity());
    }

    @Test
    void a_copy_does_not_change_with_its_source() {
        byte[] source = {1, 2, 3};
        Bytes copy = Bytes.copyOf(source);
        source[0] = 9;
        copy.toArray()[1] = 9;

        assertThat(copy.hex()).isEqualTo("010203");
    }

    @Test
    void order_is_unsigned_and_a_prefix_comes_first() {
        Bytes high = Bytes.copyOf(new byte[] {(byte) 0x80});
        Bytes low = Bytes.copyOf(new byte[] {0x7f, 0x00});

        assertThat(low).isLessThan(high);
        assertThat(Bytes.copyOf(new byte[] {0x7f})).isLessThan(low);
        assertThat(Bytes.EMPTY).isLessThan(low);
    }

    @Test
    void text_for_logs_holds_no_values() {
        assertThat(Bytes.utf8("secret password")).hasToString("Bytes[15:7365637265742070]");
    }
}
