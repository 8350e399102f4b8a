package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionVectorTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_vector_is_a_map_of_highest_counters_and_join_takes_the_higher(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 3_000; run++) {
            Map<Long, Long> a = counters(random);
            Map<Long, Long> b = counters(random);
            Map<Long, Long> joined = new TreeMap<>(a);
            b.forEach((actor, counter) -> joined.merge(actor, counter, Math::max));
            String what = "seed=" + seed + " run=" + run + " a=" + a + " b=" + b;

            VersionVector join = vector(a).join(vector(b));
            assertThat(join)
                    .as(what)
                    .isEqualTo(vector(joined))
                    .isEqualTo(vector(b).join(vector(a)));
            assertThat(join.size()).as(what).isEqualTo(joined.size());
            assertThat(join.descends(vector(a)) && join.descends(vector(b)))
                    .as(what)
                    .isTrue();
            assertThat(vector(a).descends(vector(b))).as(what).isEqualTo(joined.equals(a));
            for (int actor = 0; actor < 8; actor++) {
                long counter = joined.getOrDefault(RandomRecords.actor(actor), 0L);
                assertThat(join.counter(RandomRecords.actor(actor))).as(what).isEqualTo(counter);
                assertThat(join.covers(new Dot(RandomRecords.actor(actor), counter + 1)))
                        .as(what)
                        .isFalse();
                assertThat(counter == 0 || join.covers(new Dot(RandomRecords.actor(actor), counter)))
                        .as(what)
                        .isTrue();
            }
        }
    }

    @Test
    void entries_are_in_unsigned_order_of_actors() {
        VersionVector vector =
                VersionVector.of(new Dot(-1, 1)).with(new Dot(1, 1)).with(new Dot(Long.MIN_VALUE, 1));

        assertThat(vector.entry(0).actor()).isEqualTo(1);
        assertThat(vector.entry(1).actor()).isEqualTo(Long.MIN_VALUE);
        assertThat(vector.entry(2).actor()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void damaged_bytes_are_refused_or_are_another_vector_s(long seed) {
        Damage damage = new Damage(bytes -> {
            Decoder from = new Decoder(bytes);
            VersionVector vector = VersionVector.decode(from);
            from.end();
            return vector.encoded();
        });
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 100; run++) {
            damage.of(vector(counters(random)).encoded(), "seed=" + seed + " run=" + run);
        }
        damage.of(VersionVector.of(new Dot(5, Long.MAX_VALUE)).encoded(), "greatest counter");
        damage.garbage(Bytes.EMPTY, seed, 50_000);
    }

    /** An actor twice, actors in signed order, a counter of 0, a negative counter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "02" + "000000000000000101" + "000000000000000102",
                "02" + "ffffffffffffffff01" + "000000000000000101",
                "01" + "000000000000000100",
                "01" + "0000000000000001ffffffffffffffffff01",
            })
    void another_spelling_of_a_vector_is_refused(String hex) {
        Decoder from = new Decoder(Bytes.owning(HexFormat.of().parseHex(hex)));

        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> VersionVector.decode(from));
    }

    @Test
    void counters_start_at_1() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Dot(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Dot(1, -1));
    }

    @Test
    void a_dot_is_named_so_that_names_sort_like_dots() {
        Dot low = new Dot(1, 255);
        Dot high = new Dot(-1, 1);

        assertThat(low.id()).isEqualTo("000000000000000100000000000000ff");
        assertThat(low).isLessThan(high);
        assertThat(low.id()).isLessThan(high.id());
    }

    @Test
    void a_name_is_the_dot_and_other_texts_are_none() {
        Dot dot = new Dot(-1, 255);
        String id = dot.id();

        assertThat(Dot.parse(id)).contains(dot);
        assertThat(Dot.parse(id.substring(1))).isEmpty();
        assertThat(Dot.parse(id.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(Dot.parse("0".repeat(32))).isEmpty();
    }

    private static Map<Long, Long> counters(SplittableRandom random) {
        Map<Long, Long> counters = new TreeMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            counters.put(RandomRecords.actor(random.nextInt(8)), 1 + random.nextLong(4));
        }
        return counters;
    }

    private static VersionVector vector(Map<Long, Long> counters) {
        VersionVector vector = VersionVector.EMPTY;
        for (Map.Entry<Long, Long> entry : counters.entrySet()) {
            vector = vector.with(new Dot(entry.getKey(), entry.getValue()));
        }
        return vector;
    }
}
