package dynamo.node.sim;

import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tombstones of one key whose row some home has deleted, after every home had accounted for all of it. From then on
 * they, and what they superseded, may be missing anywhere; and what they surely superseded may never be live again.
 */
final class Reaped {
    private final KeyHistory history;
    private final Set<Dot> dots = new TreeSet<>();
    private final BitSet writes = new BitSet();
    /** What was buried for certain since then; each entry includes those before it. */
    private final TreeMap<Long, BitSet> buriedSince = new TreeMap<>();

    private BitSet explained = new BitSet();
    private long explainedVersion;

    Reaped(KeyHistory history) {
        this.history = history;
    }

    /** The row was deleted, and rightly so. */
    void add(Siblings row, long nanos) {
        BitSet added = new BitSet();
        for (Sibling sibling : row.live()) {
            if (sibling.isTombstone() && dots.add(sibling.dot())) {
                added.set(history.byDot(sibling.dot()).orElseThrow().index());
            }
        }
        if (!added.isEmpty()) {
            writes.or(added);
            explainedVersion = -1;
            BitSet buried = surelyInSightOf(added);
            if (!buriedSince.isEmpty()) {
                buried.or(buriedSince.lastEntry().getValue());
            }
            buriedSince.put(nanos, buried);
        }
    }

    /** The row is about to be deleted; it may have been written, and be written again, in the same batch. */
    void expect(Siblings row) {
        for (Sibling sibling : row.live()) {
            if (sibling.isTombstone()) {
                writes.set(history.byDot(sibling.dot()).orElseThrow().index());
                explainedVersion = -1;
            }
        }
    }

    /** Whether this tombstone was deleted somewhere, and rightly so. */
    boolean has(Dot dot) {
        return dots.contains(dot);
    }

    boolean isEmpty() {
        return dots.isEmpty();
    }

    /** The writes that nobody needs to hold any more: these tombstones, and all they can have superseded. */
    BitSet explained() {
        if (explainedVersion != history.version()) {
            explainedVersion = history.version();
            explained = history.perhapsSuperseded(writes);
            explained.or(writes);
        }
        return explained;
    }

    /**
     * Whether a tombstone reaped before then superseded the write for certain. Of a write that was stored twice, the
     * deleter may have been shown only the other copy.
     */
    boolean buries(Write write, long beforeNanos) {
        Map.Entry<Long, BitSet> last = buriedSince.lowerEntry(beforeNanos);
        return last != null && write.dots().size() <= 1 && last.getValue().get(write.index());
    }

    /** Through writers whose contexts had room for all they were shown. */
    private BitSet surelyInSightOf(BitSet start) {
        BitSet found = new BitSet();
        ArrayDeque<Integer> left = new ArrayDeque<>();
        start.stream().forEach(left::add);
        while (!left.isEmpty()) {
            Write write = history.writes().get(left.remove());
            if (write.contextIsWhole()) {
                BitSet shown = write.shown();
                for (int i = shown.nextSetBit(0); i >= 0; i = shown.nextSetBit(i + 1)) {
                    if (!found.get(i)) {
                        found.set(i);
                        left.add(i);
                    }
                }
            }
        }
        return found;
    }
}
