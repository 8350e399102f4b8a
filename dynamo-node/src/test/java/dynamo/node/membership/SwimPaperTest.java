package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the two papers say: SWIM (Das, Gupta, Motivala 2002) and Lifeguard (Dadgar, Phillips, Currey 2017). */
class SwimPaperTest {
    private static final Duration PERIOD = SwimConfig.DEFAULT.period();

    @Test
    void swim_3_1_each_member_pings_one_other_a_period() {
        SwimGroup group = SwimGroup.of(5);

        group.run(PERIOD.multipliedBy(20));

        assertThat(group.sent(Gossip.Ping.class)).hasSize(5 * 20);
        assertThat(group.sent(Gossip.Ack.class)).hasSizeBetween(5 * 20 - 1, 5 * 20 + 1);
        assertThat(group.sent(Gossip.PingRequest.class)).isEmpty();
    }

    @Test
    void swim_3_1_who_does_not_answer_is_pinged_through_k_others() {
        SwimGroup group = SwimGroup.of(6);
        group.lose(message -> isBetween(message, 0, 1));

        group.run(PERIOD.multipliedBy(12));

        List<SwimGroup.Sent> requests = group.sent(Gossip.PingRequest.class);
        assertThat(requests).hasSizeGreaterThanOrEqualTo(3).allMatch(sent -> requests.size() % 3 == 0);
        assertThat(requests.subList(0, 3)).extracting(SwimGroup.Sent::to).doesNotHaveDuplicates();
        assertThat(group.seen(0).statuses).isEmpty();
        assertThat(group.seen(1).statuses).isEmpty();
    }

    @Test
    void swim_4_1_news_are_sent_a_bounded_number_of_times_and_then_no_more() {
        SwimGroup group = SwimGroup.of(5);
        group.restart(0, 2, "here:1");
        group.run(Duration.ofSeconds(40)); // it has compared what it knows by then
        long told = group.sent().stream()
                .filter(sent -> sent.from().equals(group.id(1)))
                .filter(sent -> updates(sent.message()).stream()
                        .anyMatch(update -> update.node().equals(group.id(0))))
                .count();

        assertThat(told).isBetween(1L, (long) SwimConfig.DEFAULT.sendsMax(5));
        group.forgetSent();
        group.run(PERIOD.multipliedBy(10));
        assertThat(group.sent(Gossip.Spread.class)).isEmpty();
        assertThat(group.sent()).allMatch(sent -> updates(sent.message()).isEmpty());
    }

    @Test
    void swim_4_2_who_fails_a_probe_is_suspected_first_and_dead_when_its_time_is_over() {
        SwimGroup group = SwimGroup.of(5);
        group.crash(4);

        Duration suspected = group.await(() -> group.status(4, 0) == Status.SUSPECT);
        Duration dead = group.await(() -> group.allSay(4, Status.DEAD));

        assertThat(suspected).isLessThan(PERIOD.multipliedBy(9));
        assertThat(suspected.plus(dead)).isGreaterThan(Duration.ofSeconds(5)).isLessThan(Duration.ofSeconds(20));
        assertThat(group.seen(0).statuses).containsExactly("n4 SUSPECT", "n4 DEAD");
    }

    @Test
    void swim_4_2_a_suspected_member_refutes_with_a_higher_incarnation() {
        SwimGroup group = SwimGroup.of(5);
        long before = group.swim(1).incarnation(group.id(1));
        group.inject(2, 0, new Gossip.Spread(ImmutableList.of(group.say(1, Status.SUSPECT, 2))));
        assertThat(group.status(1, 0)).isEqualTo(Status.SUSPECT);

        group.await(() -> group.allSay(1, Status.ALIVE) && group.seen(1).refutations == 1);
        group.run(Duration.ofSeconds(2));

        assertThat(group.swim(0).incarnation(group.id(1))).isEqualTo(before + 1);
        assertThat(group.allSay(1, Status.ALIVE)).isTrue();
    }

    @Test
    void swim_4_2_only_the_member_itself_raises_its_incarnation() {
        SwimGroup group = SwimGroup.of(4);
        group.crash(3);
        long before = group.swim(0).incarnation(group.id(3));

        group.await(() -> group.allSay(3, Status.DEAD));

        assertThat(group.swim(0).incarnation(group.id(3))).isEqualTo(before);
        assertThat(group.swim(1).incarnation(group.id(3))).isEqualTo(before);
    }

    @Test
    void swim_4_3_every_member_is_probed_within_two_rounds() {
        SwimGroup group = SwimGroup.of(8);

        group.run(PERIOD.multipliedBy(2 * 7 - 1));

        for (int i = 1; i < 8; i++) {
            int to = i;
            assertThat(group.sent(Gossip.Ping.class))
                    .anyMatch(
                            sent -> sent.from().equals(group.id(0)) && sent.to().equals(group.id(to)));
        }
    }

