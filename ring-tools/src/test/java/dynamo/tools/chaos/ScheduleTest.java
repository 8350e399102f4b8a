package dynamo.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dynamo.tools.chaos.Schedule.Planned;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<String> NODES = List.of("node1", "node2", "node3", "node4", "node5");
    private static final List<Fault> ALL = Fault.parse("all");
    private static final Duration TIME = Duration.ofMinutes(10);

    private static Schedule of(long seed) {
        return Schedule.draw(seed, TIME, NODES, ALL);
    }

    @Test
    void the_same_seed_gives_the_same_schedule_and_another_one_another() {
        assertThat(of(7)).isEqualTo(of(7));
        assertThat(of(7)).isNotEqualTo(of(8));
    }

    @Test
    void every_kind_of_fault_has_its_turn_in_ten_minutes() {
        LongStream.range(0, 50)
                .forEach(seed -> assertThat(of(seed).planned())
                        .extracting(Planned::fault)
                        .containsAll(ALL));
    }

    @Test
    void faults_of_a_lane_follow_each_other_and_end_in_time() {
        for (long seed = 0; seed < 50; seed++) {
            for (int lane = 0; lane < Schedule.LANES; lane++) {
                Duration free = Duration.ZERO;
                for (Planned each : of(seed).of(lane)) {
                    assertThat(each.at()).isGreaterThan(free);
                    free = each.at().plus(each.length());
                    assertThat(free).isLessThanOrEqualTo(TIME);
                }
            }
        }
    }

    /** Two disks that are lost may be all that acknowledged a write. */
    @Test
    void no_more_than_one_disk_is_wiped() {
        LongStream.range(0, 50)
                .forEach(seed -> assertThat(of(seed).planned())
                        .extracting(Planned::fault)
                        .containsOnlyOnce(Fault.WIPE));
        assertThat(Schedule.draw(1, TIME, NODES, List.of(Fault.WIPE)).planned()).hasSize(1);
    }

    @Test
    void two_faults_never_meet_at_one_node() {
        for (long seed = 0; seed < 50; seed++) {
            Set<String> first = targets(of(seed), 0);
            first.retainAll(targets(of(seed), 1));
            assertThat(first).isEmpty();
        }
    }

    private static Set<String> targets(Schedule schedule, int lane) {
        Set<String> targets = new TreeSet<>();
        schedule.of(lane).forEach(each -> targets.add(each.words().get(0)));
        return targets;
    }

    @Test
    void a_partition_has_two_sides_and_names_every_node() {
        Schedule schedule = Schedule.draw(3, TIME, NODES, List.of(Fault.PARTITION));
        assertThat(schedule.planned()).hasSizeGreaterThan(20).allSatisfy(each -> {
            String[] sides = each.words().get(0).split(" \\| ", -1);
            assertThat(sides).hasSize(2).noneMatch(String::isEmpty);
            assertThat(String.join(" ", sides).split(" ", -1)).contains("node1", "node2", "node3", "node4", "node5");
        });
    }

    @Test
    void faults_are_named_as_people_write_them() {
        assertThat(Fault.parse("kill,one-way")).containsExactly(Fault.KILL, Fault.ONE_WAY);
        assertThat(Fault.parse("none")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("kill,earthquake"))
                .withMessageContaining("there is no fault earthquake");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kind.parse("sets"))
                .withMessageContaining("register");
        assertThat(Kind.parse("mixed")).containsExactly(Kind.values());
    }
}
