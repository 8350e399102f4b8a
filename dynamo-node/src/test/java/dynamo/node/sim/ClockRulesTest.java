package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Key;
import dynamo.node.RepairPaths;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.Request;
import dynamo.node.sim.Scenario.Shown;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a partition's clock may vouch for, who may mint, and when an actor is closed: each rule in a story of its own. */
class ClockRulesTest {
    private static final Duration CYCLES = Duration.ofSeconds(40);

    /** Its only copy is at the home by then; who minted it knows of it no more. */
    @Test
    void an_actor_is_given_up_with_the_hint_it_minted() {
        Scenario scenario = Scenario.of(4, 1);
        Machine home = scenario.home(0);
        Machine stand = scenario.fallback(0);
        scenario.crash(home);
        scenario.put(stand, "one", Shown.NOTHING);
        scenario.start(home).run(Duration.ofSeconds(10));
        assertThat(scenario.values(home)).containsExactly("one");

        scenario.crash(home);
        scenario.put(stand, "two", Shown.NOTHING);
        scenario.start(home).run(Duration.ofSeconds(10));

        assertThat(scenario.values(home)).containsExactlyInAnyOrder("one", "two");
        scenario.end();
    }

    /** Hints alone are open, so that nothing else can bring the value. */
    @Test
    void a_hint_alone_brings_what_a_home_missed() {
        Scenario scenario = Scenario.of(4, 3, 1, new RepairPaths(false, true, false));
        Machine missing = scenario.home(2);
        scenario.crash(missing);
        scenario.put(scenario.home(0), "v", Shown.NOTHING);

        scenario.start(missing).run(Duration.ofSeconds(10));

        assertThat(scenario.values(missing)).containsExactly("v");
    }

    /** Exchanges alone are open. */
    @Test
    void an_exchange_alone_brings_what_a_home_missed() {
        Scenario scenario = Scenario.of(3, 3, 1, new RepairPaths(false, false, true));
        Machine missing = scenario.home(2);
        scenario.crash(missing);
        scenario.put(scenario.home(0), "v", Shown.NOTHING);

        scenario.start(missing).run(CYCLES);

        assertThat(scenario.values(missing)).containsExactly("v");
    }

    /** Reads alone are open. */
    @Test
    void a_read_alone_brings_what_a_home_missed() {
        Scenario scenario = Scenario.of(3, 3, 1, new RepairPaths(true, false, false));
        Machine missing = scenario.home(2);
        scenario.crash(missing);
        scenario.put(scenario.home(0), "v", Shown.NOTHING);
        scenario.start(missing).run(CYCLES);
        assertThat(scenario.values(missing)).isEmpty();

        scenario.get(scenario.home(0));
        scenario.run(Duration.ofSeconds(1));

        assertThat(scenario.values(missing)).containsExactly("v");
    }

    /** A dot is lost with the one disk that had it, and a tombstone of another key would wait for it for ever. */
    @Test
    void a_hole_that_a_lost_disk_left_is_closed_and_the_tombstone_reaped() {
        Scenario scenario = withAHole();

        scenario.run(CYCLES);

        assertGone(scenario, scenario.key());
        scenario.end();
    }

    /** A copy of the hole arrives while it is being closed: whoever took it would hold what the others call superseded. */
    @Test
    void what_fills_a_hole_is_refused_while_it_is_closed() {
        Scenario scenario = withAHole();
        Machine first = scenario.home(0);
        scenario.holdBackToo((to, envelope) -> envelope.message() instanceof ExchangeRequest.Open
                && (to == first || envelope.from().equals(first.id())));
        scenario.run(CYCLES);
        assertThat(scenario.row(scenario.home(1))).as("not closed yet").isPresent();

        scenario.release().run(CYCLES);

        assertThat(scenario.world().tally().of(Tally.ACTOR_REFUSED)).isPositive();
        assertGone(scenario, scenario.key());
        assertGone(scenario, scenario.world().keys().get(1));
        scenario.end();
    }

    /** Who is asked whether it may be closed says no: else all would refuse what it writes next. */
    @Test
    void an_actor_that_mints_is_not_closed() {
        Scenario scenario = Scenario.ofOnePartition(3, 3, 3);
        Machine first = scenario.home(0);
        Key deleted = scenario.world().keys().get(2);
        leaveAHole(scenario);
        scenario.holdBackToo((to, envelope) -> envelope.message() instanceof ExchangeRequest.Open
                && (to == first || envelope.from().equals(first.id())));
        scenario.heal(first, scenario.home(2)).run(Duration.ofSeconds(3));
        scenario.put(first, deleted, "gone");
        scenario.delete(first, deleted);
        scenario.run(CYCLES);
        assertThat(scenario.row(scenario.home(1), deleted))
                .as("the tombstone that waits")
                .isPresent();

        scenario.put(first, "v", Shown.NOTHING);

        scenario.release().end();
    }

    /** It was found unreadable after the exchanges, and is healed after the actor is said to be closed. */
    @Test
    void what_is_lost_while_an_actor_is_closed_is_not_closed_with_it() {
        Scenario scenario = Scenario.ofOnePartition(3, 3, 3);
        Key deleted = scenario.world().keys().get(2);
        Machine second = scenario.home(1);
        Machine third = scenario.home(2);
        leaveAHole(scenario);
        scenario.put(scenario.home(0), deleted, "gone");
        scenario.put(scenario.home(0), "kept", Shown.NOTHING);
        scenario.heal(scenario.home(0), third).wipe(scenario.home(0));
        scenario.delete(second, deleted);
        AtomicInteger told = new AtomicInteger();
        scenario.holdBackToo((to, envelope) -> to == third
                && envelope.from().equals(second.id())
                && envelope.message() instanceof ExchangeRequest.Refuse refuse
                && refuse.seen().isPresent()
                && told.incrementAndGet() > 1);
        scenario.run(CYCLES);
        assertThat(told).hasValueGreaterThan(1);

        scenario.crash(scenario.home(0)).rot(second).tryGet(second); // there is nobody to heal it from
        scenario.release().start(scenario.home(0)).run(CYCLES);

        assertThat(scenario.values(second)).containsExactly("kept");
        assertThat(scenario.values(third)).containsExactly("kept");
        scenario.end();
    }

    /**
     * The first home writes two keys of one partition; only its second write reaches another home. Then it loses its disk.
     * What it sent first is still on its way.
     */
    private static Scenario withAHole() {
        Scenario scenario = Scenario.ofOnePartition(3, 3, 2);
        Machine first = scenario.home(0);
        Machine second = scenario.home(1);
        leaveAHole(scenario);
        scenario.put(first, "v", Shown.NOTHING);
        scenario.heal(first, scenario.home(2)).wipe(first);
        scenario.delete(second, scenario.get(second));
        return scenario;
    }

    private static void leaveAHole(Scenario scenario) {
        Machine first = scenario.home(0);
        Machine second = scenario.home(1);
        Key other = scenario.world().keys().get(1);
        scenario.cut(first, scenario.home(2)).run(Duration.ofSeconds(12));
        scenario.holdBack((to, envelope) -> to == second
                && envelope.message() instanceof Request.Write write
                && write.key().equals(other));
        scenario.startPut(first, other, "lost");
        scenario.until(() -> scenario.held() == 1);
    }

    private static void assertGone(Scenario scenario, Key key) {
        for (Machine machine : scenario.machines()) {
            assertThat(scenario.row(machine, key))
                    .as("the row of %s at %s", key, machine)
                    .isEmpty();
        }
    }
}
