package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dynamo.version.Bytes;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are stored under these hashes: a vector here that changes is lost data. */
class KeyHashTest {

    /**
     * Another implementation agrees: {@code mmh3.hash_bytes(pack(">I", len(bucket)) + bucket + pack(">I", len(key)) +
     * key).hex()} in Python.
     */
    @ParameterizedTest
    @CsvSource({
        "a, b, b1fce53e4b7cea53eca0e4878a93a267",
        "users, alice, ec71cc14b6d4a7305a809a7f7889c8d7",
        "carts, 42, b04ebd91b909ce85652eda02c43a3195",
        "ab, c, e6c743f827bded1b7a2eef24e8560777",
        "a, bc, 6e4086345f1920496e53743c6a2449cd",
    })
    void hash_is_the_published_one(String bucket, String key, String hex) {
        assertThat(KeyHash.of(bucket, Bytes.utf8(key)).hex()).isEqualTo(hex);
    }

    @Test
    void hash_of_the_longest_and_of_binary_keys_is_the_published_one() {
        byte[] everyByte = new byte[256];
        IntStream.range(0, 256).forEach(i -> everyByte[i] = (byte) i);

        assertThat(KeyHash.of("bin", Bytes.owning(everyByte)).hex()).isEqualTo("6044ef8abab649b1a7e9d2eb39146161");
        assertThat(KeyHash.of("x".repeat(128), Bytes.owning(new byte[1024])).hex())
                .isEqualTo("0ab3e8f4c98f2f702301437bfc4512da");
    }

    @Test
    void a_slice_hashes_like_a_copy() {
        Bytes slice = Bytes.utf8("--alice--").slice(2, 7);

        assertThat(KeyHash.of("users", slice)).isEqualTo(KeyHash.of("users", Bytes.utf8("alice")));
    }

    @Test
    void partition_is_the_top_bits() {
        KeyHash hash = KeyHash.of("users", Bytes.utf8("alice")); // ec71...

        assertThat(hash.partition(8)).isEqualTo(0b111);
        assertThat(hash.partition(256)).isEqualTo(0xec);
        assertThat(hash.partition(65_536)).isEqualTo(0xec71);
        assertThat(new KeyHash(-1, 0).partition(65_536)).isEqualTo(65_535);
        assertThat(new KeyHash(0, -1).partition(8)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, 0, 1, 4, 12, 100, 131_072, Integer.MIN_VALUE})
    void partitions_are_a_power_of_two_within_bounds(int partitions) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyHash(1, 1).partition(partitions));
    }

    /** Chi-square over 256 partitions: 330.5 is exceeded by one in a thousand truly random samples. */
    @ParameterizedTest
    @ValueSource(strings = {"user:%d", "%d", "%08x", "2026-01-01T00:00:00.%09dZ"})
    void names_as_people_choose_them_are_spread_evenly(String pattern) {
        int keys = 100_000;
        int[] found = new int[256];
        for (int i = 0; i < keys; i++) {
            found[KeyHash.of("bucket", Bytes.utf8(String.format(pattern, i))).partition(256)]++;
        }
        double expected = keys / 256.0;
        double chiSquare = IntStream.of(found)
                .mapToDouble(f -> (f - expected) * (f - expected) / expected)
                .sum();
        assertThat(chiSquare).isBetween(181.0, 330.5);
    }
}
