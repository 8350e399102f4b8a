package dynamo.node.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dynamo.node.ownership.Progress.Level;
import dynamo.node.ownership.Progress.Row;
import dynamo.ring.Claim;
import dynamo.ring.Member;
import dynamo.ring.Member.Status;
import dynamo.ring.NodeId;
import dynamo.ring.Placement.Stage;
import dynamo.ring.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final NodeId JOINER = new NodeId("n5");
    private static final ImmutableSortedSet<Integer> NOTHING = ImmutableSortedSet.of();

    private final Ring before = Claim.first(members(4), 64, 3);
    private final RingPlan plan = plan(Status.VALID);
    private final int moving = plan.moves().keySet().stream()
            .filter(partition -> plan.allHomes(partition).contains(JOINER))
            .findFirst()
            .orElseThrow();

    private static List<Member> members(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Member(new NodeId("n" + i), ""))
                .toList();
    }

    private RingPlan plan(Status ofTheFirst) {
        List<Member> wanted = new ArrayList<>(members(5));
        wanted.set(0, wanted.get(0).withStatus(ofTheFirst));
        wanted.set(4, wanted.get(4).withStatus(Status.JOINING));
        return new RingPlan("n1", 1L << 16, before, Claim.next(before, wanted), ImmutableSortedSet.of());
    }

    private static Progress adoptedBy(RingPlan plan, int... nodes) {
        Progress progress = Progress.NONE;
        for (int node : nodes) {
            NodeId id = new NodeId("n" + node);
            progress = progress.with(id, Steps.first(plan, id));
        }
        return progress;
    }

    private Level next(Progress progress, NodeId node, ImmutableSortedSet<Integer> lacking) {
        return new Steps(plan, progress)
                .next(node, row(progress, node), lacking)
                .level(moving);
    }

    private static Row row(Progress progress, NodeId node) {
        return Objects.requireNonNull(progress.row(node));
    }

    private Progress all(Level level) {
        Progress progress = adoptedBy(plan, 1, 2, 3, 4, 5);
        while (progress.level(JOINER, moving) != level) {
            Steps steps = new Steps(plan, progress);
            Progress after = progress;
            for (NodeId node : progress.rows().keySet()) {
                after = after.with(node, steps.next(node, row(progress, node), NOTHING));
            }
            progress = after;
        }
        return progress;
    }

    @Test
    void nothing_is_fetched_or_read_anew_before_every_member_has_adopted_the_plan() {
        Progress lacksOne = adoptedBy(plan, 1, 2, 3, 5);

        assertThat(new Steps(plan, lacksOne).unaware()).containsExactly(new NodeId("n4"));
        assertThat(new Steps(plan, lacksOne).mayFetch(moving)).isFalse();
        assertThat(next(lacksOne, JOINER, NOTHING)).isEqualTo(Level.ADOPTED);
        assertThat(new Steps(plan, all(Level.ADOPTED)).mayFetch(moving)).isTrue();
    }

    @Test
    void a_new_home_is_proven_when_it_lacks_nothing() {
        assertThat(next(all(Level.ADOPTED), JOINER, ImmutableSortedSet.of(moving)))
                .isEqualTo(Level.ADOPTED);
        assertThat(next(all(Level.ADOPTED), JOINER, NOTHING)).isEqualTo(Level.PROVEN);
    }

    @Test
    void no_home_goes_further_before_the_others_did_the_last_step() {
        Progress proven = all(Level.PROVEN);
        NodeId old = plan.moves().getOrDefault(moving, ImmutableList.of()).get(0);
        Progress oneSwitched = proven.with(JOINER, new Steps(plan, proven).next(JOINER, row(proven, JOINER), NOTHING));

        assertThat(oneSwitched.level(JOINER, moving)).isEqualTo(Level.SWITCHED);
        assertThat(next(oneSwitched, JOINER, NOTHING)).isEqualTo(Level.SWITCHED);
        assertThat(next(oneSwitched, old, NOTHING)).isEqualTo(Level.SWITCHED);
    }

    @Test
    void who_is_no_home_goes_by_the_furthest() {
        NodeId stranger = new NodeId("elsewhere");

        assertThat(new Steps(plan, all(Level.PROVEN)).stage(stranger, moving)).isEqualTo(Stage.JOINT);
        assertThat(new Steps(plan, all(Level.SWITCHED)).stage(stranger, moving)).isEqualTo(Stage.SWITCHED);
        assertThat(new Steps(plan, all(Level.MOVED)).stage(stranger, moving)).isEqualTo(Stage.SETTLED);
        assertThat(new Steps(plan, all(Level.MOVED)).isOver()).isTrue();
    }

    @Test
    void a_frozen_plan_switches_nothing_more_and_finishes_what_was_switched() {
        NodeId other = new NodeId("n2");
        Row frozen = Steps.first(plan, other).frozenNow();

        assertThat(next(all(Level.PROVEN).with(other, frozen), JOINER, NOTHING)).isEqualTo(Level.PROVEN);
        assertThat(next(all(Level.SWITCHED).with(other, frozen), JOINER, NOTHING))
                .isEqualTo(Level.MOVED);
    }

    @Test
    void who_is_down_goes_after_the_others_though_it_had_frozen_the_plan() {
        NodeId old = plan.moves().getOrDefault(moving, ImmutableList.of()).get(0);
        Progress adopted = all(Level.ADOPTED);
        Progress frozen = adopted.with(old, row(adopted, old).frozenNow());
        Progress moved = all(Level.MOVED);
        Progress without = frozen;
        for (NodeId other : moved.rows().keySet()) {
            without = other.equals(old) ? without : without.with(other, row(moved, other));
        }

        assertThat(next(without, old, NOTHING)).isEqualTo(Level.ADOPTED);
        assertThat(next(without.withDown(old), old, NOTHING)).isEqualTo(Level.PROVEN);
        assertThat(next(frozen.withDown(old), old, NOTHING)).isEqualTo(Level.ADOPTED);
    }

    @Test
    void a_partition_whose_new_homes_are_all_down_waits_for_them() {
        Progress progress = all(Level.SWITCHED);
        for (NodeId home : plan.newHomes(moving).primaries()) {
            progress = progress.withDown(home);
        }
        Steps steps = new Steps(plan, progress);

        assertThat(steps.required(moving)).containsAll(plan.newHomes(moving).primaries());
        assertThat(steps.isOver(moving)).isFalse();
        assertThat(steps.awaited(plan.newHomes(moving).primaries()))
                .isEqualTo(plan.newHomes(moving).primaries());
    }

    @Test
    void who_is_down_is_a_source_when_no_other_is_left() {
        ImmutableList<NodeId> old = plan.moves().getOrDefault(moving, ImmutableList.of());
        Progress progress = all(Level.ADOPTED);
        for (NodeId home : old) {
            progress = progress.withDown(home);
        }

        assertThat(new Steps(plan, progress).sources(JOINER, moving)).containsExactlyElementsOf(old);
    }

    @Test
    void nobody_waits_for_who_is_down_or_removed_nor_for_hints_for_it() {
        RingPlan removing = plan(Status.REMOVED);
        Progress others = adoptedBy(removing, 2, 3, 4, 5);

        assertThat(new Steps(removing, others).unaware()).isEmpty();
        assertThat(new Steps(removing, others).isWaitedFor(new NodeId("n1"))).isFalse();
        assertThat(new Steps(plan, adoptedBy(plan, 2, 3, 4, 5).withDown(new NodeId("n1"))).unaware())
                .isEmpty();
    }

    @Test
    void the_sources_of_a_partition_are_its_old_homes_until_the_move_is_over() {
        ImmutableList<NodeId> old = plan.moves().getOrDefault(moving, ImmutableList.of());

        assertThat(new Steps(plan, all(Level.ADOPTED)).sources(JOINER, moving)).containsExactlyElementsOf(old);
        assertThat(new Steps(plan, all(Level.MOVED)).sources(JOINER, moving))
                .containsExactlyElementsOf(plan.newHomes(moving).primaries().stream()
                        .filter(home -> !home.equals(JOINER))
                        .toList());
    }

    @Test
    void plans_and_progress_are_read_as_they_were_written() {
        assertThat(RingPlanForm.decode(RingPlanForm.encode(plan))).isEqualTo(plan);
        assertThat(Progress.decode(all(Level.SWITCHED).encoded(), 64)).isEqualTo(all(Level.SWITCHED));
    }

    @Test
    void progress_is_joined_in_any_order() {
        Progress a = all(Level.PROVEN).withDown(new NodeId("n1"));
        Progress b = all(Level.SWITCHED).with(JOINER, Steps.first(plan, JOINER).frozenNow());

        assertThat(a.join(b)).isEqualTo(b.join(a)).isEqualTo(a.join(b).join(a));
        assertThat(a.join(b).level(JOINER, moving)).isEqualTo(Level.SWITCHED);
    }
}
