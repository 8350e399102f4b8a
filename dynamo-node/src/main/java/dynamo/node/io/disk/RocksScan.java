package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.version.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * One scan that goes on behind damage. A damaged block hides its rows and their keys, and an iterator just ends there; so
 * the end is looked at, and the first key behind the block is found by bisection.
 *
 * <p>Each attempt has an iterator of its own: one that met damage reports it for places where there is none (seen with
 * RocksDB 11.8).
 */
final class RocksScan {
    /** Of the keys tried by the bisection. Rows that agree in so many bytes with a hidden one may be hidden with it. */
    private static final int PROBE_BYTES = 24;

    private final Supplier<RocksIterator> iterators;
    private final Bytes to;
    private final int limit;
    private final ImmutableList.Builder<Entry> found = ImmutableList.builder();
    private int count;

    /** @param iterators end below {@code to} */
    RocksScan(Supplier<RocksIterator> iterators, Bytes to, int limit) {
        this.iterators = iterators;
        this.to = to;
        this.limit = limit;
    }

    ImmutableList<Entry> from(Bytes from) {
        Bytes position = from;
        while (count < limit) {
            Optional<String> damage;
            try (RocksIterator rows = iterators.get()) {
                rows.seek(position.toArray());
                while (rows.isValid() && count < limit) {
                    byte[] key = rows.key();
                    add(Bytes.owning(key), SealedRow.open(key, rows.value()));
                    position = successor(key);
                    rows.next();
                }
                damage = damage(rows);
            }
            if (damage.isEmpty() || count == limit) {
                break;
            }
            Bytes lastHidden = lastHidden(position);
            if (lastHidden.compareTo(position) < 0) {
                break;
            }
            add(lastHidden, new Row.Unreadable(damage.get()));
            position = successor(lastHidden.toArray());
        }
        return found.build();
    }

    private void add(Bytes key, Row row) {
        found.add(new Entry(key, row));
        count++;
    }

    /** The least key from which rows can be read again; when there is none below {@code to}, the last one before it. */
    private Bytes lastHidden(Bytes from) {
        BigInteger hidden = number(from);
        BigInteger readable = number(to);
        while (readable.subtract(hidden).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = hidden.add(readable).shiftRight(1);
            if (isReadable(bytes(middle))) {
                readable = middle;
            } else {
                hidden = middle;
            }
        }
        return Bytes.owning(bytes(readable.equals(number(to)) ? hidden : readable));
    }

    private boolean isReadable(byte[] from) {
        try (RocksIterator rows = iterators.get()) {
            rows.seek(from);
            return damage(rows).isEmpty();
        }
    }

    private static Optional<String> damage(RocksIterator rows) {
        try {
            rows.status();
            return Optional.empty();
        } catch (RocksDBException e) {
            return Optional.of(RocksFiles.describe(e));
        }
    }

    private static Bytes successor(byte[] key) {
        return Bytes.owning(Arrays.copyOf(key, key.length + 1));
    }

    private static BigInteger number(Bytes key) {
        return new BigInteger(1, Arrays.copyOf(key.toArray(), PROBE_BYTES));
    }

    private static byte[] bytes(BigInteger number) {
        byte[] minimal = number.toByteArray();
        byte[] key = new byte[PROBE_BYTES];
        int used = Math.min(minimal.length, PROBE_BYTES);
        System.arraycopy(minimal, minimal.length - used, key, PROBE_BYTES - used, used);
        return key;
    }
}
