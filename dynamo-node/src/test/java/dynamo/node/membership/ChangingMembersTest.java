package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Members come and go, and not all hear of it at once. */
class ChangingMembersTest {

    @Test
    void what_is_known_of_those_who_stay_is_kept_and_who_goes_is_a_stranger() {
        SwimGroup group = SwimGroup.of(5);
        group.restart(3, 2, "at:3");
        group.connect(3);
        group.crash(4);
        group.await(() -> group.allSay(4, Status.DEAD));

        group.become(0, 0, 3, 4);

        Swim swim = group.swim(0);
        assertThat(swim.status(group.id(4))).isEqualTo(Status.DEAD);
        assertThat(swim.status(group.id(3))).isEqualTo(Status.ALIVE);
        assertThat(swim.incarnation(group.id(3))).isGreaterThanOrEqualTo(2L << 32);
        assertThat(swim.address(group.id(3))).isEqualTo("at:3");
        assertThat(swim.count(Status.ALIVE)).isEqualTo(2);
        assertThat(swim.count(Status.DEAD)).isEqualTo(1);
        assertThat(swim.isMember(group.id(1))).isFalse();
        assertThat(swim.status(group.id(1))).isEqualTo(Status.DEAD);
        assertThat(swim.incarnation(group.id(1))).isZero();
        assertThat(swim.address(group.id(1))).isEmpty();
    }

    @Test
    void a_node_that_becomes_a_member_is_known_to_all_and_learns_at_once_who_is_dead() {
        SwimGroup group = joining();
        group.crash(2);
        group.await(() -> group.status(2, 0) == Status.DEAD && group.status(2, 1) == Status.DEAD);
        group.restart(4, 7, "at:4");
        group.become(4, 0);
        group.unconnect(2);
        group.run(Duration.ofSeconds(1));
        for (int at : new int[] {0, 1, 3, 4}) {
            group.become(at, 0, 1, 2, 3, 4);
        }

        group.run(Duration.ofMillis(500));

        assertThat(group.status(2, 4)).isEqualTo(Status.DEAD);
        for (int at : new int[] {0, 1, 3}) {
            assertThat(group.status(4, at)).isEqualTo(Status.ALIVE);
            assertThat(group.swim(at).incarnation(group.id(4))).isEqualTo(7L << 32);
            assertThat(group.swim(at).address(group.id(4))).isEqualTo("at:4");
        }
        group.crash(4);
        group.await(() -> group.status(4, 0) == Status.DEAD && group.status(4, 3) == Status.DEAD);
    }

    @Test
    void a_member_that_does_not_know_yet_that_it_is_one_is_not_suspected_and_only_answers() {
        SwimGroup group = joining();
        for (int at = 0; at < 4; at++) {
            group.become(at, 0, 1, 2, 3, 4);
        }
        group.forgetSent();

        group.run(Duration.ofMinutes(2));

        assertThat(statuses(group, 4)).containsOnly(Status.ALIVE);
        assertThat(IntStream.range(0, 4).mapToObj(group::seen))
                .allSatisfy(seen -> assertThat(seen.statuses).isEmpty());
        assertThat(group.sent())
                .filteredOn(sent -> sent.from().equals(group.id(4)))
                .extracting(SwimGroup.Sent::message)
                .contains(new Gossip.Ack(ImmutableList.of()))
                .noneMatch(message -> message instanceof Gossip.Ping || message instanceof Gossip.Spread)
                .noneMatch(message -> message instanceof Gossip.Digest);
    }

    @Test
    void a_node_that_is_accused_before_it_knows_that_it_is_a_member_refutes() {
        SwimGroup group = joining();
        for (int at = 0; at < 4; at++) {
            group.become(at, 0, 1, 2, 3, 4);
        }
        group.inject(1, 0, new Gossip.Spread(ImmutableList.of(group.say(4, Status.SUSPECT, 1))));
        group.await(() -> group.seen(4).refutations > 0);

        group.await(() -> statuses(group, 4).stream().allMatch(Status.ALIVE::equals));
        group.run(Duration.ofSeconds(60));

        assertThat(statuses(group, 4)).containsOnly(Status.ALIVE);
        assertThat(IntStream.range(0, 4).mapToObj(at -> group.seen(at).statuses))
                .noneMatch(seen -> seen.contains("n4 DEAD"));
    }

