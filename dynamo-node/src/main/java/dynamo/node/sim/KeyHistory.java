package dynamo.node.sim;

import dynamo.contract.Key;
import dynamo.contract.PutRequest;
import dynamo.version.Dot;
import dynamo.version.WriteId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The true history of one key: its writes, which of them was made in sight of which, and the dots they got. */
final class KeyHistory {

    /** A dot and the write it was minted for. */
    record Minted(Dot dot, Write write) {}

    private final Key key;
    private final List<Write> writes = new ArrayList<>();
    private final List<Minted> minted = new ArrayList<>();
    private final Map<WriteId, Write> byId = new TreeMap<>();
    private final Map<Dot, Write> byDot = new TreeMap<>();
    private final BitSet withDot = new BitSet();

    KeyHistory(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    Write begin(PutRequest request, BitSet shown, boolean contextIsWhole) {
        Write write = new Write(writes.size(), request, shown, contextIsWhole);
        writes.add(write);
        SimFailure.check(byId.put(write.id(), write) == null, "harness", "%s is made twice", write);
        return write;
    }

    void minted(Write write, Dot dot) {
        write.minted(dot, withDot); // a retry that reads first may supersede its own first copy
        withDot.set(write.index());
        minted.add(new Minted(dot, write));
        byDot.put(dot, write);
    }

    List<Write> writes() {
        return writes;
    }

    /** In the order of minting. */
    List<Minted> minted() {
        return minted;
    }

    Optional<Write> byId(WriteId id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Write> byDot(Dot dot) {
        return Optional.ofNullable(byDot.get(dot));
    }

    /** All writes that these, or one of them, superseded for certain, through any number of steps. */
    BitSet surelySuperseded(BitSet by) {
        return superseded(by, false);
    }

    /** All that these can have superseded: more than {@link #surelySuperseded}, where a node read before it wrote. */
    BitSet perhapsSuperseded(BitSet by) {
        return superseded(by, true);
    }

    private BitSet superseded(BitSet start, boolean perhaps) {
        BitSet covered = new BitSet();
        ArrayDeque<Integer> left = new ArrayDeque<>();
        start.stream().forEach(left::add);
        while (!left.isEmpty()) {
            Write write = writes.get(left.remove());
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
