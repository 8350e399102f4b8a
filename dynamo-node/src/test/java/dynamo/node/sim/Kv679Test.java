package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.contract.Key;
import dynamo.node.message.Request;
import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import dynamo.node.sim.Scenario.Shown;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A writer that forgot what it wrote, and the ways in which that lost acknowledged values elsewhere: the family that
 * Riak's tests call kv679, by their names.
 */
class Kv679Test {
    private final Scenario scenario = Scenario.of(3, 3);
    private final Machine forgetful = scenario.home(0);
    private final Machine other = scenario.home(1);

    @Test
    void kv679_dataloss() {
        writeFiveTimes();
        scenario.rot(forgetful);

        scenario.put(forgetful, "next", Shown.NOTHING);

        assertThat(scenario.get(other).values()).containsExactlyInAnyOrder("5", "next");
        scenario.end();
        assertThat(scenario.values(forgetful)).containsExactlyInAnyOrder("5", "next");
    }

    @Test
    void kv679_dataloss_after_a_wipe() {
        writeFiveTimes();
        scenario.wipe(forgetful);

        scenario.put(forgetful, "next", Shown.NOTHING);

        assertThat(scenario.get(other).values()).containsExactlyInAnyOrder("5", "next");
        scenario.end();
        assertThat(scenario.values(forgetful)).containsExactlyInAnyOrder("5", "next");
    }

    @Test
    void kv679_dataloss_after_a_rollback() {
        scenario.put(forgetful, "0", Shown.NOTHING);
        NavigableMap<RowName, Cell> older = scenario.snapshot(forgetful);
        scenario.restart(forgetful);
        writeFiveTimes();
        scenario.rollBack(forgetful, older);

        scenario.put(forgetful, "next", Shown.NOTHING);

        assertThat(scenario.get(other).values()).containsExactlyInAnyOrder("5", "next");
        scenario.end();
        assertThat(scenario.values(forgetful)).containsExactlyInAnyOrder("5", "next");
    }

    /** A stale hint gives the writer its own old entries back, after it forgot all and before it writes again. */
    @Test
    void kv679_dataloss_fb() {
        Scenario wide = Scenario.of(5, 3);
        Machine forgetful = wide.home(0);
        Machine holder = staleHintFor(forgetful, wide);
        wide.wipe(forgetful);
        wide.rejoin(holder).run(Duration.ofSeconds(10));
        assertThat(wide.hint(holder, forgetful)).isEmpty();

        wide.put(forgetful, "next", Shown.NOTHING);

        assertThat(wide.get(wide.home(1)).values()).containsExactlyInAnyOrder("5", "next");
        wide.end();
        assertThat(wide.values(forgetful)).containsExactlyInAnyOrder("5", "next");
    }

    /** It does not coordinate, it only stores what is handed over, and coordinates twice after that. */
    @Test
    void kv679_dataloss_fb2() {
        Scenario wide = Scenario.of(5, 3);
        Machine forgetful = wide.home(0);
        Machine holder = staleHintFor(forgetful, wide);
        wide.crash(wide.home(1), wide.home(2));
        wide.wipe(forgetful);
        wide.rejoin(holder).run(Duration.ofSeconds(10));
        wide.start(wide.home(1), wide.home(2));

        wide.put(forgetful, "next", Shown.NOTHING);
        wide.put(forgetful, "and next", Shown.NOTHING);

        assertThat(wide.get(wide.home(1)).values()).containsExactlyInAnyOrder("5", "next", "and next");
        wide.end();
        assertThat(wide.values(forgetful)).containsExactlyInAnyOrder("5", "next", "and next");
    }

    /** @return who keeps it, cut off since the home was back */
    private static Machine staleHintFor(Machine forgetful, Scenario wide) {
        Machine holder = wide.fallback(0);
        wide.put(forgetful, "1", Shown.NOTHING);
        wide.crash(forgetful);
        wide.put(wide.home(1), "2", wide.get(wide.home(1)));
        assertThat(wide.hint(holder, forgetful)).containsExactly("2");
        wide.isolate(holder);
        wide.start(forgetful);
        for (int i = 3; i <= 5; i++) {
            wide.put(forgetful, Integer.toString(i), wide.get(forgetful));
        }
        return holder;
    }

