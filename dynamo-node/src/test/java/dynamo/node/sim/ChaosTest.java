package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.env.ScheduledTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Faults do what their names say. */
class ChaosTest {
    private final Scenario scenario = Scenario.of(7, 3);

    @Test
    void a_bridge_is_the_only_way_between_two_halves() {
        for (int seed = 1; seed <= 20; seed++) {
            make(Fault.BRIDGE, seed);
            List<Machine> reachingAll = scenario.machines().stream()
                    .filter(machine -> reached(machine).size() == 7)
                    .toList();
            Set<Set<Machine>> sides = new LinkedHashSet<>();
            for (Machine machine : scenario.machines()) {
                if (!reachingAll.contains(machine)) {
                    Set<Machine> side = reached(machine);
                    reachingAll.forEach(side::remove);
                    sides.add(side);
                }
            }
            assertThat(reachingAll.size() == 1 && sides.size() == 2 || reachingAll.size() == 7)
                    .as("%s and %s", reachingAll, sides)
                    .isTrue();
        }
    }

    @Test
    void in_a_ring_of_majorities_no_two_nodes_reach_the_same_one() {
        make(Fault.MAJORITIES, 1);
        Set<Set<Machine>> reached = new LinkedHashSet<>();
        scenario.machines().forEach(machine -> reached.add(reached(machine)));
        assertThat(reached)
                .hasSize(7)
                .allSatisfy(majority -> assertThat(majority).hasSizeBetween(4, 5));
    }

    @Test
    void a_severed_wire_carries_nothing_until_it_is_mended() {
        Wire wire = scenario.world().network().wires().get(0);
        wire.sever(true, false);
        wire.heal();
        assertThat(wire.isCut(wire.low())).isTrue();
        assertThat(wire.isCut(wire.high())).isFalse();
        wire.mend();
        assertThat(wire.isCut(wire.low())).isFalse();
    }

    @Test
    void a_leap_of_the_clocks_fires_no_timer_early() {
        Machine machine = scenario.machines().get(0);
        List<String> fired = new ArrayList<>();
        ScheduledTask timer =
                machine.process().orElseThrow().loop().after(Duration.ofHours(1), () -> fired.add("late"));
        long elapsed = machine.clock().elapsedNanos();
        long wall = machine.clock().wallMillis();

        scenario.leap(Duration.ofDays(30)).run(Duration.ofMinutes(1));

        assertThat(fired).isEmpty();
        assertThat(machine.clock().elapsedNanos() - elapsed)
                .isEqualTo(Duration.ofDays(30).plusMinutes(1).toNanos());
        assertThat(machine.clock().wallMillis() - wall)
                .isGreaterThan(Duration.ofDays(26).toMillis());
        timer.cancel();
    }

    @Test
    void what_a_machine_is_set_back_to_knows_of_all_starts_or_of_fewer() {
        Machine machine = scenario.home(0);
        scenario.put(machine, "v", Scenario.Shown.NOTHING);
        scenario.restart(machine);
        int now = machine.disk().copy().size();
        assertThat(machine.snapshots().beforeTheLastStart()).isPresent();
        assertThat(machine.snapshots().sinceTheLastStart().orElseThrow()).hasSize(now);
        machine.crash(true);
        scenario.end();
    }

    private void make(Fault fault, int seed) {
        scenario.machines().forEach(scenario::rejoin);
        new WireChaos(scenario.world(), new Seed(seed)).make(fault);
    }

    private Set<Machine> reached(Machine from) {
        Set<Machine> reached = new LinkedHashSet<>();
        for (Machine to : scenario.machines()) {
            if (to == from
                    || !scenario.world().network().wire(from.id(), to.id()).isCut(to.id())) {
                reached.add(to);
            }
        }
        return reached;
    }
}
