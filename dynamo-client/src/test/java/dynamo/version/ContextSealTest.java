package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextSealTest {
    private static final ContextSeal SEAL = new ContextSeal(Bytes.utf8("0123456789abcdef"));
    private static final Bytes ALICE = Bytes.utf8("alice");
    private static final Siblings RECORD =
            Siblings.EMPTY.put(VersionVector.of(new Dot(-5, 300)), RandomRecords.written(new Dot(7, 2)));
    private static final String TOKEN = SEAL.seal("cart", ALICE, RECORD);

    /** {@code hmac.new(secret, pack("<I", 4) + b"cart" + pack("<I", 5) + b"alice" + b"\1" + vector, "sha256")} agrees. */
    @Test
    void tokens_never_change() {
        assertThat(TOKEN).isEqualTo("AVkll9BnW078oqhLcyEgTgoCAAAAAAAAAAcC__________usAg");
    }

    @Test
    void a_token_opens_to_the_vector_it_was_made_of() {
        assertThat(SEAL.open("cart", ALICE, TOKEN)).contains(RECORD.vector());
        assertThat(SEAL.open("cart", ALICE, SEAL.seal("cart", ALICE, Siblings.EMPTY)))
                .contains(VersionVector.EMPTY);
    }

    @Test
    void a_token_of_another_key_bucket_or_cluster_is_refused() {
        ContextSeal other = new ContextSeal(Bytes.utf8("0123456789abcdeg"));

        assertThat(SEAL.open("cart", Bytes.utf8("bob"), TOKEN)).isEmpty();
        assertThat(SEAL.open("carts", ALICE, TOKEN)).isEmpty();
        assertThat(SEAL.open("carta", Bytes.utf8("lice"), TOKEN)).isEmpty();
        assertThat(other.open("cart", ALICE, TOKEN)).isEmpty();
    }

    @Test
    void a_token_changed_in_any_place_cut_anywhere_or_lengthened_is_refused() {
        for (int at = 0; at < TOKEN.length(); at++) {
            for (char c : "Ax9-_=+/ é\0".toCharArray()) {
                String forged = TOKEN.substring(0, at) + c + TOKEN.substring(at + 1);
                if (!forged.equals(TOKEN)) {
                    assertThat(SEAL.open("cart", ALICE, forged)).as(forged).isEmpty();
                }
            }
            assertThat(SEAL.open("cart", ALICE, TOKEN.substring(0, at))).isEmpty();
        }
        for (String more : new String[] {"A", "AA", "AAAA", "=", "==", " ", "\n", TOKEN, "," + TOKEN}) {
            assertThat(SEAL.open("cart", ALICE, TOKEN + more)).as(more).isEmpty();
        }
    }

    @Test
    void every_bit_of_a_token_is_sealed() {
        byte[] bytes = Base64.getUrlDecoder().decode(TOKEN);
        for (int bit = 0; bit < 8 * bytes.length; bit++) { // the first byte is the version
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(SEAL.open("cart", ALICE, base64(flipped)))
                    .as("bit " + bit)
                    .isEmpty();
        }
    }

    /** Base64 leaves bits unused at the end of most tokens; two spellings of one token would be two write ids. */
    @Test
    void another_spelling_of_the_same_bytes_is_refused() {
        assertThat(TOKEN.length() % 4).isNotZero();
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = digits.indexOf(TOKEN.charAt(TOKEN.length() - 1));
        String other = TOKEN.substring(0, TOKEN.length() - 1) + digits.charAt(last + 1);

        assertThat(Base64.getUrlDecoder().decode(other))
                .isEqualTo(Base64.getUrlDecoder().decode(TOKEN));
        assertThat(SEAL.open("cart", ALICE, other)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void garbage_is_refused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = new byte[random.nextInt(run % 100 == 0 ? 3_072 : 64)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = 1;
            }

            assertThat(SEAL.open("cart", ALICE, base64(bytes)))
                    .as("seed=" + seed + " run=" + run)
                    .isEmpty();
        }
    }

    @Test
    void a_token_over_4096_characters_is_refused() {
        assertThat(SEAL.open("cart", ALICE, "A".repeat(4_097))).isEmpty();
        assertThat(SEAL.open("cart", ALICE, "A".repeat(1 << 24))).isEmpty();
        assertThat(SEAL.open("cart", ALICE, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 168, 169, 300, 1_000, 20_000})
    void a_token_has_at_most_4096_visible_characters_and_holds_the_shown_siblings_first(int actors) {
        SplittableRandom random = new SplittableRandom(actors);
        VersionVector vector = VersionVector.EMPTY;
        ImmutableList.Builder<Sibling> live = ImmutableList.builder();
        int shown = Math.min(100, actors);
        for (int i = 0; i < actors; i++) { // the actors of the shown are the last, which plain truncation would drop
            long counter = 1 + (random.nextLong() >>> 1 + random.nextInt(62));
            Dot dot = new Dot((long) i << 40, counter);
            vector = vector.with(dot);
            if (i >= actors - shown) {
                live.add(RandomRecords.written(new Dot(dot.actor(), 1 + random.nextLong(counter))));
            }
        }
        Siblings record = new Siblings(vector, live.build());

        String token = SEAL.seal("cart", ALICE, record);
        VersionVector opened = SEAL.open("cart", ALICE, token).orElseThrow();

        assertThat(token.length()).isLessThanOrEqualTo(4_096);
        assertThat(token.chars()).allMatch(c -> c > ' ' && c < 0x7f);
        assertThat(vector.descends(opened)).isTrue();
        assertThat(record.live()).allMatch(sibling -> opened.covers(sibling.dot()));
        assertThat(opened.size()).isGreaterThanOrEqualTo(Math.min(actors, 168));
        assertThat(IntStream.range(0, opened.size()).mapToObj(opened::entry))
                .allMatch(dot -> record.vector().counter(dot.actor()) == dot.counter());
    }

    @Test
    void a_short_secret_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ContextSeal(Bytes.utf8("0123456789abcde")));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
