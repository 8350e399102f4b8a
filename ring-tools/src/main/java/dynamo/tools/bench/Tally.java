package dynamo.tools.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one driver saw in the measured time. Latencies are in microseconds, up to two minutes, to three digits.
 *
 * <p>Threading: written by the driver's thread; added up when all have ended.
 */
final class Tally {

    private static final long MICROS_MAX = 120_000_000;

    private final Map<Operation, Histogram> latencies = new EnumMap<>(Operation.class);
    private final Map<String, Long> errors = new TreeMap<>();
    private final List<Second> seconds = new ArrayList<>();
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

        Histogram latencies() {
            return latencies;
        }

        long errors() {
            return errors;
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

    /** @param error empty for success; a failed operation kept its caller waiting as well */
    void ended(Operation operation, long nanos, String error, int second) {
        long micros = Math.max(1, Math.min(MICROS_MAX, nanos / 1000));
        histogram(operation).recordValue(micros);
        if (!error.isEmpty()) {
            errors.merge(error, 1L, Long::sum);
        }
        if (second >= 0 && second < seconds.size()) {
            Second at = seconds.get(second);
            at.latencies.recordValue(micros);
            at.errors += error.isEmpty() ? 0 : 1;
        }
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
        other.errors.forEach((error, count) -> errors.merge(error, count, Long::sum));
        for (int i = 0; i < seconds.size(); i++) {
            seconds.get(i).latencies.add(other.seconds.get(i).latencies);
            seconds.get(i).errors += other.seconds.get(i).errors;
        }
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

    Map<String, Long> errors() {
        return errors;
    }

    long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
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
