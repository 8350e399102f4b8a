package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.version.CausalWorld.Copy;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records against true causality: no false sibling, no lost one. */
class CausalityTest {
    private static final int STEPS = 250;

    @Test
    void live_siblings_are_exactly_the_writes_nobody_who_knew_them_has_replaced() {
        for (long seed = 1; seed <= 300; seed++) {
            CausalWorld world = new CausalWorld(seed, 2 + (int) (seed % 4), true);
            for (int step = 0; step < STEPS; step++) {
                assertThat(world.step()).as("seed=" + seed + " step=" + step).isEmpty();
            }
            List<Siblings> converged = world.converge();
            assertThat(converged).as("seed=" + seed).containsOnly(converged.get(0));
            assertThat(converged.stream().map(Siblings::encoded).distinct())
                    .as("seed=" + seed)
                    .hasSize(1);
        }
    }

    /** The same histories, but a replica that forgot its writes mints on: the model must see the loss (basho/riak_kv#679). */
    @Test
    void an_actor_that_mints_on_after_it_forgot_is_caught() {
        long caught = LongStream.rangeClosed(1, 300)
                .filter(seed -> {
                    CausalWorld world = new CausalWorld(seed, 2 + (int) (seed % 4), false);
                    for (int step = 0; step < STEPS; step++) {
                        if (!world.step().isEmpty()) {
                            return true;
                        }
                    }
                    return false;
                })
                .count();

        assertThat(caught).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void records_that_occur_obey_the_laws_of_sync(long seed) {
        CausalWorld world = new CausalWorld(seed, 4, true);
        for (int step = 0; step < 2_000; step++) {
            world.step();
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Copy> copies = world.copies();
        for (int run = 0; run < 5_000; run++) {
            Siblings a = copies.get(random.nextInt(copies.size())).record();
            Siblings b = copies.get(random.nextInt(copies.size())).record();
            Siblings c = copies.get(random.nextInt(copies.size())).record();
            String what = "seed=" + seed + " run=" + run;

            assertThat(Siblings.sync(b, a)).as(what).isEqualTo(Siblings.sync(a, b));
            assertThat(Siblings.sync(Siblings.sync(a, b), c)).as(what).isEqualTo(Siblings.sync(a, Siblings.sync(b, c)));
            assertThat(Siblings.sync(Siblings.sync(a, b), b)).as(what).isEqualTo(Siblings.sync(a, b));
        }
    }

    /** What kv679 comes down to, step by step. */
    @Test
    void a_dot_minted_twice_would_erase_an_acknowledged_write() {
        Sibling lost = RandomRecords.written(new Dot(1, 1));
        Sibling again = new Sibling(new Dot(1, 1), new WriteId(9, 9), 9, new Content.Tombstone());
        Siblings elsewhere = Siblings.EMPTY.put(VersionVector.EMPTY, lost);
        Siblings afterWipe = Siblings.EMPTY.put(VersionVector.EMPTY, again);
        Siblings afterWipeAsNewActor = Siblings.EMPTY.put(
                VersionVector.EMPTY, new Sibling(new Dot(2, 1), again.writeId(), 9, again.content()));

        assertThat(Siblings.sync(afterWipe, elsewhere).live()).hasSize(1);
        assertThat(Siblings.sync(afterWipeAsNewActor, elsewhere).live()).hasSize(2);
    }
}
