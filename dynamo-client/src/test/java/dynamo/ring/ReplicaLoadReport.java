package dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Prints how evenly first claims spread replicas. Not part of the build: {@code mvn -pl dynamo-client test
 * -Dtest=ReplicaLoadReport}.
 */
class ReplicaLoadReport {

    @Test
    void table_of_replicas_per_node() {
        System.out.println("partitions  n  nodes per zone         homes per node  least and most of an equal share");
        for (int partitions : new int[] {256, 1024}) {
            for (int n : new int[] {2, 3, 5}) {
                for (int[] sizes : SIZES) {
                    print(Members.inZonesOf(sizes), sizes, partitions, n);
                }
            }
        }
    }

    private static final int[][] SIZES = {
        {5},
        {12},
        {50},
        {200},
        {2, 2},
        {3, 2},
        {3, 1},
        {10, 9},
        {1, 1, 1},
        {2, 2, 1},
        {2, 2, 2},
        {4, 3, 3},
        {10, 10, 10},
        {8, 1, 1},
        {3, 2, 2, 2},
        {4, 4, 4, 4, 4},
        {40, 40, 40, 40, 40},
    };

    private static void print(List<Member> members, int[] sizes, int partitions, int n) {
        LongSummaryStatistics homes = homesPerNode(Claim.first(members, partitions, n));
        System.out.printf(
                "%10d %2d  %-22s %4d .. %4d        %5.2f .. %4.2f%n",
                partitions,
                n,
                Arrays.toString(sizes),
                homes.getMin(),
                homes.getMax(),
                homes.getMin() / homes.getAverage(),
                homes.getMax() / homes.getAverage());
        assertThat(homes.getSum()).isEqualTo((long) partitions * Math.min(n, members.size()));
    }

    static LongSummaryStatistics homesPerNode(Ring ring) {
        Map<NodeId, Long> homes = new LinkedHashMap<>();
        for (int partition = 0; partition < ring.partitions(); partition++) {
            ring.preferenceList(partition).primaries().forEach(node -> homes.merge(node, 1L, Long::sum));
        }
        return homes.values().stream().mapToLong(Long::longValue).summaryStatistics();
    }
}
