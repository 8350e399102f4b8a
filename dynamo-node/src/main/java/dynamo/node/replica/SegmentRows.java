package dynamo.node.replica;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.node.replica.RowScan.Hashed;
import dynamo.node.replica.RowScan.Part;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import dynamo.version.Siblings;
import java.util.List;
import java.util.Optional;

/** Lists the rows below a leaf of a hash tree, with what each puts into it. */
public final class SegmentRows {
    private static final int ROWS_MAX = 512;

    /**
     * @param hashes by row, 0 of one that cannot be read
     * @param last how far the list reaches; empty when to the segment's end
     */
    public record Listing(ImmutableSortedMap<Bytes, Long> hashes, Optional<Bytes> last) {}

    private final int partitions;
    private final RowScan scan;

    SegmentRows(int partitions, RowScan scan) {
        this.partitions = partitions;
        this.scan = scan;
    }

    public static boolean areSegments(int first, int run) {
        return first >= 0 && run > 0 && run <= HashTree.SEGMENTS && first + run <= HashTree.SEGMENTS;
    }

    /** What a row with this record puts into its tree. */
    public static long hash(Bytes row, Siblings record) {
        return HashTrees.hash(row, record);
    }

    /** Whether this is a row of the partition. */
    public boolean holds(int partition, Bytes row) {
        return place(row).filter(place -> place.partition() == partition).isPresent();
    }

    /** Whether it is one of these consecutive segments of it. */
    public boolean holds(int partition, int segment, int run, Bytes row) {
        return place(row)
                .filter(place ->
                        place.partition() == partition && place.segment() >= segment && place.segment() < segment + run)
                .isPresent();
    }

    private Optional<Place> place(Bytes row) {
        try {
            return Optional.of(Place.of(row, partitions));
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * @param run segments, from this one on
     * @param after where the list before ended; empty for the first
     */
    public Listing list(int partition, int segment, int run, Bytes after) {
        Bytes first = Place.from(partition, segment, partitions);
        Bytes end = Place.from(partition, segment + run, partitions);
        Bytes from = after.compareTo(first) < 0 ? first : CommitQueue.successor(after);
        Part part = from.compareTo(end) < 0
                ? scan.read(partition, from, end, ROWS_MAX)
                : new Part(List.of(), Optional.empty());
        while (part.rows().isEmpty() && part.next().isPresent()) { // what is stored there is about to be deleted
            part = scan.read(partition, part.next().get(), end, ROWS_MAX);
        }
        List<Hashed> listed =
                part.rows().subList(0, Math.min(ROWS_MAX, part.rows().size()));
        ImmutableSortedMap.Builder<Bytes, Long> hashes = ImmutableSortedMap.naturalOrder();
        listed.forEach(row -> hashes.put(row.place().row(), row.hash()));
        boolean isAll = part.next().isEmpty() && listed.size() == part.rows().size();
        return new Listing(
                hashes.build(),
                isAll
                        ? Optional.empty()
                        : Optional.of(listed.get(listed.size() - 1).place().row()));
    }
}
