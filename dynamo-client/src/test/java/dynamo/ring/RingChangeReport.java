package dynamo.ring;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Prints what changes of rings move: run by hand, the figures are in RATIONALE.md. */
final class RingChangeReport {
    private RingChangeReport() {}

    public static void main(String[] args) {
        int[][] steps = {
            {1, 3}, {3, 5}, {5, 3}, {3, 4}, {4, 6}, {5, 4}, {6, 5}, {7, 6}, {8, 7}, {10, 11}, {11, 10}, {12, 10},
            {25, 20}
        };
        for (int[] step : steps) {
            print(step[0] + " to " + step[1], 256, members(step[0]), members(step[1]));
        }
        print("weight 2 of 6", 256, members(6), weighed(members(6), 2));
        print("weight 2 of 10", 256, members(10), weighed(members(10), 2));
        print("weight 0.5 of 10", 256, members(10), weighed(members(10), 0.5));
        print("100 to 101", 4096, members(100), members(101));
        print("100 to 99", 4096, members(100), members(99));
        print("1000 to 1010", 32_768, members(1000), members(1010));
        print("1000 to 990", 32_768, members(1000), members(990));
    }

    private static List<Member> weighed(List<Member> members, double weight) {
        List<Member> weighed = new ArrayList<>(members);
        weighed.set(0, members.get(0).withWeight(weight));
        return weighed;
    }

    private static List<Member> members(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Member(new NodeId("n" + i), ""))
                .toList();
    }

    private static void print(String name, int partitions, List<Member> from, List<Member> to) {
        Ring before = Claim.first(from, partitions, 3);
        long started = System.nanoTime();
        Ring after = Claim.next(before, to);
        double millis = (System.nanoTime() - started) / 1e6;
        RingDiff diff = RingDiff.between(before, after);
        Optional<NearestRing.Found> nearest = from.size() > 3 && to.size() > 3
                ? new NextClaim(before, ImmutableList.sortedCopyOf(Comparator.comparing(Member::id), to)).nearest()
                : Optional.empty();
        System.out.printf(
                Locale.ROOT,
                "%-16s Q=%-6d moves %d, least %d, %s%.0f ms%n",
                name,
                partitions,
                diff.moves(),
                diff.movesMin(),
                nearest.map(found -> String.format(Locale.ROOT, "bound %.1f, ", found.bound()))
                        .orElse(""),
                millis);
    }
}
