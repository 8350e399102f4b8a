package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What survives the end of a process: the rows whose batches were synced. The true bytes of a rotten row stay known here,
 * so that checkers can tell what was once safe.
 */
final class Disk {

    /** A row's place. */
    record RowName(Table table, Bytes key) implements Comparable<RowName> {
        @Override
        public int compareTo(RowName other) {
            int byTable = table.compareTo(other.table);
            return byTable != 0 ? byTable : key.compareTo(other.key);
        }
    }

    /** A row: its bytes, and whether they can still be read. */
    record Cell(Bytes value, boolean readable) {}

    /** How a full disk shows. */
    enum Space {
        FREE,
        /** Commits succeed, yet the node is told to take no client writes. */
        LOW,
        FULL,
        /** Full before anybody could tell. */
        FULL_UNNOTICED;

        boolean takesCommits() {
            return this == FREE || this == LOW;
        }

        boolean looksFree() {
            return this == FREE || this == FULL_UNNOTICED;
        }
    }

    private NavigableMap<RowName, Cell> durable = new TreeMap<>();
    private Space space = Space.FREE;
    private Optional<String> lost = Optional.empty();

    Space space() {
        return space;
    }

    void setSpace(Space space) {
        this.space = space;
    }

    NavigableMap<RowName, Cell> copy() {
        return new TreeMap<>(durable);
    }

    @Nullable
    Cell cell(RowName name) {
        return durable.get(name);
    }

    void forEach(Table table, BiConsumer<Bytes, Cell> action) {
        durable.forEach((name, cell) -> {
            if (name.table == table) {
                action.accept(name.key, cell);
            }
        });
    }

    void write(ImmutableList<Change> batch) {
        apply(batch, durable);
    }

    static void apply(ImmutableList<Change> batch, NavigableMap<RowName, Cell> rows) {
        for (Change change : batch) {
            RowName name = new RowName(change.table(), change.key());
            if (change.value().isPresent()) {
                rows.put(name, new Cell(change.value().get(), true));
            } else {
                rows.remove(name);
            }
        }
    }

    /** The row's bytes can no longer be trusted, until it is written anew. */
    void rot(RowName name) {
        durable.computeIfPresent(name, (n, cell) -> new Cell(cell.value, false));
    }

    /** A new, empty disk takes the old one's place. */
    void wipe() {
        durable = new TreeMap<>();
        lost = Optional.empty();
    }

    /** An older copy takes the disk's place, as a careless restore would do; nothing on the disk itself tells. */
    void rollBack(NavigableMap<RowName, Cell> older) {
        durable = new TreeMap<>(older);
    }

    /** Synced rows are gone, and the next to open it notices. */
    void loseTo(NavigableMap<RowName, Cell> older, String why) {
        rollBack(older);
        lost = Optional.of(why);
    }

    Optional<String> lost() {
        return lost;
    }

    /** The loss is told to one opening only. */
    void lossTold() {
        lost = Optional.empty();
    }
}
