package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
    private static final int[] TURNS = {0, 1, 2, 0, 1, 2, 0, 1};

    @Test
    void walks_clockwise_from_the_owner_past_zones_it_already_has() {
        List<Member> members = Members.inZonesOf(3, 1);
        Ring ring = Ring.of(1, 2, members, new int[] {0, 1, 2, 3, 0, 1, 2, 3});

        assertThat(ring.preferenceList(0).toString())
                .isEqualTo("PreferenceList[entries=[Entry[node=n000, role=PRIMARY], Entry[node=n003, role=PRIMARY],"
                        + " Entry[node=n001, role=FALLBACK], Entry[node=n002, role=FALLBACK]]]");
        assertThat(ring.preferenceList(7).primaries()).containsExactly(new NodeId("n003"), new NodeId("n000"));
    }

    @Test
    void zones_take_turns_when_there_are_more_homes_than_zones() {
        Ring ring = Ring.of(1, 5, Members.inZonesOf(4, 2, 1), new int[] {0, 1, 2, 3, 4, 5, 6, 0});

        assertThat(ring.preferenceList(0).primaries().stream().map(NodeId::name))
                .containsExactly("n000", "n004", "n006", "n001", "n005");
    }

    @Test
    void a_member_without_partitions_is_in_no_list() {
        Ring ring = Ring.of(1, 3, Members.inZonesOf(4), TURNS);

        assertThat(ring.replicas()).isEqualTo(3);
        assertThat(ring.preferenceList(0).entries()).hasSize(3);
        assertThat(ring.ownership(new NodeId("n003"))).isZero();
        assertThat(ring.members()).hasSize(4);
    }

    @Test
    void a_small_ring_has_fewer_homes_than_wanted() {
        Ring ring = Ring.of(1, 3, Members.inZonesOf(2), new int[] {0, 0, 0, 1, 0, 0, 0, 0});

        assertThat(ring.n()).isEqualTo(3);
        assertThat(ring.replicas()).isEqualTo(2);
        assertThat(ring.preferenceList(4).primaries()).containsExactly(new NodeId("n000"), new NodeId("n001"));
    }

    @Test
    void ownership_is_the_share_of_partitions() {
        Ring ring = Ring.of(1, 3, Members.inZonesOf(3), TURNS);

        assertThat(ring.ownership(new NodeId("n000"))).isEqualTo(3 / 8.0);
        assertThat(ring.ownership(new NodeId("stranger"))).isZero();
        assertThat(ring.members().stream()
                        .mapToDouble(member -> ring.ownership(member.id()))
                        .sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void digest_never_changes() {
        assertThat(Long.toHexString(
                        Ring.of(7, 3, Members.inZonesOf(2, 1), TURNS).digest()))
                .isEqualTo("87b5d1ab1f8f6263");
    }

    @Test
    void digest_and_equality_see_every_part_of_the_plan() {
        List<Member> members = Members.inZonesOf(2, 1);
        Ring ring = Ring.of(7, 3, members, TURNS);
        List<Ring> others = List.of(
                Ring.of(8, 3, members, TURNS),
                Ring.of(7, 2, members, TURNS),
                Ring.of(7, 3, Members.inZonesOf(1, 2), TURNS),
                Ring.of(7, 3, Members.inZonesOf(2, 2), TURNS),
                Ring.of(7, 3, changed(members, members.get(0).withWeight(2)), TURNS),
                Ring.of(7, 3, changed(members, members.get(0).withAddress("h:1")), TURNS),
                Ring.of(7, 3, changed(members, members.get(0).withStatus(Member.Status.LEAVING)), TURNS),
                Ring.of(7, 3, members, new int[] {0, 1, 2, 0, 1, 2, 1, 0}));

        assertThat(Ring.of(7, 3, Lists.reverse(members), TURNS))
                .isEqualTo(ring)
                .hasSameHashCodeAs(ring)
                .extracting(Ring::digest)
                .isEqualTo(ring.digest());
        for (Ring other : others) {
            assertThat(other).isNotEqualTo(ring);
            assertThat(other.digest()).isNotEqualTo(ring.digest());
        }
    }

    private static List<Member> changed(List<Member> members, Member first) {
        return Stream.concat(Stream.of(first), members.stream().skip(1)).toList();
    }

    @Test
    void a_ring_does_not_change_with_the_array_it_was_made_from() {
        int[] owners = TURNS.clone();
        Ring ring = Ring.of(1, 3, Members.inZonesOf(3), owners);
        owners[0] = 2;

        assertThat(ring.owner(0)).isEqualTo(new NodeId("n000"));
    }

    @Test
    void what_cannot_be_a_ring_is_refused_in_clear_words() {
        List<Member> members = Members.inZonesOf(3);
        List<Member> twice = List.of(members.get(0), new Member(members.get(0).id(), "elsewhere"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ring.of(1, 3, members, new int[12]))
                .withMessage("12 partitions are not a power of two in 8..65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ring.of(1, 3, List.of(), TURNS))
                .withMessage("a ring has members");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ring.of(1, 3, twice, new int[8]))
                .withMessage("member n000 is named twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ring.of(1, 3, members, new int[] {0, 1, 2, 3, 0, 0, 0, 0}))
                .withMessage("owner 3 is none of 3 members");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ring.of(1, 3, members, new int[] {0, 1, 2, -1, 0, 0, 0, 0}))
                .withMessage("owner -1 is none of 3 members");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ring.of(-1, 3, members, TURNS))
                .withMessage("epoch -1 is negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ring.of(1, 0, members, TURNS))
                .withMessage("n=0 is not in 1..16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ring.of(1, 17, members, TURNS))
                .withMessage("n=17 is not in 1..16");
    }

    /** Rings nobody would claim: any owners, any zones. The lists must be those of the definition, step by step. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lists_of_any_ring_are_those_of_a_walk_along_it(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            int zones = 1 + random.nextInt(5);
            List<Member> members = IntStream.range(0, 1 + random.nextInt(30))
                    .mapToObj(i -> new Member(new NodeId("n" + i), "z" + random.nextInt(zones)))
                    .toList();
            int[] owners =
                    random.ints(8 << random.nextInt(5), 0, members.size()).toArray();
            int n = 1 + random.nextInt(6);
            Ring ring = Ring.of(1, n, members, owners);
            for (int partition = 0; partition < owners.length; partition++) {
                List<Member> walk = walk(ring, partition);
                List<NodeId> homes = homes(walk, n);
                String what = "seed=" + seed + " run=" + run + " partition=" + partition + " " + ring;
                assertThat(ring.preferenceList(partition).primaries()).as(what).isEqualTo(homes);
                assertThat(ring.preferenceList(partition).fallbacks())
                        .as(what)
                        .isEqualTo(walk.stream()
                                .map(Member::id)
                                .filter(id -> !homes.contains(id))
                                .toList());
            }
        }
    }

    private static List<Member> walk(Ring ring, int from) {
        Set<NodeId> met = new LinkedHashSet<>();
        for (int step = 0; step < ring.partitions(); step++) {
            met.add(ring.owner((from + step) % ring.partitions()));
        }
        return met.stream()
                .map(id -> ring.members().stream()
                        .filter(member -> member.id().equals(id))
                        .findAny()
                        .orElseThrow())
                .toList();
    }

    /** The next home is the first on the walk of those whose zone has the fewest homes so far. */
    private static List<NodeId> homes(List<Member> walk, int n) {
        List<Member> homes = new ArrayList<>();
        List<Member> rest = new ArrayList<>(walk);
        while (homes.size() < n && !rest.isEmpty()) {
            long fewest = rest.stream()
                    .mapToLong(member -> homesIn(homes, member.zone()))
                    .min()
                    .orElseThrow();
            Member next = rest.stream()
                    .filter(member -> homesIn(homes, member.zone()) == fewest)
                    .findFirst()
                    .orElseThrow();
            homes.add(next);
            rest.remove(next);
        }
        return homes.stream().map(Member::id).collect(ImmutableList.toImmutableList());
    }

    private static long homesIn(List<Member> homes, String zone) {
        return homes.stream().filter(home -> home.zone().equals(zone)).count();
    }
}
