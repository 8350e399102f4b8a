package dynamo.node.replica;

import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import dynamo.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Reads data rows in order, a few at a time, for what they put into a hash tree; and says what it cannot read. Damage can hide
 * rows with their keys: then nobody knows what the partition lacks, which is told too.
 */
final class RowScan {
    /** Rows may have megabytes, and a page is held in memory. */
    private static final int PAGE_ROWS = 16;

    private static final long BYTES_MAX = 4L << 20;

    /**
     * @param hash 0 when the row cannot be read
     * @param record empty then
     */
    record Hashed(Place place, long hash, Siblings record) {}

    /** @param next where to go on; empty when there is no more */
    record Part(List<Hashed> rows, Optional<Bytes> next) {}

    private final int partitions;
    private final CommitQueue queue;
    private final Predicate<Place> isUnreadable;
    private final BiConsumer<Integer, Bytes> onHidden;

    /**
     * @param isUnreadable looks again at a row that could not be read, by its key
     * @param onHidden hears of a partition some of whose rows cannot be read, nobody knows which, and where the damage ends
     */
    RowScan(int partitions, CommitQueue queue, Predicate<Place> isUnreadable, BiConsumer<Integer, Bytes> onHidden) {
        this.partitions = partitions;
        this.queue = queue;
        this.isUnreadable = isUnreadable;
        this.onHidden = onHidden;
    }

    /** About so many rows of the partition, or fewer when they are large; pending ones included. */
    Part read(int partition, Bytes from, Bytes to, int rowsMax) {
        List<Hashed> rows = new ArrayList<>();
        Optional<Bytes> next = Optional.of(from);
        long bytes = 0;
        int met = 0;
        while (next.isPresent() && met < rowsMax && bytes < BYTES_MAX) {
            CommitQueue.Page page = queue.scan(Table.DATA, next.get(), to, Math.min(PAGE_ROWS, rowsMax));
            for (Entry entry : page.entries()) {
                hashed(partition, entry).ifPresent(rows::add);
                bytes += entry.row() instanceof Row.Found found ? found.value().length() : 0;
            }
            met += PAGE_ROWS;
            next = page.next();
        }
        return new Part(rows, next);
    }

    private Optional<Hashed> hashed(int partition, Entry entry) {
        Place place;
        try {
            place = Place.of(entry.key(), partitions);
        } catch (MalformedException | IllegalArgumentException e) {
            onHidden.accept(partition, entry.key());
            return Optional.empty();
        }
        try {
            if (entry.row() instanceof Row.Found found) {
                Siblings record = Siblings.decode(found.value());
                return Optional.of(new Hashed(place, HashTrees.hash(entry.key(), record), record));
            }
        } catch (MalformedException e) {
            // unreadable, as below
        }
        if (isUnreadable.test(place)) {
            return Optional.of(new Hashed(place, 0, Siblings.EMPTY));
        }
        onHidden.accept(partition, entry.key());
        return Optional.empty();
    }
}
