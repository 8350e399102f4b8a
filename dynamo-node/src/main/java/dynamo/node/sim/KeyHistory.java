package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.contract.PutRequest;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The true history of one key: its writes, which of them was made in sight of which, and the dots they got. */
final class KeyHistory {
    /** Records that are met again within moments: the copies of one write. */
    private static final int JUDGED_MAX = 24;

    /** A dot and the write it was minted for. */
    record Minted(Dot dot, Write write) {}

    private final Key key;
    private final int partition;
    private final Set<NodeId> homes = new LinkedHashSet<>();
    private final History history;
    private final List<Write> writes = new ArrayList<>();
    private final List<Minted> minted = new ArrayList<>();
    private final Map<WriteId, Write> byId = new TreeMap<>();
    private final Map<Dot, Write> byDot = new TreeMap<>();
    private final BitSet withDot = new BitSet();
    private final Reaped reaped = new Reaped(this);
    private final Map<Integer, BitSet> surePasts = new TreeMap<>();
    private final Map<Integer, BitSet> possiblePasts = new TreeMap<>();
    private final Map<Long, Long> stripped = new TreeMap<>();
    private final Map<Siblings, Boolean> judged = new LinkedHashMap<>();
    private long version;

    KeyHistory(Key key, Ring ring, History history) {
        this.key = key;
        this.history = history;
        partition = KeyHash.of(key.bucket(), key.key()).partition(ring.partitions());
        homes.addAll(ring.preferenceList(partition).primaries());
    }

    Key key() {
        return key;
    }

    int partition() {
        return partition;
    }

    /** All nodes that are or were homes of it, or are to be, by any plan that some node went by. */
    ImmutableList<NodeId> homes() {
        return ImmutableList.copyOf(homes);
    }

    void addHomes(ImmutableList<NodeId> more) {
        homes.addAll(more);
    }

    Write begin(PutRequest request, BitSet shown, boolean contextIsWhole) {
        Write write = new Write(writes.size(), request, shown, contextIsWhole);
        writes.add(write);
        SimFailure.check(byId.put(write.id(), write) == null, "harness", "%s is made twice", write);
        return write;
    }

    void minted(Write write, Dot dot, Siblings made) {
        write.minted(dot, write.readsFirst() ? droppedBy(made) : withDot);
        if (write.readsFirst() && write.dots().size() > 1) {
            possiblePasts.clear();
            version++;
        }
        withDot.set(write.index());
        minted.add(new Minted(dot, write));
        byDot.put(dot, write);
    }

    /**
     * What a write that was preceded by a node's own read may have superseded: that read no checker saw, but what it showed
     * is covered, and gone. A retry that reads first may so supersede its own first copy.
     */
    private BitSet droppedBy(Siblings made) {
        BitSet dropped = new BitSet();
        for (Minted earlier : minted) {
            if (made.vector().covers(earlier.dot) && !isLive(made, earlier.dot)) {
                dropped.set(earlier.write.index());
            }
        }
        return dropped;
    }

    static boolean isLive(Siblings record, Dot dot) {
        return record.live().stream().anyMatch(sibling -> sibling.dot().equals(dot));
    }

    List<Write> writes() {
        return writes;
    }

    /** In the order of minting. */
    List<Minted> minted() {
        return minted;
    }

    /** The highest counter the actor has given to any key. */
    long lastCounter(long actor) {
        return history.usesOf(actor).size();
    }

    Optional<Write> byId(WriteId id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Write> byDot(Dot dot) {
        return Optional.ofNullable(byDot.get(dot));
    }

    /** A vector at some home has lost this entry, which leaves it to the clocks. */
    void stripped(Dot last) {
        stripped.merge(last.actor(), last.counter(), Math::max);
    }

    /** Whether some vectors may leave this dot to the clocks, so that a home without a clock can know nothing of it. */
    boolean isForgettable(Dot dot) {
        return stripped.getOrDefault(dot.actor(), 0L) >= dot.counter()
                || byDot(dot)
                        .filter(write -> reaped.explained().get(write.index()))
                        .isPresent();
    }

    Reaped reaped() {
        return reaped;
    }

    /** Grows when what a write may have superseded turns out to be more. */
    long version() {
        return version;
    }

    /** Whether an equal record passed before: what was true of it stays true. */
    boolean wasJudged(Siblings record) {
        return judged.containsKey(record);
    }

    void passed(Siblings record) {
        judged.put(record, true);
        if (judged.size() > JUDGED_MAX) {
            judged.remove(judged.keySet().iterator().next());
        }
    }

    /** All writes that these, or one of them, superseded for certain, through any number of steps. */
    BitSet surelySuperseded(BitSet by) {
        return superseded(by, surePasts, false);
    }

    /** All that these can have superseded: more than {@link #surelySuperseded}, where a node read before it wrote. */
    BitSet perhapsSuperseded(BitSet by) {
        return superseded(by, possiblePasts, true);
    }

    /** What accounts for a dot that is not live: a live write that can have superseded it, or a reaped tombstone. */
    BitSet explainedBy(BitSet live) {
        BitSet explained = perhapsSuperseded(live);
        explained.or(reaped.explained());
        return explained;
    }

    private BitSet superseded(BitSet by, Map<Integer, BitSet> pasts, boolean perhaps) {
        BitSet covered = new BitSet();
        for (int i = by.nextSetBit(0); i >= 0; i = by.nextSetBit(i + 1)) {
            BitSet past = pasts.get(i);
            if (past == null) {
                past = past(i, pasts, perhaps);
                pasts.put(i, past);
            }
            covered.or(past);
        }
        return covered;
    }

    private BitSet past(int of, Map<Integer, BitSet> pasts, boolean perhaps) {
        BitSet covered = new BitSet();
        ArrayDeque<Integer> left = new ArrayDeque<>();
        left.add(of);
        while (!left.isEmpty()) {
            int next = left.remove();
            BitSet known = pasts.get(next);
            if (known != null) {
                covered.or(known);
                continue;
            }
            Write write = writes.get(next);
            addNew(write.shown(), covered, left);
            if (perhaps && write.readsFirst()) {
                addNew(write.mintedBefore(), covered, left);
            }
        }
        return covered;
    }

    private static void addNew(BitSet more, BitSet covered, ArrayDeque<Integer> left) {
        for (int i = more.nextSetBit(0); i >= 0; i = more.nextSetBit(i + 1)) {
            if (!covered.get(i)) {
                covered.set(i);
                left.add(i);
            }
        }
    }
}