    /** The writer is given its own old entry back before it writes again, here by read repair. */
    @Test
    void kv679_dataloss_fb2_by_read_repair() {
        writeFiveTimes();
        scenario.wipe(forgetful);
        scenario.quorum(2, 2, false).get(other);
        scenario.run(Duration.ofSeconds(1));
        assertThat(scenario.values(forgetful)).containsExactly("5");

        scenario.put(forgetful, "next", Shown.NOTHING);
        scenario.put(forgetful, "and next", Shown.NOTHING);

        scenario.end();
        assertThat(scenario.values(other)).containsExactlyInAnyOrder("5", "next", "and next");
    }

    /** A fallback keeps the tombstone, and hands it over when the homes have forgotten it and the key was written again. */
    @Test
    void kv679_tombstone() {
        Scenario wide = Scenario.of(5, 3);
        Machine first = wide.home(0);
        Machine third = wide.home(2);
        Machine holder = wide.fallback(0);
        wide.put(first, "v", Shown.NOTHING);
        wide.crash(third);
        wide.delete(first, wide.get(first));
        assertThat(wide.hint(holder, third)).containsExactly("(deleted)");
        wide.isolate(holder);
        wide.start(third).run(Duration.ofSeconds(40));
        assertThat(wide.row(first)).isEmpty();

        wide.put(first, "again", Shown.NOTHING);
        wide.rejoin(holder).run(Duration.ofSeconds(10));

        assertThat(wide.hint(holder, third)).isEmpty();
        assertThat(wide.get(third).values()).containsExactly("again");
        wide.end();
        assertThat(wide.values(third)).containsExactly("again");
    }

    /** The tombstone comes late to a home where the key was written again meanwhile. */
    @Test
    void kv679_tombstone_in_a_late_frame() {
        Machine late = scenario.home(2);
        scenario.put(forgetful, "v", Shown.NOTHING);
        Shown shown = scenario.get(forgetful);
        scenario.holdBack((to, envelope) -> to == late && envelope.message() instanceof Request.Write);
        scenario.delete(forgetful, shown);
        assertThat(scenario.held()).isPositive();
        scenario.wipe(forgetful);

        scenario.put(forgetful, "again", Shown.NOTHING);
        scenario.release();

        assertThat(scenario.get(other).values()).contains("again").doesNotContain("v");
        scenario.end();
        assertThat(scenario.values(late)).contains("again").doesNotContain("v");
    }

    /** A home sleeps through the delete, and through months in which nobody may forget the tombstone. */
    @Test
    void kv679_tombstone2() {
        Machine asleep = scenario.home(2);
        scenario.put(forgetful, "v", Shown.NOTHING);
        scenario.crash(asleep);
        scenario.delete(forgetful, scenario.get(forgetful));
        scenario.leap(Duration.ofDays(100)).run(Duration.ofMinutes(5));
        assertThat(scenario.values(forgetful)).containsExactly("(deleted)");

        scenario.put(forgetful, "again", Shown.NOTHING);
        scenario.start(asleep);

        assertThat(scenario.get(other).values()).contains("again").doesNotContain("v");
        scenario.end();
        assertThat(scenario.values(asleep)).contains("again").doesNotContain("v");
    }

    /** Every partition of every node draws an actor of its own at every start, also of those that start at one instant. */
    @Test
    void kv679_uid() {
        Scenario many = Scenario.of(5, 3, 40);
        TreeMap<String, Long> actors = new TreeMap<>();
        for (int start = 1; start <= 3; start++) {
            for (Key key : many.world().keys()) {
                for (int i = 0; i < 3; i++) {
                    Machine home = many.home(key, i);
                    long actor = many.put(home, key, "by " + home + " in start " + start)
                            .dot()
                            .actor();
                    String owner = home + " " + many.world().history().of(key).partition() + " " + start;
                    Long before = actors.put(owner, actor);
                    assertThat(before == null || before == actor).as(owner).isTrue();
                }
            }
            many.restart(many.machines().toArray(new Machine[0]));
        }
        assertThat(actors).hasSizeGreaterThan(50);
        assertThat(new TreeSet<>(actors.values())).hasSameSizeAs(actors.values());
        many.end();
    }

    private void writeFiveTimes() {
        for (int i = 1; i <= 5; i++) {
            scenario.put(forgetful, Integer.toString(i), scenario.get(forgetful));
        }
    }
}
