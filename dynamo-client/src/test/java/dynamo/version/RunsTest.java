package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void runs_are_a_set_of_counters_and_equal_sets_have_equal_bytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 500; run++) {
            Runs runs = Runs.EMPTY;
            Set<Long> counters = new TreeSet<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                long counter = 1 + random.nextLong(30);
                runs = runs.with(counter);
                counters.add(counter);
            }
            String what = "seed=" + seed + " run=" + run + " " + counters;
            boolean whole = true;
            for (long counter = 1; counter <= 32; counter++) {
                assertThat(runs.contains(counter)).as(what).isEqualTo(counters.contains(counter));
                whole &= counters.contains(counter);
                assertThat(runs.wholeUpTo(counter)).as(what).isEqualTo(whole);
            }
            Runs inOrder = Runs.EMPTY;
            for (long counter : counters) {
                inOrder = inOrder.with(counter);
            }
            assertThat(runs).as(what).isEqualTo(inOrder);
            assertThat(runs.encoded()).as(what).isEqualTo(inOrder.encoded());
            assertThat(Runs.decode(runs.encoded())).as(what).isEqualTo(runs);
        }
    }

    @Test
    void bytes_are_golden() {
        Runs runs = Runs.EMPTY.with(1).with(2).with(3).with(300).with(7);

        assertThat(runs.encoded().hex()).isEqualTo("03" + "0102" + "0400" + "a50200");
        assertThat(Runs.EMPTY.encoded().hex()).isEqualTo("00");
    }

    @Test
    void nothing_is_whole_up_to_nothing() {
        assertThat(Runs.EMPTY.wholeUpTo(0)).isTrue();
        assertThat(Runs.EMPTY.wholeUpTo(1)).isFalse();
        assertThat(Runs.EMPTY.contains(1)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Runs.EMPTY.with(0));
    }

    /** Two spellings of one set would make equal clocks differ. */
    @ParameterizedTest
    @ValueSource(strings = {"0201000100", "020100" + "0000", "010000", "0102ffffffffffffffff7f"})
    void runs_that_touch_overlap_start_at_0_or_overflow_are_refused(String hex) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Runs.decode(Bytes.owning(HexFormat.of().parseHex(hex))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void damaged_bytes_are_refused_or_are_another_set_s(long seed) {
        Damage damage = new Damage(bytes -> Runs.decode(bytes).encoded());
        damage.of(Runs.EMPTY.with(1).with(2).with(9).with(70_000).encoded(), "three runs");
        damage.of(Runs.EMPTY.with(Long.MAX_VALUE).encoded(), "greatest counter");
        damage.garbage(Bytes.EMPTY, seed, 100_000);
    }
}