    @Test
    void a_member_that_was_removed_and_does_not_know_it_accuses_nobody_and_once_it_knows_is_silent() {
        SwimGroup group = SwimGroup.of(5);
        for (int at = 0; at < 4; at++) {
            group.become(at, 0, 1, 2, 3);
        }
        group.run(Duration.ofMinutes(2));
        for (int at = 0; at < 5; at++) {
            assertThat(group.seen(at).statuses).as("n%d", at).isEmpty();
        }
        assertThat(group.sent(Gossip.Ping.class)).noneMatch(sent -> sent.to().equals(group.id(4)));

        group.become(4, 0, 1, 2, 3);
        group.run(Duration.ofSeconds(2));
        group.forgetSent();
        group.run(Duration.ofSeconds(60));

        assertThat(group.sent()).noneMatch(sent -> sent.from().equals(group.id(4)));
        assertThat(group.swim(4).status(group.id(4))).isEqualTo(Status.ALIVE);
        assertThat(group.swim(4).count(Status.ALIVE)).isEqualTo(4);
    }

    @Test
    void a_suspicion_begins_anew_and_still_ends() {
        SwimGroup group = SwimGroup.of(5);
        group.lose(message -> message.from().equals(group.id(3)) || message.to().equals(group.id(3)));
        group.await(() -> group.status(3, 0) == Status.SUSPECT);
        Duration least = SwimConfig.DEFAULT.period().multipliedBy(SwimConfig.DEFAULT.alpha());
        group.run(least.minusSeconds(1));
        group.become(0, 0, 1, 3);
        assertThat(group.status(3, 0)).isEqualTo(Status.SUSPECT);
        for (int at : new int[] {1, 2, 3, 4}) {
            group.crash(at);
        }

        Duration until = group.await(() -> group.status(3, 0) == Status.DEAD);

        assertThat(until).isGreaterThanOrEqualTo(least);
    }

    @Test
    void news_not_told_yet_are_told_after_the_change() {
        SwimGroup group = SwimGroup.of(4);
        Gossip.Update news = new Gossip.Update(group.id(3), Status.ALIVE, 9L << 32, group.id(3), "at:3");
        group.inject(3, 0, new Gossip.Spread(ImmutableList.of(news)));
        group.become(0, 0, 2, 3);

        group.run(Duration.ofSeconds(1));

        assertThat(group.swim(2).address(group.id(3))).isEqualTo("at:3");
    }

    @Test
    void members_that_differ_cost_a_comparison_now_and_then_and_not_more() {
        SwimGroup group = SwimGroup.of(4);
        group.become(0, 0, 1, 2);
        group.become(1, 0, 1, 3);
        group.forgetSent();
        Duration time = SwimConfig.DEFAULT.exchangePeriod().multipliedBy(20);

        group.run(time);

        assertThat(group.sent(Gossip.Digest.class)).hasSizeBetween(4 * 19, 4 * 21);
        assertThat(group.sent(Gossip.State.class)).hasSizeLessThanOrEqualTo(2 * 4 * 21);
    }

    @Test
    void members_in_another_order_are_the_same_members() {
        ImmutableList<NodeId> ids = SwimGroup.of(3).ids(2, 0, 1);
        Members members = new Members(ids);

        assertThat(members.isSame(new Members(ImmutableList.sortedCopyOf(ids)))).isTrue();
        assertThat(members.digest()).isEqualTo(new Members(ImmutableList.sortedCopyOf(ids)).digest());
        assertThat(members.digest()).isNotEqualTo(new Members(ids.subList(0, 2)).digest());
    }

    /** Whatever each believes meanwhile, and whoever is cut off: when all have heard the same, all are alive to all. */
    @Test
    void beliefs_that_differ_at_random_do_no_harm_once_they_agree() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            SwimGroup group = SwimGroup.of(6);
            for (int step = 0; step < 12; step++) {
                int at = random.nextInt(6);
                int[] some =
                        random.ints(0, 6).limit(random.nextInt(7)).distinct().toArray();
                group.become(at, some);
                int cut = random.nextInt(6);
                if (random.nextBoolean()) {
                    group.unconnect(cut);
                } else {
                    group.connect(cut);
                }
                group.lose(message -> random.nextInt(10) == 0);
                group.run(Duration.ofMillis(random.nextInt(8_000)));
            }
            group.lose(message -> false);
            for (int at = 0; at < 6; at++) {
                group.become(at, 5, 4, 3, 2, 1, 0);
            }
            for (int at = 0; at < 6; at++) {
                group.connect(at);
            }
            group.run(Duration.ofSeconds(20));
            for (int of = 0; of < 6; of++) {
                assertThat(statuses(group, of)).as("n%d, seed %d", of, seed).containsOnly(Status.ALIVE);
            }
        }
    }

    /** Four members, and a fifth that knows of one of them. */
    private static SwimGroup joining() {
        SwimGroup group = SwimGroup.of(5);
        for (int at = 0; at < 4; at++) {
            group.become(at, 0, 1, 2, 3);
        }
        group.become(4, 0);
        group.run(Duration.ofSeconds(10));
        return group;
    }

    private static List<Status> statuses(SwimGroup group, int of) {
        return IntStream.range(0, 5)
                .filter(at -> at != of)
                .mapToObj(at -> group.status(of, at))
                .toList();
    }
}
