package dynamo.node.replica;

import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What every home of a partition has durably accounted for: this node's clock, and the last one that each other home told.
 * What all of them account for can neither be missed by anyone nor come back.
 *
 * <p>Reports live in memory: after a restart they are told again, and until then less is stable.
 */
public final class Stability {
    private final Partitions partitions;
    private final IntFunction<? extends List<NodeId>> otherHomes;
    private final Map<Integer, Map<NodeId, PartitionClock>> reports = new TreeMap<>();
    private final Map<Integer, Own> durable = new TreeMap<>();

    /** This node's clock as its disk has it; of another lineage it is worth nothing. */
    private record Own(long lineage, PartitionClock clock) {}

    Stability(Partitions partitions, IntFunction<? extends List<NodeId>> otherHomes) {
        this.partitions = partitions;
        this.otherHomes = otherHomes;
    }

    /** @param clock durable at that home */
    public void report(int partition, NodeId home, PartitionClock clock) {
        reports.computeIfAbsent(partition, p -> new TreeMap<>()).put(home, clock);
    }

    /** @param clock durable here */
    void reportOwn(int partition, long lineage, PartitionClock clock) {
        durable.put(partition, new Own(lineage, clock));
    }

    private PartitionClock own(int partition) {
        Own own = durable.get(partition);
        return own == null || own.lineage != partitions.lineage(partition) ? PartitionClock.EMPTY : own.clock;
    }

    /**
     * Whether every home has durably what is live in the record: then whatever was superseded for it is live nowhere any more,
     * nor will be when commits under way fail.
     */
    boolean everywhere(int partition, Siblings record) {
        return record.live().stream().allMatch(sibling -> isEverywhere(partition, sibling.dot()));
    }

    /** Whether every home durably accounts for all dots up to this one: others are told so by leaving it out of a vector. */
    boolean durablyEverywhere(int partition, Dot dot) {
        return own(partition).wholeUpTo(dot) && everywhere(partition, dot);
    }

    private boolean isEverywhere(int partition, Dot dot) {
        if (!own(partition).contains(dot)) {
            return false;
        }
        for (NodeId home : otherHomes.apply(partition)) {
            if (!reported(partition, home).contains(dot)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every home accounts for all dots up to this one, of its actor. */
    boolean everywhere(int partition, Dot dot) {
        if (!partitions.clockOf(partition, dot.actor()).wholeUpTo(dot.counter())) {
            return false;
        }
        for (NodeId home : otherHomes.apply(partition)) {
            if (!reported(partition, home).wholeUpTo(dot)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every home accounts for all that the vector covers. */
    boolean everywhere(int partition, VersionVector vector) {
        for (int i = 0; i < vector.size(); i++) {
            if (!everywhere(partition, vector.entry(i))) {
                return false;
            }
        }
        return true;
    }

    /** Actors of the vector that this node itself does not account for as a whole. */
    List<Dot> missingHere(int partition, VersionVector vector) {
        List<Dot> missing = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            Dot entry = vector.entry(i);
            if (!partitions.clockOf(partition, entry.actor()).wholeUpTo(entry.counter())) {
                missing.add(entry);
            }
        }
        return missing;
    }

    /** The other homes that have not accounted for all of it, as far as they told. */
    List<NodeId> waitsFor(int partition, VersionVector vector) {
        return otherHomes.apply(partition).stream()
                .filter(home -> !reported(partition, home).covers(vector))
                .toList();
    }

    private PartitionClock reported(int partition, NodeId home) {
        Map<NodeId, PartitionClock> told = reports.get(partition);
        @Nullable PartitionClock clock = told == null ? null : told.get(home);
        return clock == null ? PartitionClock.EMPTY : clock;
    }
}
