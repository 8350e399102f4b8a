package dynamo.tools.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which writes of a key were made in sight of which. Writes are numbered in the order in which they began, so that what one
 * saw has a lower number. That a write saw one that began later is not believed.
 */
final class Causality {
    private static final int NONE = -1;

    private final List<Call.Write> writes;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<BitSet> pasts = new ArrayList<>();

    Causality(List<Call.Write> ofOneKey) {
        writes = new ArrayList<>(ofOneKey);
        writes.sort(Comparator.comparingLong(write -> write.span().begin()));
        for (Call.Write write : writes) {
            BitSet past = write.saw().isPresent() ? pastOfSeen(write.saw().get()) : new BitSet(0);
            numbers.put(write.id(), pasts.size());
            pasts.add(past);
        }
    }

    private BitSet pastOfSeen(List<String> saw) {
        BitSet past = new BitSet(pasts.size());
        for (String id : saw) {
            int seen = number(id);
            if (seen != NONE) {
                past.set(seen);
                past.or(pasts.get(seen));
            }
        }
        return past;
    }

    boolean knows(String id) {
        return numbers.containsKey(id);
    }

    /** Of a write to this key; -1 for others. */
    int number(String id) {
        return numbers.getOrDefault(id, NONE);
    }

    Call.Write write(int number) {
        return writes.get(number);
    }

    /** What the write superseded, through any number of steps. */
    boolean isInPast(int earlier, int of) {
        return pasts.get(of).get(earlier);
    }

    /** All that these, or one of them, superseded. */
    BitSet past(BitSet of) {
        BitSet past = new BitSet(writes.size());
        of.stream().forEach(number -> past.or(pasts.get(number)));
        return past;
    }

    BitSet past(int of) {
        return (BitSet) pasts.get(of).clone();
    }

    BitSet matching(Predicate<Call.Write> wanted) {
        BitSet matching = new BitSet(writes.size());
        for (int number = 0; number < writes.size(); number++) {
            if (wanted.test(writes.get(number))) {
                matching.set(number);
            }
        }
        return matching;
    }

    /** One of these that has it in its past. */
    Call.Write superseder(int of, BitSet among) {
        int number = among.stream()
                .filter(later -> isInPast(of, later))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "nothing superseded " + write(of).id()));
        return write(number);
    }

    static BitSet without(BitSet all, BitSet some) {
        BitSet rest = (BitSet) all.clone();
        rest.andNot(some);
        return rest;
    }

    static BitSet both(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        return both;
    }
}
