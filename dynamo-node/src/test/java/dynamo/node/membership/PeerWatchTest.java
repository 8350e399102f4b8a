package dynamo.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PeerWatchTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");

    private final List<NodeId> knocked = new ArrayList<>();
    private final Set<NodeId> connected = new TreeSet<>(List.of(A, B));
    private final Set<NodeId> dead = new TreeSet<>();
    private long now;
    private final PeerWatch watch = new PeerWatch(
            ImmutableList.of(A, B),
            Duration.ofMillis(600),
            () -> now,
            connected::contains,
            dead::contains,
            knocked::add);

    @Test
    void a_peer_that_owes_an_answer_and_is_silent_is_excluded_within_a_second() {
        watch.onAsked(A);
        pass(3);
        assertThat(watch.isExcluded(A)).isTrue();
        assertThat(watch.isExcluded(B)).isFalse();
    }

    @Test
    void it_is_asked_for_a_sign_of_life_first() {
        watch.onAsked(A);
        pass(2);
        assertThat(knocked).containsExactly(A, A);
        assertThat(watch.isExcluded(A)).isFalse();
    }

    @Test
    void a_peer_that_takes_its_time_and_gives_signs_of_life_is_not_excluded() {
        watch.onAsked(A);
        for (int i = 0; i < 20; i++) {
            pass(1);
            watch.onHeard(A);
        }
        assertThat(watch.isExcluded(A)).isFalse();
        pass(3);
        assertThat(watch.isExcluded(A)).isTrue();
    }

    @Test
    void a_peer_that_owes_nothing_may_be_silent() {
        watch.onAsked(A);
        watch.onAsked(A);
        watch.onHeard(A);
        watch.onEnded(A);
        watch.onEnded(A);
        watch.onEnded(A);
        pass(20);
        assertThat(watch.isExcluded(A)).isFalse();
        assertThat(knocked).isEmpty();
    }

    @Test
    void a_request_nobody_waits_for_any_more_was_still_met_by_silence() {
        watch.onAsked(A);
        watch.onEnded(A);
        pass(3);
        assertThat(watch.isExcluded(A)).isTrue();
    }

    @Test
    void of_two_requests_the_unanswered_one_counts() {
        watch.onAsked(A);
        watch.onAsked(A);
        watch.onHeard(A);
        watch.onEnded(A);
        pass(3);
        assertThat(watch.isExcluded(A)).isTrue();
    }

    @Test
    void silence_counts_from_the_request_on() {
        pass(20);
        watch.onAsked(A);
        pass(2);
        assertThat(watch.isExcluded(A)).isFalse();
    }

    @Test
    void whoever_is_excluded_is_asked_at_each_beat_and_let_back_by_anything() {
        watch.onAsked(A);
        pass(3);
        watch.onEnded(A);
        knocked.clear();
        pass(5);
        assertThat(knocked).hasSize(5);

        watch.onHeard(A);
        pass(1);

        assertThat(watch.isExcluded(A)).isFalse();
        assertThat(knocked).hasSize(5);
    }

    @Test
    void a_peer_whose_connection_was_lost_is_excluded_until_it_is_heard_over_the_next() {
        connected.remove(A);
        watch.onDisconnected(A);
        pass(2);
        assertThat(knocked).isEmpty();
        connected.add(A);
        assertThat(watch.isExcluded(A)).isTrue();
        pass(1);
        assertThat(knocked).containsExactly(A);

        watch.onHeard(A);
        assertThat(watch.isExcluded(A)).isFalse();
    }

    @Test
    void a_dead_member_that_is_connected_is_asked_too() {
        dead.add(B);
        pass(1);
        assertThat(knocked).containsExactly(B);
    }

    @Test
    void what_is_seen_of_those_who_stay_outlives_a_change_of_members() {
        watch.onAsked(A);
        watch.onAsked(B);
        pass(3);
        watch.become(ImmutableList.of(A, C));
        knocked.clear();
        watch.onAsked(B);
        watch.onDisconnected(B);
        pass(3);

        assertThat(watch.isExcluded(A)).isTrue();
        assertThat(watch.isExcluded(B)).isFalse();
        assertThat(watch.isExcluded(C)).isFalse();
        assertThat(knocked).containsOnly(A);
        watch.become(ImmutableList.of(B, C));
        assertThat(watch.isExcluded(B)).isFalse();
    }

    private void pass(int beats) {
        for (int i = 0; i < beats; i++) {
            now += Duration.ofMillis(200).toNanos();
            watch.beat();
        }
    }
}
