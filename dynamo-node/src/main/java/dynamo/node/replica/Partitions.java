package dynamo.node.replica;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Storage;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.MalformedException;
import dynamo.version.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Per partition: the actor that mints here, and the partition clock, which accounts for the dots stored here.
 *
 * <p>The law of minting: an actor mints only while this node still holds every row of the partition that it stored under
 * it. So nothing here outlives the process, and {@link #retireAll} draws a new actor whenever rows may be gone: a writer that
 * forgot what it stored would mint above it, and its record would cover, and erase, an acknowledged value.
 */
final class Partitions {
    /** A scan that finds more clock rows than this goes on in a next round. */
    private static final int SCAN_ROWS = 1024;

    private static final class State {
        final long actor;
        long minted;
        final Map<Long, Runs> clock = new TreeMap<>();

        State(long actor) {
            this.actor = actor;
        }
    }

    private final CommitQueue queue;
    private final Storage storage;
    private final RandomGenerator entropy;
    private final NodeEvents events;
    private final Map<Integer, State> states = new TreeMap<>();

    Partitions(CommitQueue queue, Storage storage, RandomGenerator entropy, NodeEvents events) {
        this.queue = queue;
        this.storage = storage;
        this.entropy = entropy;
        this.events = events;
    }

    /** The dot the next write of this partition gets; taken once it is accounted for, so that no counter is skipped. */
    Dot next(int partition) {
        State state = state(partition);
        return new Dot(state.actor, state.minted + 1);
    }

    /** Accounts for a dot; the changed clock row goes into the batch of the row that holds the dot. */
    Change account(int partition, Dot dot) {
        State state = state(partition);
        if (dot.actor() == state.actor) {
            state.minted = Math.max(state.minted, dot.counter());
        }
        Bytes row = Rows.clock(partition, dot.actor());
        Runs runs = state.clock.computeIfAbsent(dot.actor(), actor -> read(row)).with(dot.counter());
        state.clock.put(dot.actor(), runs);
        return new Change(Table.META, row, Optional.of(runs.encoded()));
    }

    /** A failed commit took back rows of any partition: their dots must not be minted on. */
    void retireAll(String why) {
        states.keySet().forEach(partition -> events.onActorRetired(partition, why));
        states.clear();
    }

    /**
     * A row proved lost or unreadable: what the clock vouched for may be gone with it, so the clock is emptied, and the
     * actor retired.
     */
    void forget(int partition, String why) {
        events.onActorRetired(partition, why);
        List<Change> emptied = new ArrayList<>();
        State state = states.remove(partition);
        if (state != null) {
            state.clock.keySet().forEach(actor -> emptied.add(deleted(Rows.clock(partition, actor))));
        }
        Bytes from = Rows.clocksFrom(partition);
        Bytes to = Rows.clocksFrom(partition + 1);
        ImmutableList<Storage.Entry> found;
        do {
            found = storage.scan(Table.META, from, to, SCAN_ROWS);
            for (Storage.Entry entry : found) {
                emptied.add(deleted(entry.key()));
                from = successor(entry.key());
            }
        } while (found.size() == SCAN_ROWS);
        if (!emptied.isEmpty()) {
            queue.commit(emptied, result -> {});
        }
    }

    private State state(int partition) {
        return states.computeIfAbsent(partition, p -> new State(entropy.nextLong()));
    }

    /** A clock row that cannot be read accounts for nothing: that is always safe. */
    private Runs read(Bytes row) {
        try {
            return queue.read(Table.META, row) instanceof Row.Found found ? Runs.decode(found.value()) : Runs.EMPTY;
        } catch (MalformedException e) {
            return Runs.EMPTY;
        }
    }

    private static Change deleted(Bytes row) {
        return new Change(Table.META, row, Optional.empty());
    }

    private static Bytes successor(Bytes row) {
        byte[] next = new byte[row.length() + 1];
        row.copyTo(next, 0);
        return Bytes.owning(next);
    }
}
