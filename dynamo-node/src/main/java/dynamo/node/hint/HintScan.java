package dynamo.node.hint;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;

/** Walks over rows in slices: so many rows or bytes at most, and one row at least. */
final class HintScan {
    static final int ROWS_MAX = 32;
    static final int BYTES_MAX = 1 << 20;
    /** The first rows may be the largest there are. */
    private static final int ROWS_FIRST = 4;

    private final Storage storage;
    private final Bytes to;
    private Bytes from;
    private int limit = ROWS_FIRST;

    HintScan(Storage storage, Bytes from, Bytes to) {
        this.storage = storage;
        this.from = from;
        this.to = to;
    }

    /** Empty at the end. */
    ImmutableList<Entry> next() {
        ImmutableList<Entry> found = storage.scan(Table.HINTS, from, to, limit);
        int taken = 0;
        long bytes = 0;
        while (taken < found.size() && (taken == 0 || bytes + length(found.get(taken)) <= BYTES_MAX)) {
            bytes += length(found.get(taken++));
        }
        if (taken > 0) {
            from = successor(found.get(taken - 1).key());
        }
        limit = taken < found.size() ? taken : Math.min(ROWS_MAX, 2 * limit); // what is read twice is read in vain
        return found.subList(0, taken);
    }

    private static int length(Entry entry) {
        return entry.row() instanceof Row.Found found ? found.value().length() : 0;
    }

    private static Bytes successor(Bytes row) {
        byte[] next = new byte[row.length() + 1];
        row.copyTo(next, 0);
        return Bytes.owning(next);
    }
}
