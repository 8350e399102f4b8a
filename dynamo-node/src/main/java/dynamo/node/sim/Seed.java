package dynamo.node.sim;

import java.util.SplittableRandom;

/**
 * The number a whole run grows from. Each part of the run forks its own random numbers by a label, so that one more draw
 * in one part does not shift those of the others.
 */
public record Seed(long value) {

    /** Another seed, always the same for the same label. */
    Seed fork(String label) {
        long hash = 0xcbf29ce484222325L ^ mix(value); // FNV-1a over the label
        for (int i = 0; i < label.length(); i++) {
            hash = (hash ^ label.charAt(i)) * 0x100000001b3L;
        }
        return new Seed(mix(hash));
    }

    Seed fork(String label, long index) {
        return new Seed(mix(fork(label).value + mix(index)));
    }

    SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** Spreads every bit over all of them (the finalizer of MurmurHash3). */
    static long mix(long bits) {
        long z = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
        return z ^ z >>> 33;
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
