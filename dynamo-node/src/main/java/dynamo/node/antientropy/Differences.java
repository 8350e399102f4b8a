package dynamo.node.antientropy;

import dynamo.node.message.ExchangeReply.RowHash;
import dynamo.node.message.ExchangeReply.RowHashes;
import dynamo.node.replica.SegmentRows.Listing;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two lists of one segment's rows, compared as far as both reach.
 *
 * @param rows that are there on one side only, or differ
 * @param unreadableHere whether one of them cannot be read here; such are left out
 * @param unreadableThere whether one of them cannot be read at the peer; such are left out too
 * @param end how far both lists reach; empty when to the segment's end
 */
record Differences(List<Row> rows, boolean unreadableHere, boolean unreadableThere, Optional<Bytes> end) {

    /** @param theirs hash of it at the peer; 0 when it is not there */
    record Row(Bytes row, long theirs) {}

    static Differences between(Listing mine, RowHashes theirs) {
        TreeMap<Bytes, Long> listed = new TreeMap<>();
        theirs.rows().forEach((RowHash row) -> listed.put(row.row(), row.hash()));
        Optional<Bytes> end = least(mine.last(), theirs.more() ? Optional.of(listed.lastKey()) : Optional.empty());
        TreeSet<Bytes> all = new TreeSet<>(mine.hashes().keySet());
        all.addAll(listed.keySet());
        List<Row> rows = new ArrayList<>();
        boolean unreadableHere = false;
        boolean unreadableThere = false;
        for (Bytes row : end.isPresent() ? all.headSet(end.get(), true) : all) {
            Long here = mine.hashes().get(row);
            Long there = listed.get(row);
            unreadableHere |= isUnreadable(here);
            unreadableThere |= isUnreadable(there);
            if (isUnreadable(here) || isUnreadable(there)) {
                continue;
            }
            if (here == null || !here.equals(there)) {
                rows.add(new Row(row, there == null ? 0 : there));
            }
        }
        return new Differences(rows, unreadableHere, unreadableThere, end);
    }

    private static boolean isUnreadable(@Nullable Long hash) {
        return hash != null && hash == 0;
    }

    private static Optional<Bytes> least(Optional<Bytes> a, Optional<Bytes> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        return a.get().compareTo(b.get()) <= 0 ? a : b;
    }
}
