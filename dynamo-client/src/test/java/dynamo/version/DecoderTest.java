package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "9223372036854775807, ffffffffffffffff7f",
        "-1, ffffffffffffffffff01",
    })
    void varints_are_unsigned_and_little_endian_in_groups_of_seven(long value, String hex) {
        assertThat(new Encoder(0).varint(value).toBytes().hex()).isEqualTo(hex);
        assertThat(decoder(hex).varint()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "ff8000", "ffffffffffffffffff02", "ffffffffffffffffffff01", "80", ""})
    void a_varint_not_in_its_shortest_form_or_cut_off_is_refused(String hex) {
        malformed(hex, Decoder::varint);
    }

    @Test
    void every_field_comes_back_as_written() {
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < 1_000; run++) {
            long number = random.nextLong() >>> random.nextInt(64);
            String text = "ü".repeat(random.nextInt(20));
            Decoder from = new Decoder(new Encoder(0)
                    .u8(run & 0xff)
                    .i32((int) number)
                    .i64(number)
                    .varint(number)
                    .bool(run % 2 == 0)
                    .string(text)
                    .bytes(Bytes.utf8("rest"))
                    .raw(Bytes.utf8("raw"))
                    .toBytes());

            assertThat(from.u8()).isEqualTo(run & 0xff);
            assertThat(from.i32()).isEqualTo((int) number);
            assertThat(from.i64()).isEqualTo(number);
            assertThat(from.varint()).isEqualTo(number);
            assertThat(from.bool()).isEqualTo(run % 2 == 0);
            assertThat(from.string(40)).isEqualTo(text);
            assertThat(from.bytes(4).asUtf8()).isEqualTo("rest");
            assertThat(from.rest().asUtf8()).isEqualTo("raw");
            from.end();
        }
    }

    @Test
    void what_exceeds_the_bytes_or_the_bound_is_refused() {
        malformed("05616263", from -> from.bytes(100));
        malformed("03616263", from -> from.bytes(2));
        malformed("ffffffff07", from -> from.bytes(Integer.MAX_VALUE));
        malformed("ffffffffffffffffff01", from -> from.count(Integer.MAX_VALUE));
        malformed("02", Decoder::bool);
        malformed("000000", Decoder::i32);
        malformed("00000000000000", Decoder::i64);
        malformed("01ff", from -> from.string(10)); // not UTF-8
        malformed("03eda080", from -> from.string(10)); // a lone surrogate
        malformed("02c080", from -> from.string(10)); // an overlong zero
        malformed("00", from -> from.raw(-1));
        malformed("00", from -> {
            from.end();
            return from;
        });
    }

    private static void malformed(String hex, Function<Decoder, Object> read) {
        assertThatExceptionOfType(MalformedException.class).as(hex).isThrownBy(() -> read.apply(decoder(hex)));
    }

    private static Decoder decoder(String hex) {
        return new Decoder(Bytes.owning(HexFormat.of().parseHex(hex)));
    }
}
