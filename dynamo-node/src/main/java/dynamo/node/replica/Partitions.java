package dynamo.node.replica;

import dynamo.node.env.NodeEvents;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.MalformedException;
import dynamo.version.PartitionClock;
import dynamo.version.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Per partition: the actor that mints here, and the partition clock, which accounts for the dots stored here.
 *
 * <p>The law of minting: an actor mints only while this node still holds every row of the partition that it stored under
 * it. So nothing here outlives the process, and {@link #retireAll} draws a new actor whenever rows may be gone: a writer that
 * forgot what it stored would mint above it, and its record would cover, and erase, an acknowledged value.
 */
public final class Partitions {
    /** A scan that finds more clock rows than this goes on in a next round. */
    private static final int SCAN_ROWS = 1024;

    private static final class State {
        final long actor;
        final long lineage;
        final Map<Long, Runs> clock = new TreeMap<>();
        long minted;

        @Nullable
        PartitionClock snapshot;

        State(long actor, long lineage) {
            this.actor = actor;
            this.lineage = lineage;
        }

        void set(long actor, Runs runs) {
            clock.put(actor, runs);
            snapshot = null;
        }
    }

    private final CommitQueue queue;
    private final RandomGenerator entropy;
    private final NodeEvents events;
    private final Map<Integer, State> states = new TreeMap<>();
    private IntConsumer onForgotten = partition -> {};
    private final RetiredActors retired;
    /** Partitions whose clock rows are to be gone, and may still be on disk. */
    private final Set<Integer> voided = new TreeSet<>();

    Partitions(CommitQueue queue, RandomGenerator entropy, NodeEvents events, LongSupplier nowNanos) {
        this.queue = queue;
        this.entropy = entropy;
        this.events = events;
        retired = new RetiredActors(nowNanos);
    }

    /** Hears that a partition's clock is emptied. */
    void onForgotten(IntConsumer hearer) {
        onForgotten = hearer;
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
        return changed(
                partition, state, dot.actor(), clockOf(partition, dot.actor()).with(dot.counter()));
    }

    boolean contains(int partition, Dot dot) {
        return clockOf(partition, dot.actor()).contains(dot.counter());
    }

    /** Whether the dot was in a row here or at another home; of a closed actor nobody knows that any more. */
    boolean hasSeen(int partition, Dot dot) {
        Runs runs = clockOf(partition, dot.actor());
        return runs.contains(dot.counter()) && !runs.equals(Runs.ALL);
    }

    Runs clockOf(int partition, long actor) {
        return state(partition).clock.getOrDefault(actor, Runs.EMPTY);
    }

    /** All that this replica accounts for, pending changes included. */
    public PartitionClock clock(int partition) {
        State state = state(partition);
        PartitionClock known = state.snapshot;
        if (known == null) {
            known = PartitionClock.of(state.clock);
            state.snapshot = known;
        }
        return known;
    }

    /** Changes whenever the clock may have shrunk: at each start, when rows are lost, when a commit fails. */
    public long lineage(int partition) {
        return state(partition).lineage;
    }

    /**
     * After a completed exchange with another home: what that one had accounted for before the first comparison is in the rows
     * here too.
     */
    public void join(int partition, PartitionClock other, Consumer<CommitResult> done) {
        State state = state(partition);
        List<Change> changes = new ArrayList<>();
        other.runs().forEach((actor, runs) -> {
            Runs known = clockOf(partition, actor);
            Runs joined = known.join(runs);
            if (!joined.equals(known)) {
                changes.add(changed(partition, state, actor, joined));
            }
        });
        if (changes.isEmpty()) {
            queue.afterPending(done);
        } else {
            queue.commit(changes, done);
        }
    }

    /** A failed commit took back rows of any partition: their dots must not be minted on. */
    void retireAll(String why) {
        states.forEach((partition, state) -> {
            events.onActorRetired(partition, why);
            retire(state);
        });
        states.clear();
    }

    private void retire(State state) {
        if (state.minted > 0) {
            retired.add(state.actor);
        }
    }

    /** Whether a put may still be under way for which this process minted under the actor. */
    boolean isActive(int partition, long actor) {
        State state = states.get(partition);
        return state != null && state.actor == actor || retired.isRecent(actor);
    }

    /** Dots of the actor that nobody has will never be: they count as accounted for, and so its run is whole. */
    public void close(int partition, long actor, Consumer<CommitResult> done) {
        events.onClosed(partition, actor);
        queue.commit(List.of(changed(partition, state(partition), actor, Runs.ALL)), done);
    }

    /**
     * A row proved lost or unreadable: what the clock vouched for may be gone with it, so the clock is emptied, and the
     * actor retired.
     */
    void forget(int partition, String why) {
        onForgotten.accept(partition); // what the rows put into their tree is read anew, and accounted for
        events.onActorRetired(partition, why);
        voided.add(partition);
        State state = states.remove(partition);
        if (state != null) {
            retire(state);
        }
        List<Change> emptied = new ArrayList<>();
        clockRows(partition).forEach(entry -> emptied.add(deleted(entry.key())));
        if (emptied.isEmpty()) {
            voided.remove(partition);
            return;
        }
        queue.commit(emptied, result -> {
            if (result == CommitResult.DURABLE) {
                voided.remove(partition);
            }
        });
    }

    /** What empties the clocks of all partitions; for a start that knows of lost rows, before any clock is used. */
    List<Change> emptied() {
        List<Change> emptied = new ArrayList<>();
        clockRows(Rows.clocksFrom(0), Rows.clocksEnd()).forEach(entry -> emptied.add(deleted(entry.key())));
        return emptied;
    }

    private Change changed(int partition, State state, long actor, Runs runs) {
        state.set(actor, runs);
        return new Change(Table.META, Rows.clock(partition, actor), Optional.of(runs.encoded()));
    }

    private State state(int partition) {
        State known = states.get(partition);
        if (known == null) {
            known = loaded(partition);
            states.put(partition, known);
        }
        return known;
    }

    /** A clock row that cannot be read is a lost row: then nothing is accounted for, which is always safe. */
    private State loaded(int partition) {
        State state = new State(entropy.nextLong(), entropy.nextLong());
        if (voided.contains(partition)) {
            List<Change> emptied = new ArrayList<>();
            clockRows(partition).forEach(entry -> emptied.add(deleted(entry.key())));
            if (!emptied.isEmpty()) {
                queue.commit(emptied, result -> {
                    if (result == CommitResult.DURABLE) {
                        voided.remove(partition);
                    }
                });
            }
            return state;
        }
        for (Entry entry : clockRows(partition)) {
            try {
                if (entry.row() instanceof Row.Found found) {
                    state.set(Rows.clockActor(entry.key()), Runs.decode(found.value()));
                    continue;
                }
            } catch (MalformedException e) {
                // as unreadable
            }
            forget(partition, "a clock row is unreadable");
            return new State(entropy.nextLong(), entropy.nextLong());
        }
        return state;
    }

    /** Whether anything is accounted for, without taking the partition for this node's. */
    boolean hasClock(int partition) {
        return !queue.scan(Table.META, Rows.clocksFrom(partition), Rows.clocksFrom(partition + 1), 1)
                .entries()
                .isEmpty();
    }

    private List<Entry> clockRows(int partition) {
        return clockRows(Rows.clocksFrom(partition), Rows.clocksFrom(partition + 1));
    }

    private List<Entry> clockRows(Bytes first, Bytes end) {
        List<Entry> rows = new ArrayList<>();
        Optional<Bytes> from = Optional.of(first);
        while (from.isPresent()) {
            CommitQueue.Page page = queue.scan(Table.META, from.get(), end, SCAN_ROWS);
            rows.addAll(page.entries());
            from = page.next();
        }
        return rows;
    }

    private static Change deleted(Bytes row) {
        return new Change(Table.META, row, Optional.empty());
    }
}
