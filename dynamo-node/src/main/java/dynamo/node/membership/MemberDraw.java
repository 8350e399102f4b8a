package dynamo.node.membership;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Picks members: one after the other in a random order that is drawn anew when all had their turn, so that each is
 * probed within two rounds (SWIM §4.3); or a few at random.
 */
final class MemberDraw {
    static final int NOBODY = -1;

    private final RandomGenerator random;
    private final int[] order;
    private final int[] pool;
    private int position;

    MemberDraw(int members, RandomGenerator random) {
        this.random = random;
        order = new int[members];
        pool = new int[members];
        for (int i = 0; i < members; i++) {
            order[i] = i;
            pool[i] = i;
        }
        position = members;
    }

    /** The next in turn that is eligible. */
    int next(IntPredicate isEligible) {
        for (int tries = 0; tries < 2 * order.length; tries++) {
            if (position == order.length) {
                shuffle();
                position = 0;
            }
            int member = order[position++];
            if (isEligible.test(member)) {
                return member;
            }
        }
        return NOBODY;
    }

    /** Any so many of the eligible, or all there are. */
    void some(int count, IntPredicate isEligible, IntConsumer to) {
        int found = 0;
        for (int i = 0; i < pool.length && found < count; i++) {
            swap(pool, i, i + random.nextInt(pool.length - i));
            if (isEligible.test(pool[i])) {
                found++;
                to.accept(pool[i]);
            }
        }
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            swap(order, i, random.nextInt(i + 1));
        }
    }

    private static void swap(int[] array, int i, int j) {
        int kept = array[i];
        array[i] = array[j];
        array[j] = kept;
    }
}
