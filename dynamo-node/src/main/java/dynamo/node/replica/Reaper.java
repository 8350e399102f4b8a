package dynamo.node.replica;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Table;
import dynamo.node.replica.Records.Local;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.MalformedException;
import dynamo.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Drops rows of nothing but tombstones once every home accounts for all that they cover: from then on whatever could bring a
 * deleted value back is known by the clocks to be superseded. No age and no grace period plays a part.
 */
public final class Reaper {
    /** Tombstones looked at in one turn of the loop. */
    private static final int ROWS_MAX = 256;

    /**
     * What a partition's tombstones wait for, as last seen.
     *
     * @param rows tombstones that wait
     * @param here how many of them wait for what this node itself lacks
     * @param byHome how many of them wait for that home's report; they may wait for several
     * @param holes dots that this node itself lacks below what the tombstones cover; a dead actor's are closed in the end
     */
    public record Waiting(long rows, long here, ImmutableSortedMap<NodeId, Long> byHome, List<Dot> holes) {
        static final Waiting NONE = new Waiting(0, 0, ImmutableSortedMap.of(), List.of());
        private static final int HOLES_MAX = 16;
    }

    private static final class Pass {
        long rows;
        long here;
        final Map<NodeId, Long> byHome = new TreeMap<>();
        final List<Dot> holes = new ArrayList<>();
    }

    private final int partitions;
    private final CommitQueue queue;
    private final Records records;
    private final Stability stability;
    private final NodeEvents events;
    private final Map<Integer, Bytes> cursors = new TreeMap<>();
    private final Map<Integer, Pass> passes = new TreeMap<>();
    private final Map<Integer, Waiting> waiting = new TreeMap<>();

    Reaper(int partitions, CommitQueue queue, Records records, Stability stability, NodeEvents events) {
        this.partitions = partitions;
        this.queue = queue;
        this.records = records;
        this.stability = stability;
        this.events = events;
    }

    /**
     * Looks at some of the partition's tombstones.
     *
     * @return whether all of them have been looked at; else a next call goes on
     */
    public boolean reapSome(int partition) {
        Bytes from = cursors.getOrDefault(partition, Rows.tombstonesFrom(partition));
        Pass pass = passes.computeIfAbsent(partition, p -> new Pass());
        CommitQueue.Page page = queue.scan(Table.META, from, Rows.tombstonesFrom(partition + 1), ROWS_MAX);
        page.entries().forEach(entry -> look(partition, entry, pass));
        if (page.next().isPresent()) {
            cursors.put(partition, page.next().get());
            return false;
        }
        cursors.remove(partition);
        passes.remove(partition);
        waiting.put(
                partition,
                pass.rows == 0
                        ? Waiting.NONE
                        : new Waiting(
                                pass.rows, pass.here, ImmutableSortedMap.copyOf(pass.byHome), List.copyOf(pass.holes)));
        return true;
    }

    public Waiting waiting(int partition) {
        return waiting.getOrDefault(partition, Waiting.NONE);
    }

    private void look(int partition, Entry entry, Pass pass) {
        Optional<Place> place = place(entry.key());
        if (place.isPresent() && !(records.read(place.get()) instanceof Local.Legible)) {
            return; // when it is healed it is known what it is
        }
        if (place.isEmpty()
                || !(records.read(place.get()) instanceof Local.Legible found)
                || !found.record().isDeleted()) {
            queue.commit(List.of(new Change(Table.META, entry.key(), Optional.empty())), result -> {});
            return;
        }
        Siblings record = found.record();
        if (stability.everywhere(partition, record.vector())) {
            events.onReaped(place.get().key(), record);
            records.store(place.get(), found, Siblings.EMPTY, result -> {});
            return;
        }
        pass.rows++;
        stability.waitsFor(partition, record.vector()).forEach(home -> pass.byHome.merge(home, 1L, Long::sum));
        List<Dot> missing = stability.missingHere(partition, record.vector());
        pass.here += missing.isEmpty() ? 0 : 1;
        for (Dot hole : missing) {
            if (pass.holes.size() < Waiting.HOLES_MAX && !pass.holes.contains(hole)) {
                pass.holes.add(hole);
            }
        }
    }

    private Optional<Place> place(Bytes tombstoneRow) {
        try {
            return Optional.of(Place.of(Rows.tombstoneData(tombstoneRow), partitions));
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
