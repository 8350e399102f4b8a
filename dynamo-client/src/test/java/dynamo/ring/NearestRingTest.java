package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestRingTest {
    private static final int N = 3;
    private static final double EPSILON = 1e-6;

    /** The bound holds for every ring that gives each node as much: nobody can do with five in a hundred fewer. */
    @ParameterizedTest
    @CsvSource({"5,4,1", "6,5,1", "7,6,1", "8,7,1", "11,10,1", "6,6,2", "10,10,2", "10,10,0.5"})
    void what_moves_is_within_a_twentieth_of_the_least_that_can_be(int from, int to, double weight) {
        Ring before = Claim.first(members(from), 256, N);
        List<Member> wanted = new ArrayList<>(members(to));
        wanted.set(0, wanted.get(0).withWeight(weight));

        NearestRing.Found found =
                new NextClaim(before, ImmutableList.copyOf(wanted)).nearest().orElseThrow();

        long moves = RingDiff.between(before, Claim.next(before, wanted)).moves();
        assertThat((double) moves).isLessThanOrEqualTo(1.05 * found.bound() + 1);
    }

    /** Rings so small that all of them can be looked at. */
    @Test
    void it_is_allowed_and_the_bound_is_one() {
        Random random = new Random(7);
        int found = 0;
        for (int i = 0; i < 200; i++) {
            Small small = Small.any(random);
            int least = small.least();
            var nearest = NearestRing.find(2, small.owners, small.homes, small.targets, small.groups);
            if (nearest.isPresent()) {
                found++;
                assertThat(least).as("there is one at all").isNotEqualTo(Integer.MAX_VALUE);
                assertThat(small.isAllowed(nearest.get().owners().toArray())).isTrue();
                assertThat(small.moves(nearest.get().owners().toArray())).isGreaterThanOrEqualTo(least);
                assertThat(nearest.get().bound()).isLessThanOrEqualTo(small.leastWithSeam() + EPSILON);
            }
        }
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void too_many_nodes_are_left_to_others() {
        Ring before = Claim.first(members(60), 1024, N);

        assertThat(new NextClaim(before, ImmutableList.copyOf(members(59))).nearest())
                .isEmpty();
    }

    private static List<Member> members(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Member(new NodeId(String.format("n%02d", i)), ""))
                .toList();
    }

    /** Eight partitions of four nodes with N = 2, one of which leaves: 3^8 rings. */
    private static final class Small {
        private static final int PARTITIONS = 8;
        private static final int NODES = 3;

        private final int[] owners;
        private final boolean[][] homes;
        private final int[] targets = {3, 3, 2};
        private final int[] groups = {0, 1, 2};

        private Small(int[] owners, boolean[][] homes) {
            this.owners = owners;
            this.homes = homes;
        }

        static Small any(Random random) {
            int[] all = new int[PARTITIONS];
            do {
                Arrays.setAll(all, place -> random.nextInt(NODES + 1));
            } while (!isSpaced(all));
            boolean[][] homes = new boolean[PARTITIONS][NODES];
            int[] owners = new int[PARTITIONS];
            for (int place = 0; place < PARTITIONS; place++) {
                owners[place] = all[place] < NODES ? all[place] : NearestRing.NOBODY;
                for (int home : new int[] {all[place], all[(place + 1) % PARTITIONS]}) {
                    if (home < NODES) {
                        homes[place][home] = true;
                    }
                }
            }
            return new Small(owners, homes);
        }

        static boolean isSpaced(int[] owners) {
            return IntStream.range(0, PARTITIONS).noneMatch(place -> owners[place] == owners[(place + 1) % PARTITIONS]);
        }

        boolean isAllowed(int[] ring) {
            int[] counts = new int[NODES];
            for (int owner : ring) {
                counts[owner]++;
            }
            return isSpaced(ring) && Arrays.equals(counts, targets);
        }

        int moves(int[] ring) {
            return IntStream.range(0, PARTITIONS)
                    .map(place -> (homes[place][ring[place]] ? 0 : 1)
                            + (homes[place][ring[(place + 1) % PARTITIONS]] ? 0 : 1))
                    .sum();
        }

        int least() {
            return least(NearestRing.NOBODY);
        }

        /** Of rings that keep the first owner who stays: there the circle is cut. */
        int leastWithSeam() {
            return least(IntStream.range(0, PARTITIONS)
                    .filter(place -> owners[place] != NearestRing.NOBODY)
                    .findFirst()
                    .orElseThrow());
        }

        private int least(int seam) {
            int least = Integer.MAX_VALUE;
            int[] ring = new int[PARTITIONS];
            for (int number = 0; number < Math.pow(NODES, PARTITIONS); number++) {
                for (int place = 0, rest = number; place < PARTITIONS; place++, rest /= NODES) {
                    ring[place] = rest % NODES;
                }
                if (isAllowed(ring) && (seam == NearestRing.NOBODY || ring[seam] == owners[seam])) {
                    least = Math.min(least, moves(ring));
                }
            }
            return least;
        }
    }
}
