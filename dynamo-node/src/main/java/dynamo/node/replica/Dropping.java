package dynamo.node.replica;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    private final Set<Integer> underWay = new TreeSet<>();

    Dropping(int ringPartitions, CommitQueue queue, Partitions partitions, HashTrees trees) {
        this.ringPartitions = ringPartitions;
        this.queue = queue;
        this.partitions = partitions;
        this.trees = trees;
    }

    /** Whether anything is stored here of the partition. */
    public boolean isNeeded(int partition) {
        Bytes first = Place.from(partition, 0, ringPartitions);
        Bytes end = Place.from(partition, HashTree.SEGMENTS, ringPartitions);
        return holds(Table.DATA, first, end)
                || holds(Table.META, Rows.tombstonesFrom(partition), Rows.tombstonesFrom(partition + 1))
                || partitions.hasClock(partition);
    }

    private boolean holds(Table table, Bytes first, Bytes end) {
        CommitQueue.Page page = queue.scan(table, first, end, 1);
        return !page.entries().isEmpty() || page.next().isPresent();
    }

    boolean isUnderWay(int partition) {
        return underWay.contains(partition);
    }

    public void begin(int partition) {
        underWay.add(partition);
        partitions.forget(partition, "the partition went elsewhere");
    }

    /** Leaves the rest of the rows where they are. */
    public void end(int partition) {
        underWay.remove(partition);
        trees.rebuild(partition);
    }

    /** @param done told, when some rows are durably gone or that has failed, whether there are more and it may go on */
    public void some(int partition, int rowsMax, Consumer<Boolean> done) {
        ImmutableList<Change> rows = rows(partition, rowsMax);
        queue.commit(rows, result -> done.accept(result == CommitResult.DURABLE && rows.size() >= rowsMax));
    }

    private ImmutableList<Change> rows(int partition, int max) {
        ImmutableList.Builder<Change> rows = ImmutableList.builder();
        Bytes first = Place.from(partition, 0, ringPartitions);
        Bytes end = Place.from(partition, HashTree.SEGMENTS, ringPartitions);
        delete(Table.DATA, first, end, max, rows);
        delete(Table.META, Rows.tombstonesFrom(partition), Rows.tombstonesFrom(partition + 1), max, rows);
        return rows.build();
    }

    private void delete(Table table, Bytes first, Bytes end, int max, ImmutableList.Builder<Change> rows) {
        queue.scan(table, first, end, max)
                .entries()
                .forEach(entry -> rows.add(new Change(table, entry.key(), Optional.empty())));
    }
}
