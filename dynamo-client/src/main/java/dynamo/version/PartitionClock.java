package dynamo.version;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The dots a replica of one partition has accounted for, as runs per actor. A dot in it is a live sibling in the replica's
 * rows, or was superseded: so what is in here, and not in the row, must not come back.
 */
public final class PartitionClock {
    public static final PartitionClock EMPTY = new PartitionClock(ImmutableSortedMap.of());
    /** Bound of a decoded clock. */
    private static final int ACTORS_MAX = 1 << 20;

    private static final int ACTOR_BYTES_MIN = 10;

    private final ImmutableSortedMap<Long, Runs> runs;

    private PartitionClock(ImmutableSortedMap<Long, Runs> runs) {
        this.runs = runs;
    }

    public static PartitionClock of(Map<Long, Runs> runs) {
        return runs.isEmpty() ? EMPTY : new PartitionClock(ImmutableSortedMap.copyOf(runs, Comparator.naturalOrder()));
    }

    public ImmutableSortedMap<Long, Runs> runs() {
        return runs;
    }

    public Runs of(long actor) {
        @Nullable Runs known = runs.get(actor);
        return known == null ? Runs.EMPTY : known;
    }

    public boolean contains(Dot dot) {
        return of(dot.actor()).contains(dot.counter());
    }

    /** Whether every dot up to this one, of its actor, is in here. */
    public boolean wholeUpTo(Dot dot) {
        return of(dot.actor()).wholeUpTo(dot.counter());
    }

    /** Whether every dot that the vector covers is in here. */
    public boolean covers(VersionVector vector) {
        for (int i = 0; i < vector.size(); i++) {
            if (!wholeUpTo(vector.entry(i))) {
                return false;
            }
        }
        return true;
    }

    public PartitionClock join(PartitionClock other) {
        if (other.runs.isEmpty() || runs.equals(other.runs)) {
            return this;
        }
        TreeMap<Long, Runs> joined = new TreeMap<>(runs);
        other.runs.forEach((actor, more) -> joined.merge(actor, more, Runs::join));
        return of(joined);
    }

    /** Equal for equal clocks, on every JVM. */
    public long digest() {
        return Hashing.murmur3_128().hashBytes(encoded().asByteBuffer()).asLong();
    }

    public Bytes encoded() {
        Encoder to = new Encoder(8 + 16 * runs.size());
        to.varint(runs.size());
        runs.forEach((actor, counters) -> to.i64(actor).bytes(counters.encoded()));
        return to.toBytes();
    }

    /** @throws MalformedException for anything {@link #encoded} would not have written */
    public static PartitionClock decode(Bytes encoded) {
        Decoder from = new Decoder(encoded);
        int size = from.count(Math.min(ACTORS_MAX, from.remaining() / ACTOR_BYTES_MIN));
        TreeMap<Long, Runs> runs = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            long actor = from.i64();
            if (!runs.isEmpty() && runs.lastKey() >= actor) {
                throw new MalformedException("actors of a clock out of order");
            }
            runs.put(actor, Runs.decode(from.bytes(Integer.MAX_VALUE)));
        }
        from.end();
        return of(runs);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartitionClock that && runs.equals(that.runs);
    }

    @Override
    public int hashCode() {
        return runs.hashCode();
    }

    @Override
    public String toString() {
        return runs.toString();
    }
}
