package dynamo.ring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Puts symbols into a cyclic order, each as often as its count says: the arithmetic under {@link Claim}. */
final class Dealing {
    private Dealing() {}

    /**
     * Keeps equal symbols as far apart as can be: with M the greatest count, nowhere nearer than total / M (rounded
     * down), over the seam too, and no order does better. Needs the symbols with the greatest count first.
     *
     * <p>The order is cut into M rounds of equal length, give or take one. Symbol by symbol, the places go to one round
     * after the other. A symbol that is in every round keeps its place in it; any other moves up a place when its turn
     * passes the last round, but has then just sat a round out.
     */
    static int[] apart(int[] counts) {
        int total = Arrays.stream(counts).sum();
        int rounds = counts[0];
        int length = total / rounds;
        int longer = total % rounds; // the first rounds, which hold one more
        int[] dealt = new int[total];
        int next = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            for (int i = 0; i < counts[symbol]; i++, next++) {
                int round = next % rounds;
                dealt[round * length + Math.min(round, longer) + next / rounds] = symbol;
            }
        }
        return dealt;
    }

    /** Spreads every symbol evenly: the i-th of its c occurrences lies near (i + 1/2) / c of the way. */
    static int[] evenly(int[] counts) {
        record Seat(int symbol, double at) {}
        return IntStream.range(0, counts.length)
                .boxed()
                .flatMap(symbol ->
                        IntStream.range(0, counts[symbol]).mapToObj(i -> new Seat(symbol, (i + 0.5) / counts[symbol])))
                .sorted(Comparator.comparingDouble(Seat::at).thenComparingInt(Seat::symbol))
                .mapToInt(Seat::symbol)
                .toArray();
    }

    /** Whether some symbol comes twice within {@code window} consecutive places, over the seam too. */
    static boolean repeatsWithin(int window, int[] order, int symbols) {
        int[] last = new int[symbols];
        Arrays.fill(last, -window);
        for (int place = 0; place < order.length + window - 1; place++) {
            int symbol = order[place % order.length];
            if (place - last[symbol] < window) {
                return true;
            }
            last[symbol] = place;
        }
        return false;
    }
}
