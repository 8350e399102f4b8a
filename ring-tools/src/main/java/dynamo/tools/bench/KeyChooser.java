package dynamo.tools.bench;

import java.util.random.RandomGenerator;

/** Which key is next, as a number below the count of keys there are by then. */
interface KeyChooser {

    /** The names on the command line. */
    enum Kind {
        /** Each key as often as any other. */
        UNIFORM,
        /** Few keys get most of the work, spread over the key space: YCSB's scrambled zipfian, theta 0.99. */
        ZIPFIAN,
        /** The newest keys get most of the work. */
        LATEST,
        /** One after the other, from the first again after the last. */
        SEQUENTIAL;

        KeyChooser over(int keys) {
            return switch (this) {
                case UNIFORM -> (random, count) -> random.nextInt(count);
                case ZIPFIAN -> new Zipfian(keys);
                case LATEST -> {
                    Zipfian ages = new Zipfian(keys);
                    yield (random, count) -> count - 1 - (int) Math.min(ages.rank(random), count - 1);
                }
                case SEQUENTIAL ->
                    new KeyChooser() {
                        private int next;

                        @Override
                        public int next(RandomGenerator random, int count) {
                            next = next >= count ? 0 : next;
                            return next++;
                        }
                    };
            };
        }
    }

    int next(RandomGenerator random, int count);
}
