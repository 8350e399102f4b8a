package dynamo.node.hint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Key;
import dynamo.node.env.Doors;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Entry;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Reply.Written;
import dynamo.node.message.Request;
import dynamo.node.replica.CommitQueue;
import dynamo.node.replica.RefusedActors;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import dynamo.version.Siblings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What this node keeps for homes that could not be written to: ordinary records, merged by the one {@link Siblings#sync}, which
 * count as acks once durable, never expire, and go only after their home's durable ack.
 *
 * <p>Bounds: {@link HintConfig#bytesMax} on disk; what there is at the start is counted in slices, and until that is done
 * nothing new is taken, so that the count is exact. Threading: the node's loop.
 */
public final class HintStore {
    /** Unreadable rows that are remembered, so that each is reported once. */
    private static final int UNREADABLE_KNOWN_MAX = 10_000;

    private static final int STUCK_KNOWN_MAX = 10_000;

    private final Doors doors;
    private final CommitQueue queue;
    private final int ringPartitions;
    private final HintConfig config;
    private final RefusedActors refusedActors;
    private final HintActors actors;
    private final HintCounts counts = new HintCounts();
    private final Set<Bytes> unreadable = new LinkedHashSet<>();
    private final Set<HintRow> stuck = new LinkedHashSet<>();
    private boolean counted;

    public HintStore(
            Doors doors, CommitQueue queue, int ringPartitions, HintConfig config, RefusedActors refusedActors) {
        this.doors = doors;
        this.refusedActors = refusedActors;
        this.queue = queue;
        this.ringPartitions = ringPartitions;
        this.config = config;
        actors = new HintActors(doors.entropy(), doors.events(), doors.clock()::elapsedNanos);
        queue.onTakenBack(() -> actors.retireAll("a commit failed"));
    }

    /** Counts what an earlier process of this node kept. */
    public void start() {
        count(new HintScan(doors.storage(), Bytes.EMPTY, HintRow.END));
    }

    private void count(HintScan scan) {
        ImmutableList<Entry> slice = scan.next();
        for (Entry entry : slice) {
            Optional<HintRow> row = HintRow.parse(entry.key());
            if (row.isPresent() && entry.row() instanceof Row.Found found) {
                counts.add(
                        row.get().home(),
                        row.get().partition(ringPartitions),
                        1,
                        (long) entry.key().length() + found.value().length());
            } else {
                row.ifPresent(known -> counts.add( // its value's length nobody can tell
                        known.home(),
                        known.partition(ringPartitions),
                        1,
                        entry.key().length()));
                unreadable(entry, row);
            }
        }
        counted = slice.isEmpty();
        if (counted) {
            tellCounts();
        } else {
            doors.scheduler().execute(() -> count(scan));
        }
    }

    /** Whether a put may be under way for which this node minted under the actor. */
    public boolean isActive(int partition, long actor) {
        return actors.isActive(partition, actor);
    }

    /** Whether nothing is kept here, for anybody; false as long as that is not known. */
    public boolean isEmpty() {
        return counted && counts.hints() == 0; // one that cannot be read is a lost copy
    }

    /**
     * Partitions of which something is kept here, for any home but these; nothing as long as that is not known. What a home cannot take
     * does not count: who waits for that might be the one whom the home's row waits for.
     */
    public Optional<ImmutableList<Integer>> partitionsBut(List<NodeId> homes) {
        Map<Integer, Long> waiting = new TreeMap<>();
        stuck.stream()
                .filter(row -> !homes.contains(row.home()))
                .forEach(row -> waiting.merge(row.partition(ringPartitions), 1L, Long::sum));
        return counted ? Optional.of(counts.partitionsBut(homes, waiting)) : Optional.empty();
    }

    /** The home's row cannot be read, so it takes the hint when that is healed. */
    void cannotBeTaken(HintRow row) {
        if (stuck.size() < STUCK_KNOWN_MAX && counts.of(row.home()).hints() > 0) {
            stuck.add(row);
        }
    }

    /** Merges a record into what is kept for the home; answers when the result is durable. */
    public void onWrite(Request.Write write, NodeId home, Consumer<Written> reply) {
        HintRow row = HintRow.of(home, write.key());
        if (refusedActors.refuses(row.partition(ringPartitions), write.record())) {
            doors.events().onRefusedActor(write.key(), write.record());
            reply.accept(Written.of(Status.REFUSED, write, Siblings.EMPTY));
            return;
        }
        keep(row, write.record(), (status, held) -> reply.accept(Written.of(status, write, held)));
    }

    /** @param done gets what is then kept; no record when it was refused */
    void keep(HintRow row, Siblings record, BiConsumer<Status, Siblings> done) {
        Optional<Siblings> local = read(row);
        if (local.isEmpty()) {
            refuse(row, Status.REFUSED_UNREADABLE, done);
            return;
        }
        Siblings merged = Siblings.sync(local.get(), record);
        if (merged.equals(local.get())) {
            queue.afterPending(result -> answer(result, Status.COVERED, merged, done));
            return;
        }
        Optional<Status> refusal = refusal(row, merged);
        if (refusal.isPresent()) {
            refuse(row, refusal.get(), done);
            return;
        }
        boolean isNew = local.get().isEmpty();
        commit(
                row,
                Optional.of(merged.encoded()),
                isNew ? 1 : 0,
                result -> answer(result, Status.STORED, merged, done));
    }

    /** Why this record cannot take the row's place. */
    Optional<Status> refusal(HintRow row, Siblings record) {
        if (!counted) {
            return Optional.of(Status.REFUSED);
        }
        long more = growth(row, Optional.of(record.encoded()));
        if (more > 0 && counts.bytes() + more > config.bytesMax()) {
            return Optional.of(Status.REFUSED_HINTS_FULL);
        }
        if (!doors.storage().hasSpace()) {
            return Optional.of(Status.REFUSED_FULL);
        }
        return queue.isFull() ? Optional.of(Status.REFUSED) : Optional.empty();
    }

    private void refuse(HintRow row, Status status, BiConsumer<Status, Siblings> done) {
        doors.events().onHintRefused(row.home(), status.name());
        done.accept(status, Siblings.EMPTY);
    }

    private static void answer(
            CommitResult result, Status durable, Siblings merged, BiConsumer<Status, Siblings> done) {
        if (result == CommitResult.DURABLE) {
            done.accept(durable, merged);
        } else {
            done.accept(result == CommitResult.FULL ? Status.REFUSED_FULL : Status.REFUSED, Siblings.EMPTY);
        }
    }

    /** All that is kept of the key, whichever home it is for; empty when some of it cannot be read, or is not counted yet. */
    public Optional<Siblings> record(Key key) {
        if (!counted) {
            return Optional.empty();
        }
        Siblings all = Siblings.EMPTY;
        for (NodeId home : counts.homes().keySet()) {
            Optional<Siblings> one = read(HintRow.of(home, key));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all = Siblings.sync(all, one.get());
        }
        return Optional.of(all);
    }

    /** What a scan found; empty when it cannot be read, which is reported. */
    Optional<Siblings> open(Entry entry) {
        Optional<HintRow> row = HintRow.parse(entry.key());
        if (row.isPresent() && entry.row() instanceof Row.Found found) {
            try {
                Siblings record = Siblings.decode(found.value());
                if (unreadable.remove(entry.key())) {
                    counts.add(row.get().home(), row.get().partition(ringPartitions), 1, 0);
                }
                return Optional.of(record);
            } catch (MalformedException e) {
                unreadable(new Entry(entry.key(), new Row.Unreadable(String.valueOf(e.getMessage()))), row);
                return Optional.empty();
            }
        }
        unreadable(entry, row);
        return Optional.empty();
    }

    /**
     * The home holds what it was sent. The row goes, unless it has changed since: then it must be sent again.
     *
     * @param done told when the row is durably gone, or that it is not
     */
    void handedOver(HintRow row, Bytes sent, Consumer<Boolean> done) {
        stuck.remove(row);
        if (!(queue.read(Table.HINTS, row.bytes()) instanceof Row.Found now
                && now.value().equals(sent))) {
            done.accept(false);
            return;
        }
        actors.retire(row.partition(ringPartitions), "a hint was handed over");
        commit(row, Optional.empty(), -1, result -> {
            if (result == CommitResult.DURABLE) {
                doors.events().onHintReplayed(row.home());
            }
            done.accept(result == CommitResult.DURABLE);
        });
    }

    HintActors actors() {
        return actors;
    }

    /** Hints that can be handed over, by home; homes for which only unreadable ones are kept have zero. */
    public ImmutableSortedMap<NodeId, Long> hints() {
        ImmutableSortedMap.Builder<NodeId, Long> hints = ImmutableSortedMap.naturalOrder();
        counts.homes().forEach((home, count) -> hints.put(home, count.hints()));
        return hints.build();
    }

    public long hints(NodeId home) {
        return counts.of(home).hints();
    }

    public long bytes(NodeId home) {
        return counts.of(home).bytes();
    }

    public long bytes() {
        return counts.bytes();
    }

    public long bytesMax() {
        return config.bytesMax();
    }

    /** Whether all that an earlier process kept is known. */
    public boolean isCounted() {
        return counted;
    }

    private Optional<Siblings> read(HintRow row) {
        Bytes key = row.bytes();
        Row found = queue.read(Table.HINTS, key);
        return found instanceof Row.Absent ? Optional.of(Siblings.EMPTY) : open(new Entry(key, found));
    }

    private void unreadable(Entry entry, Optional<HintRow> row) {
        if (unreadable.size() >= UNREADABLE_KNOWN_MAX || !unreadable.add(entry.key())) {
            return;
        }
        String why = entry.row() instanceof Row.Unreadable damaged ? damaged.why() : "no hint has such a name";
        doors.events().onHintUnreadable(entry.key().toString(), why);
        row.ifPresentOrElse(
                known -> {
                    stuck.remove(known);
                    counts.add(known.home(), known.partition(ringPartitions), -1, 0);
                    actors.retire(known.partition(ringPartitions), "a hint is unreadable");
                },
                () -> actors.retireAll("a hint is unreadable")); // it may be of any partition
    }

    /** Counted at once, and taken back with the commit. */
    private void commit(HintRow row, Optional<Bytes> value, long hints, Consumer<CommitResult> done) {
        long bytes = growth(row, value);
        int partition = row.partition(ringPartitions);
        counts.add(row.home(), partition, hints, bytes);
        queue.commit(ImmutableList.of(new Change(Table.HINTS, row.bytes(), value)), result -> {
            if (result != CommitResult.DURABLE) {
                counts.add(row.home(), partition, -hints, -bytes);
            }
            tellCounts();
            done.accept(result);
        });
    }

    private long growth(HintRow row, Optional<Bytes> value) {
        Bytes key = row.bytes();
        long before = queue.read(Table.HINTS, key) instanceof Row.Found found
                ? (long) key.length() + found.value().length()
                : 0;
        return value.map(bytes -> (long) key.length() + bytes.length()).orElse(0L) - before;
    }

    private void tellCounts() {
        doors.events().onHintsKept(counts.hints(), counts.bytes());
    }
}
