package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import dynamo.ring.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Members that come back: from the dead, as a new process, at another place, from beyond a partition. */
class RejoinTest {

    @Test
    void a_dead_member_that_speaks_again_is_told_and_refutes() {
        SwimGroup group = SwimGroup.of(5);
        group.lose(message -> touches(message, 4));
        group.await(() -> group.allSay(4, Status.DEAD));
        group.lose(message -> false);

        group.await(() -> group.allSay(4, Status.ALIVE));

        assertThat(group.seen(4).refutations).isPositive();
    }

    @Test
    void a_restarted_member_supersedes_what_was_said_of_its_earlier_process() {
        SwimGroup group = SwimGroup.of(5);
        group.crash(4);
        group.await(() -> group.allSay(4, Status.DEAD));
        group.restart(4, 2, "");
        group.connect(4);

        Duration back = group.await(() -> group.allSay(4, Status.ALIVE));

        assertThat(back).isLessThan(Duration.ofMillis(10));
        assertThat(group.swim(0).incarnation(group.id(4))).isEqualTo(2L << 32);
        Gossip.Update late = new Gossip.Update(group.id(4), Status.DEAD, 1L << 32, group.id(1), "");
        group.inject(1, 0, new Gossip.Spread(ImmutableList.of(late)));
        assertThat(group.status(4, 0)).isEqualTo(Status.ALIVE);
    }

    @Test
    void a_member_that_lost_its_start_number_outbids_what_is_remembered_of_it() {
        SwimGroup group = SwimGroup.of(5);
        group.crash(4);
        group.restart(4, 7, "");
        group.connect(4);
        group.run(Duration.ofSeconds(1));
        group.crash(4);
        group.await(() -> group.allSay(4, Status.DEAD));
        group.restart(4, 1, "");
        group.connect(4);

        group.await(() -> group.allSay(4, Status.ALIVE));

        assertThat(group.swim(0).incarnation(group.id(4))).isGreaterThan(7L << 32);
    }

    @Test
    void a_restarted_member_learns_at_once_who_is_dead() {
        SwimGroup group = SwimGroup.of(5);
        group.crash(3);
        group.await(() -> group.allSay(3, Status.DEAD));
        group.crash(4);
        group.run(Duration.ofSeconds(30));
        group.unconnect(3);
        group.restart(4, 2, "");
        group.connect(4);

        group.run(Duration.ofMillis(20));

        assertThat(group.status(3, 4)).isEqualTo(Status.DEAD);
    }

    @Test
    void hearsay_of_a_death_is_a_suspicion_while_the_member_is_connected() {
        SwimGroup group = SwimGroup.of(5);
        Gossip.Update hearsay = group.say(3, Status.DEAD, 3);

        group.inject(1, 0, new Gossip.State(false, ImmutableList.of(hearsay)));

        assertThat(group.status(3, 0)).isEqualTo(Status.SUSPECT);
        group.await(() -> group.allSay(3, Status.ALIVE));
        assertThat(group.seen(0).statuses).doesNotContain("n3 DEAD");
    }

    @Test
    void two_sides_of_a_healed_partition_take_each_other_for_alive_and_nobody_of_their_own_for_dead() {
        SwimGroup group = SwimGroup.of(6);
        group.lose(message -> isLow(message.from()) != isLow(message.to()));
        group.await(() -> group.status(0, 5) == Status.DEAD && group.status(5, 0) == Status.DEAD);
        group.run(Duration.ofSeconds(60));
        group.seen(0).statuses.clear();
        group.seen(5).statuses.clear();
        group.lose(message -> false);
        for (int i = 0; i < 6; i++) {
            group.connect(i);
        }

        group.run(Duration.ofSeconds(5));

        for (int i = 0; i < 6; i++) {
            assertThat(group.allSay(i, Status.ALIVE)).as("n%d", i).isTrue();
        }
        assertThat(group.seen(0).statuses).doesNotContain("n1 DEAD", "n2 DEAD");
        assertThat(group.seen(5).statuses).doesNotContain("n3 DEAD", "n4 DEAD");
    }

    @Test
    void a_member_at_another_place_is_known_there_and_an_older_place_does_not_come_back() {
        SwimGroup group = SwimGroup.of(4);
        group.restart(3, 2, "old:1");
        group.connect(3);
        group.run(Duration.ofSeconds(2));
        group.restart(3, 3, "new:1");
        group.connect(3);
        group.run(Duration.ofSeconds(2));

        Gossip.Update late = new Gossip.Update(group.id(3), Status.SUSPECT, 2L << 32, group.id(1), "old:1");
        group.inject(1, 0, new Gossip.Spread(ImmutableList.of(late)));

        assertThat(group.swim(0).address(group.id(3))).isEqualTo("new:1");
        assertThat(group.seen(0).addresses).containsExactly("n3 old:1", "n3 new:1");
    }

