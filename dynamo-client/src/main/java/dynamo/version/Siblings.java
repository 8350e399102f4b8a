package dynamo.version;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A key's record: all the concurrent values a replica holds, and the version vector of everything it has seen (dotted
 * version vectors, Preguiça et al. 2012). A dot the vector covers that is not among the live ones was superseded.
 *
 * <p>{@code live} is sorted by dot, without repetition, each covered by the vector. Immutable; remembers its encoding, so that
 * a record that travels unchanged from socket to disk to socket is encoded once.
 */
public final class Siblings {
    public static final Siblings EMPTY = new Siblings(VersionVector.EMPTY, ImmutableList.of());

    private static final int ENCODING_VERSION = 1;
    /** Repair may carry a record over the client's limit, yet a decoder needs some bound. */
    private static final int LIVE_MAX = 65_536;

    private final VersionVector vector;
    private final ImmutableList<Sibling> live;
    private @Nullable Bytes encoded; // a race writes equal bytes twice

    public Siblings(VersionVector vector, ImmutableList<Sibling> live) {
        for (int i = 0; i < live.size(); i++) {
            Dot dot = live.get(i).dot();
            if (!vector.covers(dot) || i > 0 && live.get(i - 1).dot().compareTo(dot) >= 0) {
                throw new IllegalArgumentException("siblings out of order or not covered by " + vector);
            }
        }
        this.vector = vector;
        this.live = live;
    }

    public VersionVector vector() {
        return vector;
    }

    public ImmutableList<Sibling> live() {
        return live;
    }

    /**
     * The one merge of the system: keeps a sibling that both have, or whose dot the other has not seen; the vectors
     * join. Commutative, associative, idempotent; returns {@code a} or {@code b} itself where the result is equal to it. Looks at dots alone: merging equal write ids here would not be
     * associative.
     */
    public static Siblings sync(Siblings a, Siblings b) {
        List<Sibling> kept = new ArrayList<>(a.live.size() + b.live.size());
        int left = 0;
        int right = 0;
        int ofA = 0;
        int ofB = 0;
        while (left < a.live.size() || right < b.live.size()) {
            int order = order(a.live, left, b.live, right);
            if (order == 0) {
                kept.add(a.live.get(left));
                ofA++;
                ofB++;
            } else if (order < 0 && !b.vector.covers(a.live.get(left).dot())) {
                kept.add(a.live.get(left));
                ofA++;
            } else if (order > 0 && !a.vector.covers(b.live.get(right).dot())) {
                kept.add(b.live.get(right));
                ofB++;
            }
            left += order <= 0 ? 1 : 0;
            right += order >= 0 ? 1 : 0;
        }
        VersionVector joined = a.vector.join(b.vector);
        if (joined.equals(a.vector) && kept.size() == ofA && ofA == a.live.size()) {
            return a;
        }
        if (joined.equals(b.vector) && kept.size() == ofB && ofB == b.live.size()) {
            return b;
        }
        return new Siblings(joined, ImmutableList.copyOf(kept));
    }

    private static int order(ImmutableList<Sibling> a, int left, ImmutableList<Sibling> b, int right) {
        if (left == a.size()) {
            return 1;
        }
        return right == b.size() ? -1 : a.get(left).dot().compareTo(b.get(right).dot());
    }

    /** A put under a context: what the context covers goes, the new sibling comes, its dot the newest of its actor. */
    public Siblings put(VersionVector context, Sibling added) {
        ImmutableList.Builder<Sibling> kept = ImmutableList.builderWithExpectedSize(live.size() + 1);
        boolean placed = false;
        for (Sibling sibling : live) {
            if (!placed && sibling.dot().compareTo(added.dot()) > 0) {
                kept.add(added);
                placed = true;
            }
            if (!context.covers(sibling.dot())) {
                kept.add(sibling);
            }
        }
        if (!placed) {
            kept.add(added);
        }
        return new Siblings(vector.join(context).with(added.dot()), kept.build());
    }

    /** Without the siblings whose dots these are; the vector still covers them, so they count as superseded. */
    public Siblings without(Predicate<Dot> superseded) {
        if (live.stream().noneMatch(sibling -> superseded.test(sibling.dot()))) {
            return this;
        }
        return new Siblings(
                vector,
                live.stream()
                        .filter(sibling -> !superseded.test(sibling.dot()))
                        .collect(ImmutableList.toImmutableList()));
    }

