package dynamo.tools.bench;

import java.util.random.RandomGenerator;

/**
 * Zipf's law by the method of Gray et al. (Quickly Generating Billion-Record Synthetic Databases, 1994), and YCSB's way of
 * spreading the popular ranks over the key space by a hash.
 */
final class Zipfian implements KeyChooser {

    private static final double THETA = 0.99;

    private final int keys;
    private final double zeta;
    private final double eta;
    private final double second = 1 + Math.pow(0.5, THETA);

    Zipfian(int keys) {
        this.keys = keys;
        double sum = 0;
        for (int i = 1; i <= keys; i++) {
            sum += 1 / Math.pow(i, THETA);
        }
        zeta = sum;
        eta = (1 - Math.pow(2.0 / keys, 1 - THETA)) / (1 - second / zeta);
    }

    /** 0 is the most popular. */
    long rank(RandomGenerator random) {
        double u = random.nextDouble();
        double uz = u * zeta;
        if (uz < 1) {
            return 0;
        }
        return uz < second ? 1 : (long) (keys * Math.pow(eta * u - eta + 1, 1 / (1 - THETA)));
    }

    @Override
    public int next(RandomGenerator random, int count) {
        return (int) Long.remainderUnsigned(fnv1a(rank(random)), count);
    }

    private static long fnv1a(long value) {
        long hash = 0xCBF29CE484222325L;
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            hash = (hash ^ (value >>> shift & 0xff)) * 1_099_511_628_211L;
        }
        return hash;
    }
}
