package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DealingTest {

    @Test
    void five_nodes_on_sixteen_partitions_keep_three_apart_over_the_seam() {
        assertThat(Dealing.apart(new int[] {4, 3, 3, 3, 3}))
                .containsExactly(0, 1, 2, 3, 0, 1, 2, 4, 0, 1, 3, 4, 0, 2, 3, 4);
    }

    @Test
    void evenly_mixes_the_rare_into_the_frequent() {
        assertThat(Dealing.evenly(new int[] {5, 2})).containsExactly(0, 1, 0, 0, 0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void every_symbol_comes_as_often_as_counted_and_as_far_apart_as_can_be(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 2_000; run++) {
            int symbols = 1 + random.nextInt(40);
            int most = 1 + random.nextInt(60);
            int[] counts = IntStream.range(0, symbols)
                    .map(symbol -> symbol == 0 ? most : 1 + random.nextInt(most))
                    .map(count -> -count)
                    .sorted()
                    .map(count -> -count)
                    .toArray();
            int[] apart = Dealing.apart(counts);
            int[] evenly = Dealing.evenly(counts);

            String what = "seed=" + seed + " run=" + run + " counts=" + Arrays.toString(counts);
            assertThat(countOf(apart, symbols)).as(what).isEqualTo(counts);
            assertThat(countOf(evenly, symbols)).as(what).isEqualTo(counts);
            int nearest = apart.length / most;
            assertThat(Dealing.repeatsWithin(nearest, apart, symbols)).as(what).isFalse();
            // No order does better: the most frequent symbol alone needs that much room.
            assertThat(most == 1 || Dealing.repeatsWithin(nearest + 1, apart, symbols))
                    .as(what)
                    .isTrue();
        }
    }

    @Test
    void repeats_are_seen_over_the_seam() {
        int[] order = {0, 1, 2, 1, 2, 0};

        assertThat(Dealing.repeatsWithin(1, order, 3)).isFalse();
        assertThat(Dealing.repeatsWithin(2, order, 3)).isTrue();
        assertThat(Dealing.repeatsWithin(2, new int[] {0, 1, 2}, 3)).isFalse();
        assertThat(Dealing.repeatsWithin(3, new int[] {0, 1, 2, 3, 1}, 4)).isTrue();
    }

    private static int[] countOf(int[] order, int symbols) {
        int[] counts = new int[symbols];
        IntStream.of(order).forEach(symbol -> counts[symbol]++);
        return counts;
    }
}
