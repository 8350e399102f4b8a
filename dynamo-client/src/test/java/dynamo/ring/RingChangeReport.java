package dynamo.ring;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Prints what changes of rings move: run by hand, the figures are in RATIONALE.md. */
final class RingChangeReport {
    private RingChangeReport() {}

    public static void main(String[] args) {
        int[][] steps = {{1, 3}, {3, 5}, {5, 3}, {3, 4}, {4, 6}, {5, 4}, {6, 5}};
        for (int[] step : steps) {
            print(step[0] + " to " + step[1], 256, members(step[0]), members(step[1]));
        }
        print("100 to 101", 4096, members(100), members(101));
        print("1000 to 1010", 32_768, members(1000), members(1010));
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
        System.out.printf(
                Locale.ROOT,
                "%-14s Q=%-6d moves %d, least %d, %.0f ms%n",
                name,
                partitions,
                diff.moves(),
                diff.movesMin(),
                millis);
    }
}
