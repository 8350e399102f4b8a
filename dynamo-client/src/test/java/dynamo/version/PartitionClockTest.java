package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartitionClockTest {

    @Test
    void a_join_has_the_dots_of_both_and_no_others() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Set<Dot> left = dots(random);
            Set<Dot> right = dots(random);

            PartitionClock joined = clock(left).join(clock(right));

            Set<Dot> both = new HashSet<>(left);
            both.addAll(right);
            assertThat(joined).as("seed %d", seed).isEqualTo(clock(both));
            assertThat(clock(right).join(clock(left))).as("seed %d", seed).isEqualTo(joined);
            for (long actor = 1; actor <= 3; actor++) {
                for (long counter = 1; counter <= 20; counter++) {
                    Dot dot = new Dot(actor, counter);
                    assertThat(joined.contains(dot)).as("seed %d %s", seed, dot).isEqualTo(both.contains(dot));
                }
            }
            assertThat(PartitionClock.decode(joined.encoded()))
                    .as("seed %d", seed)
                    .isEqualTo(joined);
            assertThat(PartitionClock.decode(joined.encoded()).digest()).isEqualTo(joined.digest());
        }
    }

    @Test
    void a_vector_is_covered_when_no_dot_below_it_is_missing() {
        PartitionClock clock = clock(Set.of(new Dot(1, 1), new Dot(1, 2), new Dot(1, 4), new Dot(2, 2)));

        assertThat(clock.covers(VersionVector.EMPTY)).isTrue();
        assertThat(clock.covers(VersionVector.of(new Dot(1, 2)))).isTrue();
        assertThat(clock.covers(VersionVector.of(new Dot(1, 4)))).isFalse();
        assertThat(clock.covers(VersionVector.of(new Dot(2, 2)))).isFalse();
    }

    @Test
    void a_closed_actor_has_every_dot() {
        TreeMap<Long, Runs> runs = new TreeMap<>();
        runs.put(1L, Runs.EMPTY.with(3).join(Runs.ALL));
        PartitionClock clock = PartitionClock.decode(PartitionClock.of(runs).encoded());

        assertThat(clock.wholeUpTo(new Dot(1, Long.MAX_VALUE))).isTrue();
        assertThat(clock.of(1)).isEqualTo(Runs.ALL);
        assertThat(Runs.ALL.with(7)).isEqualTo(Runs.ALL);
    }

    @Test
    void actors_out_of_order_are_malformed() {
        Encoder to = new Encoder(64);
        to.varint(2).i64(2).bytes(Runs.EMPTY.with(1).encoded());
        to.i64(1).bytes(Runs.EMPTY.with(1).encoded());

        assertThatThrownBy(() -> PartitionClock.decode(to.toBytes())).isInstanceOf(MalformedException.class);
    }

    private static Set<Dot> dots(SplittableRandom random) {
        Set<Dot> dots = new HashSet<>();
        for (int i = random.nextInt(25); i > 0; i--) {
            dots.add(new Dot(1 + random.nextInt(3), 1 + random.nextInt(20)));
        }
        return dots;
    }

    private static PartitionClock clock(Set<Dot> dots) {
        TreeMap<Long, Runs> runs = new TreeMap<>();
        dots.forEach(dot -> runs.merge(dot.actor(), Runs.EMPTY.with(dot.counter()), Runs::join));
        return PartitionClock.of(runs);
    }
}
