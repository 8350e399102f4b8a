package dynamo.node.sim;

import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Earlier states of one disk, kept for the faults that bring one back. */
final class Snapshots {
    private static final int KEPT_MAX = 6;
    private static final int BATCHES_BETWEEN_MAX = 60;

    /** @param beforeStart whether the process of that number had yet to write its first row */
    private record Snapshot(long incarnation, boolean beforeStart, NavigableMap<RowName, Cell> rows) {}

    private final SplittableRandom random;
    private final List<Snapshot> kept = new ArrayList<>();
    private long incarnation;
    private int batchesLeft;

    Snapshots(SplittableRandom random) {
        this.random = random;
    }

    void onStart(Disk disk) {
        incarnation++;
        keep(new Snapshot(incarnation, true, incarnation == 1 ? new TreeMap<>() : disk.copy()));
        batchesLeft = 1; // with the row that counts the start
    }

    void onDurable(Disk disk) {
        if (--batchesLeft <= 0) {
            keep(new Snapshot(incarnation, false, disk.copy()));
            batchesLeft = 1 + random.nextInt(BATCHES_BETWEEN_MAX);
        }
    }

    private void keep(Snapshot snapshot) {
        if (kept.size() >= KEPT_MAX) {
            kept.remove(random.nextInt(kept.size()));
        }
        kept.add(snapshot);
    }

    /** A state that knows of fewer starts than there were. */
    Optional<NavigableMap<RowName, Cell>> beforeTheLastStart() {
        return any(snapshot -> snapshot.incarnation < incarnation || snapshot.beforeStart);
    }

    /** A state that knows of every start. */
    Optional<NavigableMap<RowName, Cell>> sinceTheLastStart() {
        return any(snapshot -> snapshot.incarnation == incarnation && !snapshot.beforeStart);
    }

    Optional<NavigableMap<RowName, Cell>> any() {
        return any(snapshot -> true);
    }

    private Optional<NavigableMap<RowName, Cell>> any(Predicate<Snapshot> wanted) {
        List<Snapshot> found = kept.stream().filter(wanted).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(random.nextInt(found.size())).rows);
    }
}
