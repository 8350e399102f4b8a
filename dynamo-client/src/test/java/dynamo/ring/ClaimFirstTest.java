package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.math.IntMath;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimFirstTest {

    /** Large clusters take the numbers of zones in turn: with 1 to 5 homes all combinations come up. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void every_size_up_to_200_nodes_in_1_to_5_zones_keeps_the_promises(int n) {
        for (int nodes = 1; nodes <= 200; nodes++) {
            for (int zones = 1; zones <= 5; zones++) {
                if (nodes <= 50 || (nodes + n) % 5 == zones % 5) {
                    check(Members.inEqualZones(nodes, zones), 256, n, "");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void zones_of_any_sizes_on_any_number_of_partitions_keep_the_promises(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            int partitions = 8 << random.nextInt(8);
            int n = 1 + random.nextInt(5);
            int nodesMax = Math.min(200, partitions);
            int[] sizes = new int[1 + random.nextInt(5)];
            for (int node = random.nextInt(nodesMax); node >= 0; node--) {
                sizes[(int) (sizes.length * Math.pow(random.nextDouble(), 2))]++;
            }
            List<Member> members = Members.inZonesOf(sizes);
            if (members.size() > n && partitions / ceiling(partitions, members.size()) < n) {
                assertThatIllegalArgumentException().isThrownBy(() -> Claim.first(members, partitions, n));
            } else {
                check(members, partitions, n, "seed=" + seed + " run=" + run + " ");
            }
        }
    }

    private static void check(List<Member> members, int partitions, int n, String origin) {
        Ring ring = Claim.first(members, partitions, n);
        String what = origin + members.size() + " nodes on " + partitions + " partitions, n=" + n;
        Map<NodeId, String> zoneOf = new LinkedHashMap<>();
        members.forEach(member -> zoneOf.put(member.id(), member.zone()));
        int zones = (int) zoneOf.values().stream().distinct().count();
        NodeId[] owners = IntStream.range(0, partitions).mapToObj(ring::owner).toArray(NodeId[]::new);

        assertThat(ring.epoch()).as(what).isEqualTo(1);
        for (Member member : members) {
            long owned = Math.round(ring.ownership(member.id()) * partitions);
            assertThat(owned).as(what).isBetween((long) partitions / members.size(), (long)
                    ceiling(partitions, members.size()));
        }
        if (members.size() > n) {
            assertThat(distinctInEveryWindow(owners, n)).as(what).isTrue();
        }
        if (zones >= n && zonesCanBeApart(zoneOf, partitions, n)) {
            String[] zoneOrder = IntStream.range(0, partitions)
                    .mapToObj(i -> zoneOf.get(owners[i]))
                    .toArray(String[]::new);
            assertThat(distinctInEveryWindow(zoneOrder, n)).as(what).isTrue();
        }
        for (int partition = 0; partition < partitions; partition++) {
            PreferenceList list = ring.preferenceList(partition);
            List<NodeId> homes = list.primaries();
            long zonesOfHomes = homes.stream().map(zoneOf::get).distinct().count();
            if (homes.size() != Math.min(n, members.size())
                    || zonesOfHomes != Math.min(n, zones)
                    || !homes.get(0).equals(owners[partition])
                    || list.entries().size() != members.size()) {
                throw new AssertionError(what + " partition " + partition + " has " + list);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void homes_per_node_are_within_5_percent_of_an_equal_share_with_equal_zones_and_20_partitions_per_node(int n) {
        for (int zones = 1; zones <= 5; zones++) {
            for (int nodes = zones; nodes <= 1024 / 20; nodes += zones) {
                LongSummaryStatistics homes =
                        ReplicaLoadReport.homesPerNode(Claim.first(Members.inEqualZones(nodes, zones), 1024, n));

                assertThat(homes.getMin() / homes.getAverage())
                        .as("%s nodes in %s zones", nodes, zones)
                        .isGreaterThan(0.95);
                assertThat(homes.getMax() / homes.getAverage())
                        .as("%s nodes in %s zones", nodes, zones)
                        .isLessThan(1.05);
            }
        }
    }

    private static boolean distinctInEveryWindow(Object[] order, int window) {
        for (int place = 0; place < order.length; place++) {
            for (int step = 1; step < window; step++) {
                if (order[place].equals(order[(place + step) % order.length])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether zones with equal shares per node fit: none of them may come more often than every n-th partition. */
    private static boolean zonesCanBeApart(Map<NodeId, String> zoneOf, int partitions, int n) {
        int most = partitions / n;
        Map<String, Integer> sizes = new LinkedHashMap<>();
        zoneOf.values().forEach(zone -> sizes.merge(zone, 1, Integer::sum));
        int floor = partitions / zoneOf.size();
        int fitting = 0;
        for (int size : sizes.values()) {
            if (size * floor > most) {
                return false;
            }
            fitting += Math.min(most, size * ceiling(partitions, zoneOf.size()));
        }
        return fitting >= partitions;
    }

    private static int ceiling(int total, int parts) {
        return IntMath.divide(total, parts, RoundingMode.CEILING);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_order_of_the_members_does_not_matter(long seed) {
        Random random = new Random(seed);
        for (int nodes = 1; nodes <= 40; nodes++) {
            List<Member> members = new ArrayList<>(Members.inEqualZones(nodes, 1 + random.nextInt(5)));
            Ring ring = Claim.first(members, 64, 3);
            Collections.shuffle(members, random);

            assertThat(Claim.first(members, 64, 3)).as("seed=" + seed).isEqualTo(ring);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 256, 8b04af1fbdde2557",
        "5, 1, 256, 857d3380c10bd9f0",
        "6, 3, 256, c1a382156d71dae4",
        "7, 3, 64, c2871014222a3544",
        "200, 5, 1024, 1e321b022f63af6c",
    })
    void claims_never_change(int nodes, int zones, int partitions, String digest) {
        Ring ring = Claim.first(Members.inEqualZones(nodes, zones), partitions, 3);

        assertThat(Long.toHexString(ring.digest())).isEqualTo(digest);
    }

    @Test
    void sixteen_partitions_on_five_nodes_have_no_tail_violation() {
        Ring ring = Claim.first(Members.inZonesOf(5), 16, 3);

        assertThat(IntStream.range(0, 16).mapToObj(ring::owner).map(NodeId::name))
                .containsExactly(
                        "n000", "n001", "n002", "n004", "n000", "n001", "n003", "n004", "n000", "n002", "n003", "n004",
                        "n001", "n002", "n003", "n004");
    }

    @Test
    void what_cannot_be_claimed_is_refused_in_clear_words() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.first(Members.inZonesOf(9), 8, 3))
                .withMessage("9 nodes are more than 8 partitions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.first(Members.inZonesOf(6), 8, 5))
                .withMessage(
                        "8 partitions are too few for n=5 on 6 nodes: some 5 consecutive ones would repeat a node");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.first(List.of(), 256, 3))
                .withMessage("a ring has members");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.first(Members.inZonesOf(3), 100, 3))
                .withMessage("100 partitions are not a power of two in 8..65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.first(Members.inZonesOf(3), 256, 0))
                .withMessage("n=0 is not in 1..16");
        List<Member> twice = new ArrayList<>(Members.inZonesOf(3));
        twice.add(new Member(new NodeId("n001"), "z9"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.first(twice, 256, 3))
                .withMessage("member n001 is named twice");
    }
}
