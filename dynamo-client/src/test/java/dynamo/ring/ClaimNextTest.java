package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dynamo.ring.Member.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimNextTest {
    private static final int N = 3;

    private static List<Member> members(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Member(new NodeId("n" + i), ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1,3", "3,5", "5,3", "3,4", "4,6", "10,11", "10,12", "20,25"})
    void a_step_of_growth_or_shrinking_moves_what_it_must_and_no_more(int from, int to) {
        Ring before = Claim.first(members(from), 256, N);
        Ring after = Claim.next(before, members(to));
        RingDiff diff = RingDiff.between(before, after);

        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
        assertThat(diff.moves()).isBetween(diff.movesMin(), Math.round(1.05 * diff.movesMin()));
        check(after);
    }

    /** What was next to a node that left may not be next to who takes its places; RATIONALE.md has the figures. */
    @Test
    void nothing_moves_where_nothing_changes() {
        Ring ring = Claim.first(members(7), 256, N);

        assertThat(RingDiff.between(ring, Claim.next(ring, members(7))).moves()).isZero();
    }

    @Test
    void who_leaves_stays_a_member_that_owns_nothing() {
        Ring ring = Claim.first(members(5), 64, N);
        List<Member> wanted = new ArrayList<>(members(5));
        wanted.set(2, wanted.get(2).withStatus(Status.LEAVING));

        Ring after = Claim.next(ring, wanted);

        assertThat(after.members()).hasSize(5);
        assertThat(after.ownership(wanted.get(2).id())).isZero();
        check(after);
    }

    @Test
    void a_replacement_takes_exactly_the_places_of_the_other() {
        Ring ring = Claim.first(members(5), 64, N);
        Member fresh = new Member(new NodeId("new"), "").withStatus(Status.JOINING);
        Ring replaced = Claim.replaced(ring, new NodeId("n2"), fresh);

        Ring after = Claim.next(replaced, replaced.members());

        RingDiff diff = RingDiff.between(ring, after);
        assertThat(diff.moves())
                .isEqualTo(diff.loads().stream()
                        .filter(load -> load.node().equals(new NodeId("n2")))
                        .mapToInt(RingDiff.Load::out)
                        .sum());
        check(after);
    }

    @Test
    void a_ring_that_would_put_replicas_on_one_node_is_refused() {
        Ring ring = Claim.first(members(5), 8, 5);

        assertThatThrownBy(() -> Claim.next(ring, members(6)))
                .isInstanceOf(ClaimRefusedException.class)
                .hasMessageContaining("too few");
    }

    @Test
    void it_depends_on_the_members_and_not_on_their_order() {
        Ring ring = Claim.first(members(4), 64, N);
        List<Member> reversed = new ArrayList<>(members(6));
        java.util.Collections.reverse(reversed);

        assertThat(Claim.next(ring, reversed)).isEqualTo(Claim.next(ring, members(6)));
    }

    /** Random lives of clusters, with weights and zones. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void every_ring_of_a_life_keeps_its_promises(long seed) {
        Random random = new Random(seed);
        List<Member> members = new ArrayList<>(members(1 + random.nextInt(6)));
        Ring ring = Claim.first(members, 256, N);
        for (int step = 0; step < 12; step++) {
            change(members, random, step);
            ring = Claim.next(ring, members);
            check(ring);
        }
    }

    /** Each node is to own one at least, and each zone its part: both at once is too much for eight partitions. */
    @Test
    void a_ring_of_few_partitions_gives_way_where_it_cannot_keep_all() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<Member> members = new ArrayList<>(members(4));
            Ring ring = Claim.first(members, 8, N);
            for (int step = 0; step < 20; step++) {
                change(members, random, step);
                if (members.size() <= 8) {
                    ring = Claim.next(ring, members);
                    checkHomes(ring);
                }
            }
        }
    }

    private static void change(List<Member> members, Random random, int step) {
        int at = random.nextInt(members.size());
        switch (random.nextInt(4)) {
            case 0 -> members.add(new Member(new NodeId("x" + step), "z" + random.nextInt(3)));
            case 1 -> {
                if (members.size() > 1) {
                    members.remove(at);
                }
            }
            case 2 -> members.set(at, members.get(at).withWeight(0.5 + random.nextInt(4) / 2.0));
            default -> members.set(at, members.get(at).withZone("z" + random.nextInt(3)));
        }
    }

    /** Replicas lie on distinct nodes; with equal weights each node has its share, but for one partition. */
    private static void check(Ring ring) {
        long owners =
                ring.members().stream().filter(member -> member.status().owns()).count();
        checkHomes(ring);
        double weights = ring.members().stream()
                .filter(member -> member.status().owns())
                .mapToDouble(Member::weight)
                .sum();
        long zones = ring.members().stream().map(Member::zone).distinct().count();
        boolean isCapped = zones > 1 // then zones count more than shares
                || ring.members().stream().anyMatch(member -> member.weight() / weights * N > 1);
        for (int partition = 0; partition < ring.partitions(); partition++) {
            for (int next = 1; next < N && owners > N && !isCapped; next++) {
                assertThat(ring.owner(partition)).isNotEqualTo(ring.owner((partition + next) % ring.partitions()));
            }
        }
        for (Member member : ring.members()) {
            double share = member.status().owns() ? member.weight() / weights * ring.partitions() : 0;
            double owned = ring.ownership(member.id()) * ring.partitions();
            if (!isCapped) {
                assertThat(owned).as("%s", member).isBetween(Math.floor(share) - 1e-9, Math.ceil(share) + 1e-9);
            }
        }
    }

    private static void checkHomes(Ring ring) {
        long owners =
                ring.members().stream().filter(member -> member.status().owns()).count();
        for (int partition = 0; partition < ring.partitions(); partition++) {
            Set<NodeId> distinct =
                    new LinkedHashSet<>(ring.preferenceList(partition).primaries());
            assertThat(distinct).hasSize((int) Math.min(N, owners));
        }
    }
}
