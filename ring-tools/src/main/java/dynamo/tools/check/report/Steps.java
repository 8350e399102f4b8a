package dynamo.tools.check.report;

/** Round numbers, for ticks and bins: some to begin with, and beyond them 2, 5 and 10 times the last, and so on. */
final class Steps {
    /** 1 s to 1 h. */
    static final Steps SECONDS = new Steps(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600);

    static final Steps COUNTS = new Steps(1);

    private static final long[] FACTORS = {2, 5, 10};

    private final long[] first;

    private Steps(long... first) {
        this.first = first;
    }

    /** The smallest that is not below it. */
    long atLeast(double wanted) {
        for (long step : first) {
            if (step >= wanted) {
                return step;
            }
        }
        long unit = first[first.length - 1];
        for (; unit < Long.MAX_VALUE / 10; unit *= 10) {
            for (long factor : FACTORS) {
                if (unit * factor >= wanted) {
                    return unit * factor;
                }
            }
        }
        return unit;
    }
}
