package dynamo.node.replica;

import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.MalformedException;
import dynamo.version.Runs;
import dynamo.version.Siblings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Retired actors whose dots nobody had seen are not taken any more: a crash can leave holes in what an actor minted, and before
 * a hole is said to be nothing, no copy of it may come into being unseen. The refusal outlives restarts, and for good: a frame
 * can lie in a socket's buffer for as long as a node stands still.
 *
 * <p>Threading: the node's loop.
 */
public final class RefusedActors {
    private static final int SCAN_ROWS = 1024;

    private final CommitQueue queue;
    private final Map<Integer, Map<Long, Runs>> seen = new TreeMap<>();

    public RefusedActors(CommitQueue queue) {
        this.queue = queue;
    }

    /** Reads what was refused before this start. */
    void open() {
        Optional<Bytes> from = Optional.of(Rows.refusedFrom(0));
        while (from.isPresent()) {
            CommitQueue.Page page = queue.scan(Table.META, from.get(), Rows.refusedEnd(), SCAN_ROWS);
            page.entries().forEach(this::opened);
            from = page.next();
        }
    }

    private void opened(Entry entry) {
        try {
            Runs runs = entry.row() instanceof Row.Found found ? Runs.decode(found.value()) : Runs.EMPTY;
            put(Rows.refusedPartition(entry.key()), Rows.refusedActor(entry.key()), runs);
        } catch (MalformedException e) {
            // damage that hides the key: as if it had been told to another node
        }
    }

    /**
     * From now on takes no dots of the actor but those seen.
     *
     * @param known what the homes have of the actor
     * @param done told whether the refusal is durable
     */
    public void refuse(int partition, long actor, Runs known, Consumer<CommitResult> done) {
        Runs before = of(partition, actor);
        if (before != null && before.join(known).equals(before)) {
            queue.afterPending(done);
            return;
        }
        Runs all = before == null ? known : before.join(known);
        put(partition, actor, all);
        Change row = new Change(Table.META, Rows.refused(partition, actor), Optional.of(all.encoded()));
        queue.commit(List.of(row), result -> {
            if (result != CommitResult.DURABLE) {
                takeBack(partition, actor, before);
            }
            done.accept(result);
        });
    }

    /** Whether the dot is one of a refused actor that no home had when it was refused. */
    public boolean refuses(int partition, Dot dot) {
        Runs known = of(partition, dot.actor());
        return known != null && !known.contains(dot.counter());
    }

    /** Whether a sibling of the record is one that is refused. */
    public boolean refuses(int partition, Siblings record) {
        Map<Long, Runs> actors = seen.get(partition);
        return actors != null && record.live().stream().anyMatch(sibling -> refuses(partition, sibling.dot()));
    }

    /** Else the next who asks would hear that what is not on the disk is durable. */
    private void takeBack(int partition, long actor, @Nullable Runs before) {
        Map<Long, Runs> actors = seen.get(partition);
        if (before == null && actors != null) {
            actors.remove(actor);
        } else if (before != null) {
            put(partition, actor, before);
        }
    }

    private @Nullable Runs of(int partition, long actor) {
        Map<Long, Runs> actors = seen.get(partition);
        return actors == null ? null : actors.get(actor);
    }

    private void put(int partition, long actor, Runs known) {
        seen.computeIfAbsent(partition, p -> new TreeMap<>()).put(actor, known);
    }
}
