package dynamo.tools.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one driver saw in one phase. Latencies are in microseconds, up to two minutes, to three digits.
 *
 * <p>Threading: written by the driver's thread; added up when all have ended.
 */
final class Tally {

    private static final long MICROS_MAX = 120_000_000;

    private final Map<Operation, Histogram> latencies = new EnumMap<>(Operation.class);
    private final Histogram fromSent = new Histogram(1, MICROS_MAX, 3);
    private final Histogram shed = new Histogram(1, MICROS_MAX, 3);
    private final Map<String, Long> errors = new TreeMap<>();
    private final Map<String, Long> retries = new TreeMap<>();
    private final List<Second> seconds = new ArrayList<>();
    private long succeeded;
    private long misses;
    private long wrongValues;
    private long readsOfSiblings;
    private long writesBesideSiblings;
    private long readsFirst;
    private int siblingsMax;

    /** One second of the timeline. */
    static final class Second {
        private final Histogram latencies = new Histogram(1, MICROS_MAX, 2);
        private long errors;
        private long shed;

        Histogram latencies() {
            return latencies;
        }

        long errors() {
            return errors;
        }

        long shed() {
            return shed;
        }
    }

    Tally(int secondsMeasured) {
        for (Operation operation : Operation.values()) {
            latencies.put(operation, new Histogram(1, MICROS_MAX, 3));
        }
        for (int i = 0; i < secondsMeasured; i++) {
            seconds.add(new Second());
        }
    }

    /**
     * A failed operation kept its caller waiting as well; one that was shed did not, and counts apart.
     *
     * @param nanos from when it was due
     * @param sentNanos from when it was first sent
     */
    void ended(Operation operation, long nanos, long sentNanos, Result result, int second) {
        long micros = micros(nanos);
        boolean isShed = result.kind() == Result.Kind.SHED;
        boolean isFailed = result.kind() == Result.Kind.FAILED;
        (isShed ? shed : histogram(operation)).recordValue(micros);
        if (isFailed) {
            errors.merge(result.error(), 1L, Long::sum);
        }
        if (result.isOk()) {
            succeeded++;
            fromSent.recordValue(micros(sentNanos));
        }
        if (second >= 0 && second < seconds.size()) {
            Second at = seconds.get(second);
            at.errors += isFailed ? 1 : 0;
            if (isShed) {
                at.shed++;
            } else {
                at.latencies.recordValue(micros);
            }
        }
    }

    private static long micros(long nanos) {
        return Math.max(1, Math.min(MICROS_MAX, nanos / 1000));
    }

    /** A try ended without telling anything of the operation, and another one was made. */
    void retried(String why) {
        retries.merge(why, 1L, Long::sum);
    }

    void missed() {
        misses++;
    }

    void gotWrongValue() {
        wrongValues++;
    }

    void readSiblings() {
        readsOfSiblings++;
    }

    void wroteBeside(int siblings) {
        writesBesideSiblings++;
        siblingsMax = Math.max(siblingsMax, siblings);
    }

    void readFirst() {
        readsFirst++;
    }

    Tally add(Tally other) {
        other.latencies.forEach((operation, histogram) -> histogram(operation).add(histogram));
        fromSent.add(other.fromSent);
        shed.add(other.shed);
        other.errors.forEach((error, count) -> errors.merge(error, count, Long::sum));
        other.retries.forEach((why, count) -> retries.merge(why, count, Long::sum));
        for (int i = 0; i < seconds.size(); i++) {
            seconds.get(i).latencies.add(other.seconds.get(i).latencies);
            seconds.get(i).errors += other.seconds.get(i).errors;
            seconds.get(i).shed += other.seconds.get(i).shed;
        }
        succeeded += other.succeeded;
        misses += other.misses;
        wrongValues += other.wrongValues;
        readsOfSiblings += other.readsOfSiblings;
        writesBesideSiblings += other.writesBesideSiblings;
        readsFirst += other.readsFirst;
        siblingsMax = Math.max(siblingsMax, other.siblingsMax);
        return this;
    }

    Histogram histogram(Operation operation) {
        return latencies.computeIfAbsent(operation, o -> new Histogram(1, MICROS_MAX, 3));
    }

    Histogram all() {
        Histogram sum = new Histogram(1, MICROS_MAX, 3);
        latencies.values().forEach(sum::add);
        return sum;
    }

    /** Of those that succeeded, from when they were sent: what is left when the generator's own queue is taken away. */
    Histogram fromSent() {
        return fromSent;
    }

    Histogram shed() {
        return shed;
    }

    long succeeded() {
        return succeeded;
    }

    Map<String, Long> errors() {
        return errors;
    }

    long errorCount() {
        return sum(errors);
    }

    Map<String, Long> retries() {
        return retries;
    }

    long retryCount() {
        return sum(retries);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether nothing failed, and no read showed what was never written to its key. */
    boolean isClean() {
        return errorCount() + wrongValues == 0;
    }

    List<Second> seconds() {
        return seconds;
    }

    long misses() {
        return misses;
    }

    long wrongValues() {
        return wrongValues;
    }

    long readsOfSiblings() {
        return readsOfSiblings;
    }

    long writesBesideSiblings() {
        return writesBesideSiblings;
    }

    long readsFirst() {
        return readsFirst;
    }

    int siblingsMax() {
        return siblingsMax;
    }
}
