package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.ring.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SuspicionTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    private static Duration least(int members) {
        return Duration.ofNanos(Suspicion.Limits.of(SwimConfig.DEFAULT, members).minNanos());
    }

    @Test
    void the_least_time_grows_with_the_logarithm_of_the_members() {
        assertThat(least(2)).isEqualTo(Duration.ofSeconds(5));
        assertThat(least(10)).isEqualTo(Duration.ofSeconds(5));
        assertThat(least(100)).isEqualTo(Duration.ofSeconds(10));
        assertThat(least(1000)).isBetween(Duration.ofMillis(14_999), Duration.ofMillis(15_001));
    }

    @Test
    void time_falls_from_the_longest_to_the_least_with_each_confirmation_less_than_with_the_one_before() {
        Suspicion.Limits limits = new Suspicion.Limits(10, 60, 3);

        assertThat(limits.timeoutNanos(0)).isEqualTo(60);
        assertThat(limits.timeoutNanos(1)).isEqualTo(35);
        assertThat(limits.timeoutNanos(2)).isEqualTo(21);
        assertThat(limits.timeoutNanos(3)).isEqualTo(10);
        assertThat(limits.timeoutNanos(4)).isEqualTo(10);
    }

    @Test
    void where_too_few_can_confirm_nobody_is_waited_for() {
        assertThat(Suspicion.Limits.of(SwimConfig.DEFAULT, 4).timeoutNanos(0))
                .isEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(Suspicion.Limits.of(SwimConfig.DEFAULT, 5).timeoutNanos(0))
                .isEqualTo(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void each_member_confirms_once_and_no_more_than_count() {
        Suspicion suspicion = new Suspicion(new Suspicion.Limits(10, 60, 2), 100, A, 5);

        assertThat(suspicion.confirm(A)).isFalse();
        assertThat(suspicion.confirm(B)).isTrue();
        assertThat(suspicion.confirm(B)).isFalse();
        assertThat(suspicion.confirm(new NodeId("c"))).isTrue();
        assertThat(suspicion.confirm(new NodeId("d"))).isFalse();
        assertThat(suspicion.deadlineNanos()).isEqualTo(110);
        assertThat(suspicion.by()).isEqualTo(A);
    }

    @Test
    void the_suspect_is_asked_before_the_end_and_again_until_then() {
        Suspicion suspicion = new Suspicion(new Suspicion.Limits(10, 60, 3), 100, A, 20);
        assertThat(suspicion.dueNanos()).isEqualTo(140);

        suspicion.askedUntil(148);
        assertThat(suspicion.dueNanos()).isEqualTo(148);
        suspicion.askedUntil(180);
        assertThat(suspicion.dueNanos()).isEqualTo(160);
        suspicion.shorten();
        assertThat(suspicion.dueNanos()).isEqualTo(110);
    }
}
