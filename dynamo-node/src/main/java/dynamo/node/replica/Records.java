package dynamo.node.replica;

import dynamo.node.env.NodeEvents;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a key's record, and changes it with all that depends on it in one batch: the row, the clock rows of the dots that are new,
 * the name of the row among the tombstones, and the hash tree.
 */
final class Records {
    /** Keys known to be unreadable are not reported again; beyond so many the report is repeated. */
    private static final int UNREADABLE_KNOWN_MAX = 10_000;

    /** What the row of a key says. */
    sealed interface Local {
        record Legible(Siblings record) implements Local {}

        record Illegible() implements Local {}
    }

    private final CommitQueue queue;
    private final Partitions partitions;
    private final NodeEvents events;
    private final Set<Bytes> unreadable = new LinkedHashSet<>();
    private final HashTrees trees;

    Records(CommitQueue queue, Partitions partitions, HashTrees trees, NodeEvents events) {
        this.queue = queue;
        this.partitions = partitions;
        this.trees = trees;
        this.events = events;
    }

    Local read(Place place) {
        Row found = queue.read(Table.DATA, place.row());
        if (found instanceof Row.Found bytes) {
            try {
                Siblings record = Siblings.decode(bytes.value());
                if (!unreadable.isEmpty()) {
                    unreadable.remove(place.row()); // should it be met again, it is another loss
                }
                return new Local.Legible(record);
            } catch (MalformedException e) {
                return illegible(place, String.valueOf(e.getMessage()));
            }
        }
        return found instanceof Row.Unreadable damaged
                ? illegible(place, damaged.why())
                : new Local.Legible(Siblings.EMPTY);
    }

    private Local illegible(Place place, String why) {
        if (unreadable.size() >= UNREADABLE_KNOWN_MAX) {
            unreadable.clear();
        }
        if (unreadable.add(place.row())) {
            events.onUnreadable(place.key(), why);
            partitions.forget(place.partition(), "a row is unreadable");
        }
        return new Local.Illegible();
    }

    /** @param after the row's new record; empty deletes it */
    void store(Place place, Local before, Siblings after, Consumer<CommitResult> done) {
        boolean wasLegible = before instanceof Local.Legible;
        Siblings known = before instanceof Local.Legible legible ? legible.record() : Siblings.EMPTY;
        List<Change> changes = new ArrayList<>();
        changes.add(
                new Change(Table.DATA, place.row(), after.isEmpty() ? Optional.empty() : Optional.of(after.encoded())));
        for (Sibling sibling : after.live()) {
            if (!partitions.contains(place.partition(), sibling.dot())) {
                changes.add(partitions.account(place.partition(), sibling.dot()));
            }
        }
        boolean isTombstone = after.isDeleted();
        if (!wasLegible || known.isDeleted() != isTombstone) {
            Bytes name = Rows.tombstone(place.partition(), place.row());
            changes.add(new Change(Table.META, name, isTombstone ? Optional.of(Bytes.EMPTY) : Optional.empty()));
        }
        unreadable.remove(place.row());
        long hashBefore = HashTrees.hash(place.row(), known);
        long hashAfter = HashTrees.hash(place.row(), after);
        trees.update(place, hashBefore, hashAfter);
        queue.commit(changes, result -> {
            if (result != CommitResult.DURABLE) {
                trees.update(place, hashAfter, hashBefore);
            }
            done.accept(result);
        });
    }

    /** Writes anew what depends on the row and was lost without it: clock rows of its live dots, its name as a tombstone. */
    void account(Place place, Siblings record) {
        List<Change> changes = new ArrayList<>();
        for (Sibling sibling : record.live()) {
            if (!partitions.contains(place.partition(), sibling.dot())) {
                changes.add(partitions.account(place.partition(), sibling.dot()));
            }
        }
        Bytes name = Rows.tombstone(place.partition(), place.row());
        if (record.isDeleted() && !(queue.read(Table.META, name) instanceof Row.Found)) {
            changes.add(new Change(Table.META, name, Optional.of(Bytes.EMPTY)));
        }
        if (!changes.isEmpty()) {
            queue.commit(changes, result -> {});
        }
    }

    void onTakenBack() {
        unreadable.clear();
    }
}
