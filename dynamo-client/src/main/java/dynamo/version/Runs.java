package dynamo.version;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one actor that a partition has accounted for, as disjoint runs in rising order: one row of the
 * partition clock. Writes arrive nearly in order, so there is usually one run.
 */
public final class Runs {
    public static final Runs EMPTY = new Runs(new long[0]);
    /** Every counter there can be: of an actor that is closed. */
    public static final Runs ALL = new Runs(new long[] {1, Long.MAX_VALUE});
    /** Bound of a decoded row. */
    private static final int RUNS_MAX = 1 << 20;

    private final long[] bounds; // first and last of each run, alternating

    private Runs(long[] bounds) {
        this.bounds = bounds;
    }

    public boolean contains(long counter) {
        int index = firstRunEndingAtOrAfter(counter);
        return index < bounds.length && bounds[index] <= counter;
    }

    /** Whether 1 to {@code counter} are all here. */
    public boolean wholeUpTo(long counter) {
        return whole() >= counter;
    }

    /** The highest counter up to which all are here from 1 on; 0 when 1 is missing. */
    public long whole() {
        return bounds.length > 0 && bounds[0] == 1 ? bounds[1] : 0;
    }

    public int size() {
        return bounds.length / 2;
    }

    /** All counters that are in either. */
    public Runs join(Runs other) {
        if (equals(other) || other.bounds.length == 0) {
            return this;
        }
        if (bounds.length == 0) {
            return other;
        }
        long[] joined = new long[bounds.length + other.bounds.length];
        int size = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < bounds.length || theirs < other.bounds.length) {
            boolean takeMine =
                    theirs == other.bounds.length || mine < bounds.length && bounds[mine] <= other.bounds[theirs];
            long first = takeMine ? bounds[mine] : other.bounds[theirs];
            long last = takeMine ? bounds[mine + 1] : other.bounds[theirs + 1];
            mine += takeMine ? 2 : 0;
            theirs += takeMine ? 0 : 2;
            if (size > 0 && first - 1 <= joined[size - 1]) {
                joined[size - 1] = Math.max(joined[size - 1], last);
            } else {
                joined[size++] = first;
                joined[size++] = last;
            }
        }
        return new Runs(Arrays.copyOf(joined, size));
    }

    public Runs with(long counter) {
        if (counter < 1) {
            throw new IllegalArgumentException("counter " + counter + " is below 1");
        }
        if (contains(counter)) {
            return this;
        }
        int at = firstRunEndingAtOrAfter(counter);
        boolean joinsBefore = at > 0 && bounds[at - 1] == counter - 1;
        boolean joinsAfter = at < bounds.length && bounds[at] == counter + 1;
        if (!joinsBefore && !joinsAfter) {
            long[] more = new long[bounds.length + 2];
            System.arraycopy(bounds, 0, more, 0, at);
            System.arraycopy(bounds, at, more, at + 2, bounds.length - at);
            more[at] = counter;
            more[at + 1] = counter;
            return new Runs(more);
        }
        if (joinsBefore && joinsAfter) {
            long[] fewer = new long[bounds.length - 2];
            System.arraycopy(bounds, 0, fewer, 0, at - 1);
            System.arraycopy(bounds, at + 1, fewer, at - 1, bounds.length - at - 1);
            return new Runs(fewer);
        }
        long[] grown = bounds.clone();
        grown[joinsBefore ? at - 1 : at] = counter;
        return new Runs(grown);
    }

    /** Index of the first bound of the run that ends at or after the counter; {@code bounds.length} when none does. */
    private int firstRunEndingAtOrAfter(long counter) {
        int low = 0;
        int high = bounds.length / 2;
        while (low < high) {
            int middle = low + high >>> 1;
            if (bounds[2 * middle + 1] < counter) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low;
    }

    /** Gaps and lengths as varints: two to four bytes for the usual single run. */
    public Bytes encoded() {
        Encoder to = new Encoder(4 + 4 * bounds.length);
        to.varint(size());
        long previous = 0;
        for (long bound : bounds) {
            to.varint(bound - previous);
            previous = bound;
        }
        return to.toBytes();
    }

    public static Runs decode(Bytes encoded) {
        Decoder from = new Decoder(encoded);
        long[] bounds = new long[2 * from.count(Math.min(RUNS_MAX, from.remaining()))];
        long previous = 0;
        for (int i = 0; i < bounds.length; i++) {
            long step = from.varint();
            boolean startsRun = i % 2 == 0;
            bounds[i] = previous + step;
            if (step < 0 || bounds[i] < previous || startsRun && step < (i == 0 ? 1 : 2)) {
                throw new MalformedException("runs out of order");
            }
            previous = bounds[i];
        }
        from.end();
        return new Runs(bounds);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Runs that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }
}
