package dynamo.node.replica;

import dynamo.node.env.NodeEvents;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import dynamo.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hash tree of each partition, kept in memory and in step with the rows as reads see them, pending ones included. They are
 * written down when the node stops in order; after any other end they are built from the rows, a few at a time, while the node
 * serves. Building one beside the one that is there is how a scrub finds what went wrong unnoticed.
 *
 * <p>Threading: the node's loop.
 */
public final class HashTrees {

    /** A tree that has taken in all rows below the cursor. */
    private static final class Building {
        final HashTree tree = new HashTree();
        Bytes cursor;

        Building(Bytes cursor) {
            this.cursor = cursor;
        }
    }

    private static final class State {
        @Nullable
        HashTree built;

        @Nullable
        Building building;

        long verifiedNanos;
    }

    private final int partitions;
    private final CommitQueue queue;
    private final NodeEvents events;
    private final LongSupplier nowNanos;
    private final RowScan scan;
    private final BiConsumer<Place, Siblings> onRow;
    private final Map<Integer, State> states = new TreeMap<>();
    private IntConsumer onMismatch = partition -> {};
    private boolean savedAreTrue;

    /** @param onRow hears of each row that a build or a scrub reads */
    HashTrees(
            int partitions,
            CommitQueue queue,
            RowScan scan,
            BiConsumer<Place, Siblings> onRow,
            NodeEvents events,
            LongSupplier nowNanos) {
        this.onRow = onRow;
        this.partitions = partitions;
        this.queue = queue;
        this.events = events;
        this.nowNanos = nowNanos;
        this.scan = scan;
    }

    /** Hears of a partition some row of which is not what it was, though nothing says so: the tree is then built anew. */
    void onMismatch(IntConsumer hearer) {
        onMismatch = hearer;
    }

    /**
     * Before the first row is read or written.
     *
     * @param startNumber of this process
     */
    void open(long disk, long startNumber) {
        savedAreTrue = queue.read(Table.META, Rows.TREES) instanceof Row.Found found
                && found.value().equals(lifeOf(disk, startNumber - 1));
    }

    /** Writes all trees down; good for the next start only, so whatever happens to the rows later makes them void. */
    public void save(long disk, long startNumber, Consumer<CommitResult> done) {
        List<Change> changes = new ArrayList<>();
        states.forEach((partition, state) -> {
            HashTree built = state.built;
            changes.add(new Change(
                    Table.META, Rows.tree(partition), Optional.ofNullable(built).map(HashTree::encoded)));
        });
        if (!savedAreTrue) { // those not looked at are of a process that is long over
            for (int partition = 0; partition < partitions; partition++) {
                if (!states.containsKey(partition)) {
                    changes.add(new Change(Table.META, Rows.tree(partition), Optional.empty()));
                }
            }
        }
        changes.add(new Change(Table.META, Rows.TREES, Optional.of(lifeOf(disk, startNumber))));
        queue.commit(changes, done);
    }

    /** A process: start numbers alone begin anew when the row that counts them is lost. */
    private static Bytes lifeOf(long disk, long startNumber) {
        return new Encoder(2 * Long.BYTES).i64(disk).i64(startNumber).toBytes();
    }

    /** A row changed: from what it showed to what it shows. */
    void update(Place place, long before, long after) {
        State state = state(place.partition());
        if (state.built != null) {
            state.built.toggle(place.segment(), before ^ after);
        }
        Building building = state.building;
        if (building != null && place.row().compareTo(building.cursor) < 0) {
            building.tree.toggle(place.segment(), before ^ after);
        }
    }

    static long hash(Bytes row, Siblings record) {
        return record.live().isEmpty() ? 0 : HashTree.rowHash(row, record.encodedLive());
    }

    public boolean isBuilt(int partition) {
        return state(partition).built != null;
    }

    public boolean isBuilding(int partition) {
        return state(partition).building != null;
    }

    /** When the partition's rows were last read through; 0 when not in this process. */
    public long verifiedNanos(int partition) {
        return state(partition).verifiedNanos;
    }

    /** The tree's root; only once it is built. */
    public long root(int partition) {
        return built(partition).root();
    }

    /** Hash per segment; only once it is built. */
    public long[] segments(int partition) {
        return built(partition).segments();
    }

    private HashTree built(int partition) {
        HashTree built = state(partition).built;
        if (built == null) {
            throw new IllegalStateException("the tree of partition " + partition + " is not built");
        }
        return built;
    }

    /** What the tree says can no longer be trusted. */
    void rebuild(int partition) {
        State state = state(partition);
        state.built = null;
        state.building = null;
    }

    /**
     * Reads some of the partition's rows, to build its tree, or to see whether the one there is right.
     *
     * @return whether all rows have been read
     */
    public boolean buildSome(int partition, int rowsMax) {
        State state = state(partition);
        Building building = state.building;
        if (building == null) {
            building = new Building(Place.from(partition, 0, partitions));
            state.building = building;
        }
        Bytes end = Place.from(partition, HashTree.SEGMENTS, partitions);
        RowScan.Part part = scan.read(partition, building.cursor, end, rowsMax);
        building.cursor = part.next().orElse(end);
        for (RowScan.Hashed row : part.rows()) {
            building.tree.toggle(row.place().segment(), row.hash());
            onRow.accept(row.place(), row.record());
        }
        if (part.next().isPresent() || state.building != building) {
            return false; // or a row was unreadable, and the build begins anew without it
        }
        finish(partition, state, building);
        return true;
    }

    private void finish(int partition, State state, Building building) {
        HashTree before = state.built;
        if (before == null) {
            events.onTreeBuilt(partition);
        } else if (before.root() != building.tree.root()) {
            events.onTreeMismatch(partition);
            onMismatch.accept(partition);
            return;
        }
        state.built = building.tree;
        state.building = null;
        state.verifiedNanos = nowNanos.getAsLong();
    }

    private State state(int partition) {
        return states.computeIfAbsent(partition, this::loaded);
    }

    private State loaded(int partition) {
        State state = new State();
        try {
            if (savedAreTrue && queue.read(Table.META, Rows.tree(partition)) instanceof Row.Found found) {
                state.built = HashTree.decode(found.value());
            }
        } catch (MalformedException e) {
            state.built = null;
        }
        return state;
    }
}
