package dynamo.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Hands damaged bytes to a decoder: it must refuse them or read a value that has exactly these bytes, at little cost. */
final class Damage {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Function<Bytes, Bytes> recode;

    /** @param recode decodes, and encodes what it read anew */
    Damage(Function<Bytes, Bytes> recode) {
        this.recode = recode;
    }

    /** Every truncation, every flipped bit, a byte more. */
    void of(Bytes whole, String what) {
        assertThat(recode.apply(whole)).as(what).isEqualTo(whole);
        for (int length = 0; length < whole.length(); length++) {
            check(whole.slice(0, length), what + " cut to " + length);
        }
        for (int bit = 0; bit < 8 * whole.length(); bit++) {
            byte[] flipped = whole.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            check(Bytes.owning(flipped), what + " bit " + bit);
        }
        byte[] longer = new byte[whole.length() + 1];
        whole.copyTo(longer, 0);
        check(Bytes.owning(longer), what + " a byte too long");
    }

    /** Random bytes behind a good beginning, biased to the large numbers that lie about lengths. */
    void garbage(Bytes beginning, long seed, int runs) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < runs; run++) {
            byte[] bytes = new byte[beginning.length() + random.nextInt(64)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? (byte) (random.nextBoolean() ? 0xff : 0) : bytes[i];
            }
            beginning.copyTo(bytes, 0);
            check(Bytes.owning(bytes), "seed=" + seed + " run=" + run);
        }
    }

    private void check(Bytes bytes, String what) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            assertThat(recode.apply(bytes)).as(what).isEqualTo(bytes);
        } catch (MalformedException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(256 * 1024);
    }
}
