package dynamo.node.sim;

import dynamo.node.sim.RowLayout.ClockName;
import dynamo.version.Dot;
import dynamo.version.Runs;
import dynamo.version.VersionVector;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** The partition clocks on one disk, by actor (each belongs to one partition), and what they ever accounted for. */
final class Clocks {
    private final Map<Long, Runs> now = new TreeMap<>();
    private final Map<Long, BitSet> ever = new TreeMap<>();

    /** @param last the highest counter there is: what lies above it is not looked at */
    BitSet put(ClockName name, Runs runs, long last) {
        Runs before = now.getOrDefault(name.actor(), Runs.EMPTY);
        if (runs.size() == 0) {
            now.remove(name.actor());
        } else {
            now.put(name.actor(), runs);
        }
        BitSet added = new BitSet();
        for (int counter = 1; counter <= last; counter++) {
            if (runs.contains(counter) && !before.contains(counter)) {
                added.set(counter);
            }
        }
        ever.computeIfAbsent(name.actor(), actor -> new BitSet()).or(added);
        return added;
    }

    void clear() {
        now.clear();
    }

    Runs of(long actor) {
        return now.getOrDefault(actor, Runs.EMPTY);
    }

    boolean contains(Dot dot) {
        Runs runs = now.get(dot.actor());
        return runs != null && runs.contains(dot.counter());
    }

    /** Whether all that the vector covers is accounted for, whole runs from 1. */
    boolean holds(VersionVector vector) {
        for (int i = 0; i < vector.size(); i++) {
            Dot last = vector.entry(i);
            if (!of(last.actor()).wholeUpTo(last.counter())) {
                return false;
            }
        }
        return true;
    }

    /** The same of all that was ever durable here, on this disk or one before it. */
    boolean onceHeld(VersionVector vector) {
        for (int i = 0; i < vector.size(); i++) {
            Dot last = vector.entry(i);
            BitSet counters = ever.get(last.actor());
            if (counters == null || counters.nextClearBit(1) <= last.counter()) {
                return false;
            }
        }
        return true;
    }
}
