package dynamo.node.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Claim;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotaTest {
    private static final NodeId PEER = new NodeId("peer");
    private static final long SECOND = 1_000_000_000;

    private final ImmutableList<Pair> all =
            IntStream.range(0, 10).mapToObj(i -> new Pair(i, PEER)).collect(ImmutableList.toImmutableList());
    private final Rota rota = new Rota(all, Duration.ofSeconds(10), new Random(1));

    private List<Pair> take(long nanos) {
        List<Pair> taken = new ArrayList<>();
        rota.tick(nanos);
        for (Optional<Pair> next = rota.next(nanos, pair -> true);
                next.isPresent();
                next = rota.next(nanos, pair -> true)) {
            taken.add(next.get());
        }
        return taken;
    }

    @Test
    void a_cycle_has_every_pair_once_and_is_spread_evenly() {
        List<Pair> taken = new ArrayList<>();
        for (int second = 1; second <= 10; second++) {
            List<Pair> now = take(second * SECOND);
            assertThat(now).hasSize(1);
            taken.addAll(now);
        }

        assertThat(taken).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
        assertThat(take(10 * SECOND + 1)).isEmpty();
        assertThat(take(11 * SECOND)).hasSize(1);
    }

    @Test
    void what_is_urgent_comes_first_and_at_once() {
        rota.hurry(all.subList(3, 5));
        rota.hurry(all.subList(7, 8));
        rota.addUrgent(all.subList(0, 1));

        assertThat(take(SECOND).subList(0, 4)).containsExactly(all.get(7), all.get(3), all.get(4), all.get(0));
    }

    @Test
    void a_peer_is_failing_from_a_failure_on_until_a_success_or_a_new_connection() {
        assertThat(rota.isFailing(PEER)).isFalse();
        rota.onFailed(all.get(0), 0);
        assertThat(rota.isFailing(PEER)).isTrue();
        rota.hurry(all);
        assertThat(rota.isFailing(PEER)).isTrue();
        rota.onSucceeded(all.get(1));
        assertThat(rota.isFailing(PEER)).isFalse();
        rota.onFailed(all.get(0), 0);
        rota.onConnected(PEER);
        assertThat(rota.isFailing(PEER)).isFalse();
    }

    @Test
    void a_pair_that_failed_comes_again_each_time_later() {
        Pair failing = all.get(0);
        take(SECOND);
        rota.onFailed(failing, 0);
        assertThat(rota.next(SECOND - 1, failing::equals)).isEmpty();
        assertThat(rota.next(SECOND, failing::equals)).contains(failing);
        rota.onFailed(failing, SECOND);
        assertThat(rota.next(3 * SECOND - 1, failing::equals)).isEmpty();
        assertThat(rota.next(3 * SECOND, failing::equals)).contains(failing);

        rota.onSucceeded(failing);
        rota.onFailed(failing, 4 * SECOND);

        assertThat(rota.next(5 * SECOND, failing::equals)).contains(failing);
    }

    @Test
    void those_that_may_not_begin_hold_no_other_up() {
        rota.hurry(all);

        for (int i = 5; i < 10; i++) {
            assertThat(rota.next(SECOND, pair -> pair.partition() >= 5)).isPresent();
        }
        assertThat(rota.next(SECOND, pair -> pair.partition() >= 5)).isEmpty();
        assertThat(rota.next(SECOND, pair -> true)).isPresent();
    }

    @Test
    void every_two_homes_of_a_partition_meet_whoever_begins() {
        for (int n = 1; n <= 5; n++) {
            ImmutableList<Member> members = IntStream.range(0, 6)
                    .mapToObj(i -> new Member(new NodeId("n" + i), ""))
                    .collect(ImmutableList.toImmutableList());
            Ring ring = Claim.first(members, 16, n);
            Set<String> met = new TreeSet<>();
            for (Member member : members) {
                for (Pair pair :
                        new Homes(member.id(), 16, p -> Placement.settled(ring.preferenceList(p))).ownPairs()) {
                    boolean first = member.id().compareTo(pair.peer()) < 0;
                    met.add(pair.partition() + " " + (first ? member.id() : pair.peer()) + " "
                            + (first ? pair.peer() : member.id()));
                }
            }

            assertThat(met).hasSize(16 * n * (n - 1) / 2);
        }
    }
}
