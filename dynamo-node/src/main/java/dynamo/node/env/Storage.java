package dynamo.node.env;

import com.google.common.collect.ImmutableList;
import dynamo.version.Bytes;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A node's disk: tables of rows in the order of their keys, changed by atomic durable batches.
 *
 * <p>Failure: a row whose bytes cannot be trusted is {@link Row.Unreadable}, never absent. After a {@link
 * CommitResult#FAILED} commit nothing is known about the batch, and every later one ends so too; the node must stop. After
 * {@link CommitResult#FULL} the batch is not there, and later ones may succeed.
 *
 * <p>Threading: called on the node's loop; {@code done} runs on it later, never inside {@code commit}.
 */
public interface Storage {

    /** What a table is for. */
    enum Table {
        /** Records, by hash of their key. */
        DATA,
        /** Records kept for absent nodes. */
        HINTS,
        /** Partition clocks and the node's own small durable state. */
        META
    }

    /** What a read found. */
    sealed interface Row {
        record Found(Bytes value) implements Row {}

        record Absent() implements Row {}

        record Unreadable(String why) implements Row {}
    }

    /** One row's new value; empty deletes it. */
    record Change(Table table, Bytes key, Optional<Bytes> value) {}

    /**
     * What a scan met; unreadable rows are part of it. Damage may hide keys too: an unreadable entry then stands for every
     * row between the entry before it (or the scan's start) and its own key, which may be no row's.
     */
    record Entry(Bytes key, Row row) {}

    /** How a commit ended. */
    enum CommitResult {
        /** On disk: it survives a power cut. */
        DURABLE,
        /** No space; nothing of the batch was written. */
        FULL,
        /** The disk failed; whether the batch is there is unknown. */
        FAILED
    }

    /**
     * The newest value of all batches whose {@code done} has run; of a batch still pending, the value before it or the one
     * in it. The caller knows which of its batches are pending.
     */
    Row read(Table table, Bytes key);

    /** Up to {@code limit} rows from {@code from} on, below {@code to}. */
    ImmutableList<Entry> scan(Table table, Bytes from, Bytes to, int limit);

    /** Commits all changes or none. Batches reach the log in the order of the calls. */
    void commit(ImmutableList<Change> batch, Consumer<CommitResult> done);

    /** False while the disk is too full to take client writes. */
    boolean hasSpace();

    /** Found when it was opened: rows that were durable here are gone, and why that is known. */
    Optional<String> lostRows();
}