    @Test
    void lifeguard_4a_a_helper_says_that_it_hears_but_the_target_is_silent() {
        SwimGroup group = SwimGroup.of(5);
        group.crash(4);

        group.await(() -> group.status(4, 0) == Status.SUSPECT);

        assertThat(group.sent(Gossip.Nack.class)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void lifeguard_4a_a_member_whose_helpers_answer_trusts_itself() {
        SwimGroup group = SwimGroup.of(5);
        group.crash(4);

        group.await(() -> group.allSay(4, Status.DEAD));

        for (int i = 0; i < 4; i++) {
            assertThat(group.swim(i).healthScore()).isZero();
        }
    }

    @Test
    void lifeguard_4a_a_member_nobody_answers_distrusts_itself_and_accuses_ever_more_slowly() {
        SwimGroup group = SwimGroup.of(12);
        group.lose(message -> message.to().equals(group.id(0)));
        group.run(Duration.ofSeconds(60));

        assertThat(group.swim(0).healthScore()).isEqualTo(SwimConfig.DEFAULT.healthMax());
        assertThat(group.sent(Gossip.Ping.class).stream()
                        .filter(sent -> sent.from().equals(group.id(0)) && sent.correlation() != 0))
                .as("probes in a minute")
                .hasSizeLessThan(14);
        group.lose(message -> false);
        group.run(Duration.ofSeconds(60));
        assertThat(group.swim(0).healthScore()).isZero();
    }

    @Test
    void lifeguard_4a_refuting_a_suspicion_lowers_the_trust_in_oneself() {
        SwimGroup group = SwimGroup.of(5);
        group.inject(2, 1, new Gossip.Spread(ImmutableList.of(group.say(1, Status.SUSPECT, 2))));

        assertThat(group.swim(1).healthScore()).isEqualTo(1);
    }

    @Test
    void lifeguard_4b_suspicion_ends_sooner_the_more_members_suspect_of_their_own_knowledge() {
        Duration alone = timeToDeath();
        Duration confirmed = timeToDeath(2, 3, 4);
        Duration repeated = timeToDeath(1, 1, 1);

        assertThat(alone).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
        assertThat(confirmed).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(repeated).isEqualTo(alone);
    }

    /** Of one of ten members, that 1 suspects first and others confirm, at a member that probes nobody itself. */
    private static Duration timeToDeath(int... confirming) {
        SwimGroup group = new SwimGroup(10, SwimConfig.DEFAULT);
        long[] now = {0};
        Dissemination known = new Dissemination(
                SwimConfig.DEFAULT,
                group.members(),
                group.id(0),
                () -> now[0],
                new LocalHealth(8),
                new SwimGroup.Seen());
        known.merge(ImmutableList.of(group.say(9, Status.SUSPECT, 1)));
        for (int by : confirming) {
            known.merge(ImmutableList.of(group.say(9, Status.SUSPECT, by)));
        }
        while (known.table().status(9) == Status.SUSPECT) {
            now[0] += SwimConfig.DEFAULT.beat().toNanos();
            known.expireSuspicions(now[0], asked -> {});
        }
        return Duration.ofNanos(now[0]);
    }

    @Test
    void lifeguard_4c_a_ping_to_a_suspected_member_says_so() {
        SwimGroup group = SwimGroup.of(5);
        group.lose(message -> !(message.message() instanceof Gossip.Ping));
        group.inject(2, 0, new Gossip.Spread(ImmutableList.of(group.say(1, Status.SUSPECT, 2))));
        group.run(Duration.ofSeconds(30)); // long after all else was told
        List<SwimGroup.Sent> pings = group.sent(Gossip.Ping.class).stream()
                .filter(sent -> sent.from().equals(group.id(0)) && sent.to().equals(group.id(1)))
                .toList();

        assertThat(pings)
                .isNotEmpty()
                .allMatch(sent -> updates(sent.message()).get(0).node().equals(group.id(1)));
    }

    private static boolean isBetween(SwimGroup.Sent sent, int one, int other) {
        String from = sent.from().name();
        String to = sent.to().name();
        return from.equals("n" + one) && to.equals("n" + other) || from.equals("n" + other) && to.equals("n" + one);
    }

    private static ImmutableList<Gossip.Update> updates(Gossip message) {
        if (message instanceof Gossip.Ping ping) {
            return ping.updates();
        } else if (message instanceof Gossip.Ack ack) {
            return ack.updates();
        } else if (message instanceof Gossip.Spread spread) {
            return spread.updates();
        }
        return message instanceof Gossip.PingRequest request ? request.updates() : ImmutableList.of();
    }
}