    /**
     * Without the vector's entries that every home of the key accounts for anyway. The actors of live siblings keep theirs:
     * they say that the sibling was seen.
     *
     * @param everywhere whether all dots up to this one, of its actor, are in the clock of every home
     */
    public Siblings strip(Predicate<Dot> everywhere) {
        VersionVector kept = vector.retain(entry -> isLive(entry.actor()) || !everywhere.test(entry));
        return kept.size() == vector.size() ? this : new Siblings(kept, live);
    }

    public boolean isLive(long actor) {
        for (int i = 0; i < live.size(); i++) {
            if (live.get(i).dot().actor() == actor) {
                return true;
            }
        }
        return false;
    }

    public boolean isLive(Dot dot) {
        for (int i = 0; i < live.size(); i++) {
            if (live.get(i).dot().equals(dot)) {
                return true;
            }
        }
        return false;
    }

    /** Dots of the live siblings, in order. */
    public ImmutableList<Dot> dots() {
        return live.stream().map(Sibling::dot).collect(ImmutableList.toImmutableList());
    }

    /** What clients see: copies of one write, left by a retry at another node, are one; the lowest dot stands for all. */
    public ImmutableList<Sibling> shown() {
        if (live.size() < 2) {
            return live;
        }
        Set<WriteId> seen = new LinkedHashSet<>();
        ImmutableList.Builder<Sibling> shown = ImmutableList.builder();
        for (Sibling sibling : live) {
            if (seen.add(sibling.writeId())) {
                shown.add(sibling);
            }
        }
        return shown.build();
    }

    /** Whether clients find a value here; a record of nothing but tombstones is a deleted key. */
    public boolean hasValue() {
        return live.stream().anyMatch(sibling -> !sibling.isTombstone());
    }

    public boolean isEmpty() {
        return vector.isEmpty();
    }

    /** Whether nothing but tombstones is left. */
    public boolean isDeleted() {
        return !live.isEmpty() && !hasValue();
    }

    /** Dots of the live siblings that one write made. */
    public ImmutableList<Dot> dotsOf(WriteId writeId) {
        return live.stream()
                .filter(sibling -> sibling.writeId().equals(writeId))
                .map(Sibling::dot)
                .collect(ImmutableList.toImmutableList());
    }

    /** The canonical encoding, shared by disk, wire and hash trees: equal records have equal bytes. */
    public Bytes encoded() {
        Bytes known = encoded;
        if (known == null) {
            known = encode();
            encoded = known;
        }
        return known;
    }

    /** The encoding without the vector: equal for records that show the same, however much of their vectors is stripped. */
    public Bytes encodedLive() {
        Bytes whole = encoded();
        return whole.slice(1 + vector.encodedLength(), whole.length());
    }

    /** The same of a record that is encoded already. */
    public static Bytes encodedLive(Bytes encoded) {
        Decoder from = new Decoder(encoded);
        from.u8();
        VersionVector.decode(from);
        return from.rest();
    }

    private Bytes encode() {
        Encoder to = new Encoder(estimatedLength());
        to.u8(ENCODING_VERSION);
        vector.encode(to);
        to.varint(live.size());
        live.forEach(sibling -> sibling.encode(to));
        return to.toBytes();
    }

    /** @throws MalformedException for anything {@link #encoded} would not have written */
    public static Siblings decode(Bytes encoded) {
        Decoder from = new Decoder(encoded);
        int version = from.u8();
        if (version != ENCODING_VERSION) {
            throw new MalformedException("record encoding " + version + " is unknown");
        }
        VersionVector vector = VersionVector.decode(from);
        int size = from.count(Math.min(LIVE_MAX, from.remaining()));
        ImmutableList.Builder<Sibling> live = ImmutableList.builder();
        for (int i = 0; i < size; i++) {
            live.add(Sibling.decode(from));
        }
        from.end();
        try {
            Siblings decoded = new Siblings(vector, live.build());
            decoded.encoded = encoded; // every value has one encoding only, so this is it
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("siblings out of order or not covered");
        }
    }

    private int estimatedLength() {
        int length = 16 + 12 * vector.size();
        for (Sibling sibling : live) {
            length += 80
                    + (sibling.content() instanceof Content.Value value
                            ? value.bytes().length() + 64
                            : 0);
        }
        return length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Siblings that && vector.equals(that.vector) && live.equals(that.live);
    }

    @Override
    public int hashCode() {
        return 31 * vector.hashCode() + live.hashCode();
    }

    @Override
    public String toString() {
        return "Siblings[" + vector + ", " + live + "]";
    }
}