    @Test
    void a_member_that_lost_its_disk_and_moved_is_dialled_at_its_new_place_and_then_known_there() {
        SwimGroup group = SwimGroup.of(4);
        group.restart(3, 5, "old:1");
        group.connect(3);
        group.run(Duration.ofSeconds(2));
        group.unconnect(3);
        group.restart(3, 1, "new:1");
        Gossip.Update own = new Gossip.Update(group.id(3), Status.ALIVE, 1L << 32, group.id(3), "new:1");
        group.inject(3, 0, new Gossip.Spread(ImmutableList.of(own)));
        assertThat(group.seen(0).addresses).containsExactly("n3 old:1", "n3 new:1");

        group.connect(3);
        group.run(Duration.ofSeconds(2));

        assertThat(group.swim(0).address(group.id(3))).isEqualTo("new:1");
        assertThat(group.swim(1).address(group.id(3))).isEqualTo("new:1");
    }

    @Test
    void what_was_missed_is_learnt_by_comparing_with_any_other_now_and_then() {
        SwimGroup group = SwimGroup.of(5);
        group.lose(message -> message.to().equals(group.id(0)) && !(message.message() instanceof Gossip.Ack));
        group.restart(4, 2, "");
        group.run(Duration.ofSeconds(8));
        assertThat(group.swim(0).incarnation(group.id(4))).isEqualTo(1L << 32);

        group.lose(message -> message.to().equals(group.id(0))
                && !(message.message() instanceof Gossip.State || message.message() instanceof Gossip.Ack));
        group.run(SwimConfig.DEFAULT.exchangePeriod());

        assertThat(group.swim(0).incarnation(group.id(4))).isGreaterThanOrEqualTo(2L << 32);
    }

    @Test
    void a_judge_that_missed_a_refutation_hears_it_from_the_accused_before_it_judges() {
        SwimGroup group = SwimGroup.of(12);
        Gossip.Update accusation = group.say(1, Status.SUSPECT, 2);
        group.lose(message -> message.to().equals(group.id(0)));
        group.inject(2, 1, new Gossip.Spread(ImmutableList.of(accusation)));
        group.run(Duration.ofSeconds(20)); // the refutation is told to all others, and told no more
        for (int by = 2; by < 6; by++) {
            group.inject(by, 0, new Gossip.Spread(ImmutableList.of(group.say(accusation, by))));
        }
        group.lose(message -> !touches(message, 1) || message.correlation() != 0); // no probe, and nobody else
        group.run(Duration.ofSeconds(6));

        assertThat(group.seen(0).statuses).doesNotContain("n1 DEAD");
        assertThat(group.status(1, 0)).isEqualTo(Status.ALIVE);
    }

    @Test
    void whoever_is_accused_to_its_face_says_what_it_is_however_long_ago_it_refuted() {
        SwimGroup group = SwimGroup.of(5);
        Gossip.Update accusation = group.say(1, Status.SUSPECT, 2);
        group.inject(2, 1, new Gossip.Spread(ImmutableList.of(accusation)));
        group.run(Duration.ofSeconds(20));
        group.forgetSent();

        group.inject(0, 1, new Gossip.Ping(ImmutableList.of(accusation)));
        group.inject(0, 1, new Gossip.Ack(ImmutableList.of(accusation)));

        ImmutableList<Gossip.Update> truth =
                ImmutableList.of(new Gossip.Update(group.id(1), Status.ALIVE, (1L << 32) + 1, group.id(1), ""));
        assertThat(group.sent())
                .extracting(SwimGroup.Sent::message)
                .containsExactly(new Gossip.Ack(truth), new Gossip.Spread(truth));
    }

    @Test
    void a_stranger_is_told_that_the_node_it_pings_lives_and_is_neither_believed_nor_told_of() {
        SwimGroup group = SwimGroup.of(3);
        NodeId stranger = new NodeId("stranger");
        Gossip.Update update = new Gossip.Update(stranger, Status.ALIVE, 9, stranger, "");
        ImmutableList<Gossip.Update> lie = ImmutableList.of(update, group.say(1, Status.DEAD, 2));
        group.forgetSent();

        group.swim(0).onGossip(stranger, 1, new Gossip.Ping(lie));
        group.swim(0).onGossip(stranger, 2, new Gossip.PingRequest(group.id(1), lie));
        group.swim(0).onGossip(stranger, 3, new Gossip.Spread(lie));
        group.swim(0).onGossip(stranger, 4, new Gossip.Ack(lie));
        group.swim(0).onGossip(stranger, 5, new Gossip.Digest(1));
        group.swim(0).onGossip(stranger, 6, new Gossip.State(true, lie));
        group.inject(1, 0, new Gossip.Spread(ImmutableList.of(update)));

        assertThat(group.sent())
                .containsExactly(new SwimGroup.Sent(group.id(0), stranger, 1, new Gossip.Ack(ImmutableList.of())));
        assertThat(group.swim(0).count(Status.ALIVE)).isEqualTo(3);
    }

    private static boolean touches(SwimGroup.Sent message, int member) {
        NodeId id = new NodeId("n" + member);
        return message.from().equals(id) || message.to().equals(id);
    }

    private static boolean isLow(NodeId id) {
        return id.name().compareTo("n3") < 0;
    }
}
