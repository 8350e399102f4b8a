package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.RingNews;
import dynamo.node.ownership.RingChange;
import dynamo.node.ownership.RingChange.Kind;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Placement.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Changes of the ring at their most awkward moment. */
class RingStoriesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void one_node_becomes_three_and_its_values_are_found_while_nothing_of_them_was_fetched() {
        Scenario scenario = Scenario.withSpares(1, 3, 1, 2);
        Machine first = scenario.machines().get(0);
        scenario.put(first, scenario.key(), "v");
        scenario.holdBack((to, envelope) -> envelope.message() instanceof ExchangeRequest);

        scenario.commit(first);
        scenario.quorum(2, 2, false);

        for (int i = 0; i < 20; i++) {
            scenario.run(Duration.ofMillis(100));
            assertThat(scenario.get(first).values()).containsExactly("v");
        }
        scenario.holdBack((to, envelope) -> false).release();
        scenario.run(LONG);
        for (Machine machine : scenario.machines()) {
            assertThat(scenario.ownership(machine).isSettled()).isTrue();
            assertThat(scenario.values(machine)).containsExactly("v");
        }
        scenario.end();
    }

    @Test
    void new_homes_do_not_answer_for_what_they_have_not_got() {
        Scenario scenario = Scenario.withSpares(1, 3, 1, 2).quorum(2, 2, false);
        Machine first = scenario.machines().get(0);
        Machine second = scenario.machines().get(1);
        scenario.put(first, scenario.key(), "v");
        scenario.holdBack((to, envelope) -> envelope.message() instanceof ExchangeRequest);
        scenario.commit(first).run(LONG).crash(first);

        assertThat(scenario.tryGet(second)).isInstanceOf(GetResult.Failed.class);

        scenario.start(first).holdBack((to, envelope) -> false).release();
        scenario.run(LONG);
        assertThat(scenario.get(second).values()).containsExactly("v");
        scenario.end();
    }

    /** It asks where the partition was, and is told so. */
    @Test
    void a_node_that_did_not_hear_how_far_a_move_is_reads_what_is_written_elsewhere_by_now() {
        Scenario scenario = Scenario.withSpares(2, 1, 20, 1).quorum(1, 1, false);
        Machine operator = scenario.machines().get(0);
        adopt(scenario, operator);
        Key key = scenario.keys().stream()
                .filter(each -> scenario.placement(operator, each).stage() != Stage.SETTLED)
                .findFirst()
                .orElseThrow();
        Placement placement = scenario.placement(operator, key);
        Machine old = machine(scenario, placement.writing().get(0).get(0));
        Machine unaware = scenario.machines().stream()
                .filter(machine -> !placement.isHome(machine.id()))
                .findFirst()
                .orElseThrow();
        scenario.holdBack((to, envelope) -> to == unaware && envelope.message() instanceof RingNews);
        scenario.until(() -> scenario.row(old, key).isEmpty());
        assertThat(scenario.placement(unaware, key).stage()).isEqualTo(Stage.JOINT);
        scenario.holdBack((to, envelope) -> false);

        assertThat(scenario.get(unaware, key).values()).containsExactly("v");

        scenario.run(LONG).end();
    }

    /** Values are there, and everybody goes by a plan by which the spare is to have some of them. */
    private static void adopt(Scenario scenario, Machine operator) {
        scenario.keys().forEach(key -> scenario.put(operator, key, "v"));
        scenario.commit(operator);
        scenario.until(() -> scenario.machines().stream()
                .allMatch(machine -> scenario.ownership(machine).epoch() == 2));
    }

    private static Machine machine(Scenario scenario, NodeId id) {
        return scenario.machines().stream()
                .filter(machine -> machine.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Found by the simulator: it stayed where it was, and wrote and read by homes that were none any more. */
    @Test
    void who_froze_a_plan_and_was_declared_dead_goes_after_the_others() {
        Scenario scenario = Scenario.withSpares(4, 3, 10, 1);
        Machine operator = scenario.machines().get(0);
        Machine dead = scenario.machines().get(1);
        scenario.keys().forEach(key -> scenario.put(operator, key, "v"));
        scenario.holdBack((to, envelope) -> envelope.message() instanceof ExchangeRequest);
        scenario.commit(operator);
        scenario.until(() -> scenario.ownership(dead).epoch() == 2).run(Duration.ofSeconds(1));
        scenario.holdBackToo(
                (to, envelope) -> envelope.from().equals(dead.id()) && envelope.message() instanceof RingNews);
        scenario.commit(dead, RingChange.cancel());
        scenario.run(Duration.ofSeconds(1)).crash(dead);
        scenario.run(LONG);
        scenario.commit(operator, RingChange.of(Kind.DOWN, dead.id()));
        scenario.holdBack((to, envelope) -> false).release();
        scenario.run(LONG);
        assertThat(scenario.ownership(operator).isSettled()).isTrue();

        scenario.start(dead).run(LONG);

        for (Key key : scenario.keys()) {
            assertThat(scenario.placement(dead, key)).isEqualTo(scenario.placement(operator, key));
        }
        scenario.end();
    }

    /** Found by the simulator: nobody waited for the only node that was left, and what the leaver had stayed with it. */
    @Test
    void who_leaves_hands_over_to_a_node_that_was_declared_dead_and_is_back() {
        Scenario scenario = Scenario.withSpares(2, 1, 10, 1);
        Machine leaver = scenario.machines().get(0);
        Machine dead = scenario.machines().get(1);
        scenario.quorum(1, 1, false);
        scenario.keys().forEach(key -> scenario.put(leaver, key, "v"));
        scenario.run(LONG).crash(dead).run(LONG).turnDown(leaver);
        scenario.commit(leaver, RingChange.of(Kind.DOWN, dead.id()));
        assertThat(scenario.planned(leaver, RingChange.of(Kind.LEAVE, leaver.id()))
                        .warnings())
                .anyMatch(warning -> warning.contains("are down"));
        scenario.commit(leaver, RingChange.of(Kind.LEAVE, leaver.id()));
        scenario.run(LONG).start(dead).run(LONG);

        for (Key key : scenario.keys()) {
            assertThat(scenario.row(leaver, key)).isEmpty();
            assertThat(scenario.get(dead, key).values()).containsExactly("v");
        }
        scenario.end();
    }

    /** Found with real processes: the move waited for hints to be handed over to the node that was to be removed. */
    @Test
    void hints_for_a_dead_node_do_not_hold_up_its_removal() {
        Scenario scenario = Scenario.withSpares(5, 3, 20, 1);
        Machine operator = scenario.machines().get(0);
        Machine dead = scenario.machines().get(1);
        scenario.run(LONG).crash(dead).run(LONG).turnDown(operator);
        scenario.keys().forEach(key -> scenario.put(operator, key, "v"));
        assertThat(scenario.machines().stream()
                        .flatMap(machine -> scenario.keys().stream()
                                .filter(key ->
                                        machine.copies().hints().ofEach(key).containsKey(dead.id())))
                        .count())
                .isPositive();

        scenario.commit(operator, RingChange.of(Kind.REMOVE, dead.id())).run(LONG);

        assertThat(scenario.ownership(operator).isSettled()).isTrue();
        scenario.end();
    }

    /** Found by reading: nobody asked again whether it was enough, when the old homes had ceased to count. */
    @Test
    void a_write_that_is_enough_once_the_move_is_over_is_acknowledged() {
        Scenario scenario = Scenario.withSpares(3, 3, 20, 1).quorum(2, 3, false);
        Machine operator = scenario.machines().get(0);
        adopt(scenario, operator);
        Key key = scenario.keys().stream()
                .filter(each -> scenario.placement(operator, each).writing().stream()
                        .allMatch(group -> group.contains(operator.id())))
                .filter(each -> scenario.placement(operator, each).stage() != Stage.SETTLED)
                .findFirst()
                .orElseThrow();
        Placement placement = scenario.placement(operator, key);
        Machine leaving = machine(
                scenario,
                placement.writing().get(0).stream()
                        .filter(home -> !placement.writing().get(1).contains(home))
                        .findFirst()
                        .orElseThrow());
        scenario.holdBack((to, envelope) -> to == operator
                && envelope.message() instanceof RingNews
                && scenario.placement(machine(scenario, envelope.from()), key).stage() != Stage.JOINT);
        scenario.until(() -> scenario.placement(leaving, key).stage() == Stage.SETTLED);
        assertThat(scenario.placement(operator, key).stage()).isEqualTo(Stage.SWITCHED);
        long hears = scenario.world().queue().now() + Duration.ofMillis(300).toNanos();
        scenario.holdBack((to, envelope) -> to == operator
                && envelope.message() instanceof RingNews
                && scenario.world().queue().now() < hears);

        scenario.put(operator, key, "new");

        scenario.run(LONG).end();
    }
}
