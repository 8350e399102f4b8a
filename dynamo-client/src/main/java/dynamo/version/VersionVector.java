package dynamo.version;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a record has seen: for each actor the highest counter, all lower ones included (Parker et al. 1983). Immutable;
 * entries are sorted by unsigned actor, so equal vectors have equal encodings.
 */
public final class VersionVector {
    public static final VersionVector EMPTY = new VersionVector(new long[0], new long[0]);
    /** Bound of a decoded vector: far above what stripping leaves, far below what would hurt. */
    public static final int ENTRIES_MAX = 65_536;

    private final long[] actors;
    private final long[] counters;

    private VersionVector(long[] actors, long[] counters) {
        this.actors = actors;
        this.counters = counters;
    }

    public static VersionVector of(Dot dot) {
        return new VersionVector(new long[] {dot.actor()}, new long[] {dot.counter()});
    }

    public int size() {
        return actors.length;
    }

    public boolean isEmpty() {
        return actors.length == 0;
    }

    /** The entry's highest dot, entries in the order of actors. */
    public Dot entry(int index) {
        return new Dot(actors[index], counters[index]);
    }

    /** The highest counter seen of the actor, 0 when none was. */
    public long counter(long actor) {
        int index = indexOf(actor);
        return index < 0 ? 0 : counters[index];
    }

    public boolean covers(Dot dot) {
        return counter(dot.actor()) >= dot.counter();
    }

    /** Whether this has seen all that the other has. */
    public boolean descends(VersionVector other) {
        for (int i = 0; i < other.actors.length; i++) {
            if (counter(other.actors[i]) < other.counters[i]) {
                return false;
            }
        }
        return true;
    }

    public VersionVector with(Dot dot) {
        return join(of(dot));
    }

    /** The least vector that descends both. */
    public VersionVector join(VersionVector other) {
        if (descends(other)) {
            return this;
        }
        if (other.descends(this)) {
            return other;
        }
        long[] joinedActors = new long[actors.length + other.actors.length];
        long[] joinedCounters = new long[joinedActors.length];
        int mine = 0;
        int theirs = 0;
        int size = 0;
        while (mine < actors.length || theirs < other.actors.length) {
            int order = mine == actors.length
                    ? 1
                    : theirs == other.actors.length ? -1 : Long.compareUnsigned(actors[mine], other.actors[theirs]);
            joinedActors[size] = order <= 0 ? actors[mine] : other.actors[theirs];
            joinedCounters[size++] = Math.max(order <= 0 ? counters[mine] : 0, order >= 0 ? other.counters[theirs] : 0);
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
        return new VersionVector(Arrays.copyOf(joinedActors, size), Arrays.copyOf(joinedCounters, size));
    }

    /** Only the entries whose highest dot this is true of. */
    public VersionVector retain(Predicate<Dot> kept) {
        long[] keptActors = new long[actors.length];
        long[] keptCounters = new long[actors.length];
        int size = 0;
        for (int i = 0; i < actors.length; i++) {
            if (kept.test(entry(i))) {
                keptActors[size] = actors[i];
                keptCounters[size++] = counters[i];
            }
        }
        return size == actors.length
                ? this
                : new VersionVector(Arrays.copyOf(keptActors, size), Arrays.copyOf(keptCounters, size));
    }

    void encode(Encoder to) {
        to.varint(actors.length);
        for (int i = 0; i < actors.length; i++) {
            to.i64(actors[i]).varint(counters[i]);
        }
    }

    int encodedLength() {
        int length = Encoder.varintLength(actors.length) + Long.BYTES * actors.length;
        for (long counter : counters) {
            length += Encoder.varintLength(counter);
        }
        return length;
    }

    public Bytes encoded() {
        Encoder to = new Encoder(8 + 12 * actors.length);
        encode(to);
        return to.toBytes();
    }

    public static VersionVector decode(Decoder from) {
        int size = from.count(Math.min(ENTRIES_MAX, from.remaining() / 9 + 1));
        long[] actors = new long[size];
        long[] counters = new long[size];
        for (int i = 0; i < size; i++) {
            actors[i] = from.i64();
            counters[i] = from.varint();
            if (i > 0 && Long.compareUnsigned(actors[i - 1], actors[i]) >= 0) {
                throw new MalformedException("vector entries out of order");
            }
            if (counters[i] < 1) {
                throw new MalformedException("vector entry without a write");
            }
        }
        return size == 0 ? EMPTY : new VersionVector(actors, counters);
    }

    private int indexOf(long actor) {
        int low = 0;
        int high = actors.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Long.compareUnsigned(actors[middle], actor);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionVector that
                && Arrays.equals(actors, that.actors)
                && Arrays.equals(counters, that.counters);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(actors) + Arrays.hashCode(counters);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < actors.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(HexFormat.of().toHexDigits(actors[i]))
                    .append(':')
                    .append(counters[i]);
        }
        return text.append('}').toString();
    }
}
