package dynamo.node.replica;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Deletes all that is stored of a partition, some rows at a time: first the clock, which vouches for the rows, and the actor, which
 * may mint only as long as its rows are there.
 *
 * <p>Only for partitions this node is no home of: nothing is written to them meanwhile. Threading: the node's loop.
 */
public final class Dropping {
    private final int ringPartitions;
    private final CommitQueue queue;
    private final Partitions partitions;
    private final HashTrees trees;
    private final Map<Integer, UnderWay> underWay = new TreeMap<>();

    private record UnderWay(Sweep data, Sweep tombstones) {}

    /** Goes over a range once: to begin anew each time would step over all that is deleted and not yet compacted away. */
    private final class Sweep {
        private final Table table;
        private final Bytes end;
        private Optional<Bytes> next;

        Sweep(Table table, Bytes first, Bytes end) {
            this.table = table;
            this.end = end;
            next = Optional.of(first);
        }

        boolean isOver() {
            return next.isEmpty();
        }

        void take(int rowsMax, ImmutableList.Builder<Change> deletions) {
            next.ifPresent(from -> {
                CommitQueue.Page page = queue.scan(table, from, end, rowsMax);
                page.entries().forEach(entry -> deletions.add(new Change(table, entry.key(), Optional.empty())));
                next = page.next();
            });
        }
    }

    Dropping(int ringPartitions, CommitQueue queue, Partitions partitions, HashTrees trees) {
        this.ringPartitions = ringPartitions;
        this.queue = queue;
        this.partitions = partitions;
        this.trees = trees;
    }

    /** Whether anything is stored here of the partition. */
    public boolean isNeeded(int partition) {
        UnderWay all = all(partition);
        return holds(all.data) || holds(all.tombstones) || partitions.hasClock(partition);
    }

    private UnderWay all(int partition) {
        return new UnderWay(
                new Sweep(
                        Table.DATA,
                        Place.from(partition, 0, ringPartitions),
                        Place.from(partition, HashTree.SEGMENTS, ringPartitions)),
                new Sweep(Table.META, Rows.tombstonesFrom(partition), Rows.tombstonesFrom(partition + 1)));
    }

    private static boolean holds(Sweep range) {
        ImmutableList.Builder<Change> rows = ImmutableList.builder();
        range.take(1, rows);
        return !range.isOver() || !rows.build().isEmpty();
    }

    boolean isUnderWay(int partition) {
        return underWay.containsKey(partition);
    }

    public void begin(int partition) {
        underWay.put(partition, all(partition));
        partitions.forget(partition, "the partition went elsewhere");
    }

    /** Leaves the rest of the rows where they are. */
    public void end(int partition) {
        underWay.remove(partition);
        trees.rebuild(partition);
    }

    /**
     * @param partition one that was begun
     * @param done told, when some rows are durably gone or that has failed, whether there are more and it may go on
     */
    public void some(int partition, int rowsMax, Consumer<Boolean> done) {
        UnderWay ranges = Objects.requireNonNull(underWay.get(partition));
        ImmutableList.Builder<Change> rows = ImmutableList.builder();
        ranges.data.take(rowsMax, rows);
        if (ranges.data.isOver()) {
            ranges.tombstones.take(rowsMax, rows);
        }
        queue.commit(
                rows.build(), result -> done.accept(result == CommitResult.DURABLE && !ranges.tombstones.isOver()));
    }
}
