package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.message.Request;
import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import dynamo.node.sim.Scenario.Shown;
import java.time.Duration;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;

/** Each way by which a deleted value came back somewhere, after its tombstone was reaped. */
class DeletedForGoodTest {
    /** Every pair of homes is compared in it, and some of what follows from that. */
    private static final Duration CYCLES = Duration.ofSeconds(20);

    private final Scenario scenario = Scenario.of(5, 3);
    private final Machine first = scenario.home(0);
    private final Machine second = scenario.home(1);
    private final Machine third = scenario.home(2);

    @Test
    void a_tombstone_is_reaped_when_every_home_has_told_its_runs() {
        scenario.put(first, "v", Shown.NOTHING);
        scenario.delete(first, scenario.get(first));

        scenario.run(CYCLES);

        assertGone();
        scenario.end();
    }

    @Test
    void a_tombstone_waits_for_a_home_that_is_away_for_months() {
        scenario.put(first, "v", Shown.NOTHING);
        scenario.crash(third);
        scenario.delete(first, scenario.get(first));
        scenario.leap(Duration.ofDays(100)).run(CYCLES);
        assertThat(scenario.values(first)).containsExactly("(deleted)");

        scenario.start(third);
        scenario.run(CYCLES);

        assertGone();
        assertThat(scenario.get(third).values()).isEmpty();
        scenario.end();
    }

    @Test
    void a_write_that_was_on_its_way_meanwhile_is_covered_by_the_clock() {
        scenario.holdBack((to, envelope) -> to == third && envelope.message() instanceof Request.Write);
        scenario.put(first, "v", Shown.NOTHING);
        scenario.delete(first, scenario.get(first));
        scenario.run(CYCLES);
        assertGone();

        scenario.release();

        assertGone();
        assertThat(scenario.get(third).values()).isEmpty();
        scenario.end();
    }

    @Test
    void an_older_disk_that_comes_back_meets_the_clocks_of_the_others() {
        scenario.put(first, "v", Shown.NOTHING);
        NavigableMap<RowName, Cell> older = scenario.snapshot(third);
        scenario.restart(third);
        scenario.delete(first, scenario.get(first));
        scenario.run(CYCLES);
        assertGone();

        scenario.rollBack(third, older);

        assertThat(scenario.get(third).values()).isEmpty();
        scenario.run(CYCLES);
        assertGone();
        scenario.end();
    }

    /** Who kept the hint was cut off, and has heard of nothing. */
    @Test
    void an_old_hint_is_handed_over_and_dropped() {
        Machine holder = deletedWhileAHintIsCutOff();

        scenario.rejoin(holder);
        scenario.run(Duration.ofSeconds(30));

        assertThat(scenario.hint(holder, third)).isEmpty();
        assertGone();
        scenario.end();
    }

    /** One home is away, so that those who stand in are asked too; the others find nothing, which does not say why. */
    @Test
    void a_read_that_meets_an_old_hint_asks_the_clocks_of_the_homes() {
        Machine holder = deletedWhileAHintIsCutOff();
        scenario.crash(second);
        scenario.heal(holder, first).run(Duration.ofSeconds(10));
        assertThat(scenario.hint(holder, third)).containsExactly("v");

        assertThat(scenario.get(first).values()).isEmpty();

        scenario.rejoin(holder);
        scenario.end();
    }

    /** The one home that is there has just started, and has no vote yet; but what it says of the hint is waited for. */
    @Test
    void a_read_waits_for_what_a_home_without_a_vote_says_of_an_old_hint() {
        Machine holder = deletedWhileAHintIsCutOff();
        Machine asked = scenario.fallback(1);
        scenario.crash(first, third);
        scenario.holdBack((to, envelope) ->
                to == asked && envelope.from().equals(second.id()) && envelope.message() instanceof Request.Hello);
        scenario.restart(second);
        scenario.heal(holder, asked).run(Duration.ofSeconds(10));

        assertThat(scenario.quorum(1, 2, true).get(asked).values()).isEmpty();

        scenario.release().rejoin(holder);
        scenario.end();
    }

    private Machine deletedWhileAHintIsCutOff() {
        Machine holder = scenario.fallback(0);
        scenario.crash(third);
        scenario.put(first, "v", Shown.NOTHING);
        assertThat(scenario.hint(holder, third)).containsExactly("v");
        scenario.isolate(holder);
        scenario.start(third);
        scenario.delete(first, scenario.get(first));
        scenario.run(CYCLES);
        assertGone();
        return holder;
    }

    private void assertGone() {
        for (Machine home : new Machine[] {first, second, third}) {
            assertThat(scenario.row(home)).as("the row at %s", home).isEmpty();
        }
    }
}
