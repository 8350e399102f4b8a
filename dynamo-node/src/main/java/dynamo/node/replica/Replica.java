package dynamo.node.replica;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Key;
import dynamo.node.env.Doors;
import dynamo.node.env.Mint;
import dynamo.node.env.Minting;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Reply.Superseded;
import dynamo.node.message.Reply.Written;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.node.replica.Records.Local;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * What this node stores of the partitions it is home to, and the one merge door: a client's put, a read repair, a hint and what
 * an exchange found all arrive here and meet the same {@link Siblings#sync}.
 *
 * <p>What this replica covers is what a record's vector covers, and what the partition clock accounts for: a sibling that
 * arrives and is covered, without being live here, was superseded, however old what carries it, and is dropped.
 *
 * <p>Every answer that vouches for a copy waits until that copy is on disk. Threading: the node's loop.
 */
public final class Replica implements Mint {
    /** With more damage than this a disk is lost. */
    private static final int HIDDEN_KNOWN_MAX = 10_000;

    private final Doors doors;
    private final int ringPartitions;
    private final ReplicaLimits limits;
    private final IntPredicate stores;
    private final IntPredicate isWhole;
    private final IntPredicate votes;
    private final CommitQueue queue;
    private final Partitions partitions;
    private final RefusedActors refused;
    private final HashTrees trees;
    private final Records records;
    private final Stability stability;
    private final Merging merging;
    private final Reaper reaper;
    private final Dropping dropping;
    private final RetryMemory retries;
    private final HybridClock timestamps;
    private final SegmentRows rows;
    private final Set<Bytes> hidden = new LinkedHashSet<>();
    private Consumer<Key> onUnreadable = key -> {};

    /**
     * @param otherHomes of a partition
     * @param stores whether this node is a home of a partition
     * @param isWhole whether this node has all of a partition that it became a home of
     * @param votes whether this node still holds all of a partition that it ever acknowledged, so that its answers count
     */
    public Replica(
            Doors doors,
            CommitQueue queue,
            int ringPartitions,
            ReplicaLimits limits,
            IntFunction<? extends List<NodeId>> otherHomes,
            IntPredicate stores,
            IntPredicate isWhole,
            IntPredicate votes) {
        this.doors = doors;
        this.ringPartitions = ringPartitions;
        this.limits = limits;
        this.stores = stores;
        this.isWhole = isWhole;
        this.votes = votes;
        this.queue = queue;
        queue.onTakenBack(this::onTakenBack);
        partitions = new Partitions(queue, doors.entropy(), doors.events(), doors.clock()::elapsedNanos);
        refused = new RefusedActors(queue);
        RowScan scan = new RowScan(ringPartitions, queue, this::isUnreadable, this::onHidden);
        rows = new SegmentRows(ringPartitions, scan);
        trees = new HashTrees(ringPartitions, queue, scan, this::account, doors.events(), doors.clock()::elapsedNanos);
        records = new Records(queue, partitions, trees, doors.events());
        stability = new Stability(partitions, otherHomes);
        merging = new Merging(partitions, stability, doors.events());
        partitions.onForgotten(trees::rebuild);
        trees.onMismatch(partition -> partitions.forget(partition, "a row is not what it was"));
        dropping = new Dropping(ringPartitions, queue, partitions, trees);
        reaper = new Reaper(ringPartitions, queue, records, stability, doors.events());
        retries = new RetryMemory(doors.clock());
        timestamps = new HybridClock(doors.clock());
    }

    /**
     * Before the first row is read or written.
     *
     * @param startNumber of this process
     */
    public void open(long disk, long startNumber) {
        trees.open(disk, startNumber);
        refused.open();
    }

    public RefusedActors refused() {
        return refused;
    }

    /** Whether this replica may yet mint, or has puts under way that it minted, under the actor. */
    public boolean isActive(int partition, long actor) {
        return partitions.isActive(partition, actor);
    }

    /**
     * What makes the rows of a disk that lost some agree again, in one batch with the news of the loss: the clocks vouch for
     * rows that may be gone, and saved hash trees show them.
     */
    public ImmutableList<Change> afterLoss() {
        return ImmutableList.<Change>builder()
                .addAll(partitions.emptied())
                .add(new Change(Table.META, Rows.TREES, Optional.empty()))
                .build();
    }

    /** Hears of each row that is met and cannot be read, each time. */
    public void onUnreadable(Consumer<Key> hearer) {
        onUnreadable = hearer;
    }

    /** {@code done} runs, perhaps at once, with whether all that was asked of the disk so far is durable. */
    public void whenDurable(Consumer<Boolean> done) {
        queue.afterPending(result -> done.accept(result == CommitResult.DURABLE));
    }

    /** When all that is pending is on disk, records may leave to the partition's clock what it has now. */
    public void noteDurable(int partition) {
        long lineage = partitions.lineage(partition);
        PartitionClock clock = partitions.clock(partition);
        whenDurable(durable -> {
            if (durable) {
                stability.reportOwn(partition, lineage, clock);
            }
        });
    }

    public SegmentRows rows() {
        return rows;
    }

    public Partitions partitions() {
        return partitions;
    }

    public HashTrees trees() {
        return trees;
    }

    public Stability stability() {
        return stability;
    }

    public Dropping dropping() {
        return dropping;
    }

    public Reaper reaper() {
        return reaper;
    }

    /**
     * Gives a write its dot and stores the record it makes.
     *
     * @param remember whether its client may repeat it
     * @param durable told, later or at once, whether the local copy is on disk
     */
    @Override
    public Minting mint(Request.Coordinate put, boolean remember, Consumer<Boolean> durable) {
        Place place = Place.of(put.key(), ringPartitions);
        if (!stores.test(place.partition())) {
            return new Minting.Unable("it is no home of the key any more");
        }
        if (!isWhole.test(place.partition())) { // what it has from before may be long superseded, and would be shown
            return new Minting.Unable("it has not got the partition yet");
        }
        if (!(records.read(place) instanceof Local.Legible local)) {
            return new Minting.Unable("its row cannot be read");
        }
        Optional<Dot> known = remember ? known(put.writeId(), place, local.record()) : Optional.empty();
        if (known.isPresent()) {
            doors.events().onRetryKnown(put.key(), put.writeId());
            queue.afterPending(result -> durable.accept(result == CommitResult.DURABLE));
            return new Minting.Known(known.get(), local.record());
        }
        if (queue.isFull()) {
            doors.events().onShed("put: pending writes");
            return new Minting.Refused(ErrorCode.OVERLOADED, "too many writes wait for the disk");
        }
        Dot dot = partitions.next(place.partition());
        Sibling sibling = new Sibling(dot, put.writeId(), timestamps.next(local.record()), put.content());
        Siblings made = merging.put(place, local.record(), put.context(), sibling);
        if (!limits.allow(made)) {
            return new Minting.Refused(
                    ErrorCode.TOO_MANY_SIBLINGS, limits.describe(made.live().size()));
        }
        doors.events().onMinted(put.key(), dot, put.writeId(), made);
        if (remember) {
            retries.remember(put.writeId(), dot);
        }
        records.store(place, local, made, result -> durable.accept(result == CommitResult.DURABLE));
        return new Minting.Minted(dot, made);
    }

    /** What is remembered may have been taken back since, or lost with its row: only what is covered is here. */
    private Optional<Dot> known(WriteId writeId, Place place, Siblings record) {
        return retries.find(writeId)
                .filter(dot -> record.vector().covers(dot) || partitions.hasSeen(place.partition(), dot))
                .or(() -> record.dotsOf(writeId).stream().findFirst()); // from before a restart
    }

    /** A clock that was emptied gets back what the rows still show. */
    private void account(Place place, Siblings record) {
        if (!dropping.isUnderWay(place.partition())) {
            records.account(place, record);
        }
    }

    /** Merges a record into the key's; answers when the result is durable. */
    public void onWrite(Request.Write write, Consumer<Written> reply) {
        Place place = Place.of(write.key(), ringPartitions);
        if (!stores.test(place.partition())) {
            reply.accept(refused(Status.REFUSED));
            return;
        }
        Local found = records.read(place);
        if (found instanceof Local.Illegible && !write.whole()) {
            reply.accept(refused(Status.REFUSED_UNREADABLE));
            return;
        }
        Siblings local = found instanceof Local.Legible legible ? legible.record() : Siblings.EMPTY;
        Siblings merged = merging.merge(place, local, local, write.record());
        if (found instanceof Local.Legible
                && (merged.equals(local) || merged.live().isEmpty())) {
            rememberRetry(write);
            covered(written(Status.COVERED, write, merged), reply);
            return;
        }
        if (queue.isFull()) {
            doors.events().onShed("replica write: pending writes");
            reply.accept(refused(Status.REFUSED));
            return;
        }
        if (write.kind() != WriteKind.HINT && !write.whole() && isRefused(place, local, merged)) {
            doors.events().onRefusedActor(place.key(), merged);
            reply.accept(refused(Status.REFUSED));
            return;
        }
        rememberRetry(write);
        store(place, found, merged, written(Status.STORED, write, merged), reply);
    }

    /**
     * What an exchange found: merges the record, and drops what the peer says was superseded. Of a row in which then nothing
     * is live the tombstones were reaped elsewhere: it goes when this replica's clock says all that its vector says, and
     * until then it stays as it is.
     */
    public void onSettle(Key key, Siblings record, List<Dot> superseded, Consumer<Written> reply) {
        Place place = Place.of(key, ringPartitions);
        if (!stores.test(place.partition())) {
            reply.accept(refused(Status.REFUSED));
            return;
        }
        if (!(records.read(place) instanceof Local.Legible found)) {
            onUnreadable.accept(key);
            reply.accept(refused(Status.REFUSED_UNREADABLE));
            return;
        }
        Siblings local = found.record();
        Siblings merged = merging.merge(place, local, local.without(superseded::contains), record);
        boolean isGone = merged.live().isEmpty();
        boolean mayGo = isGone && partitions.clock(place.partition()).covers(local.vector());
        if (merged.equals(local) || isGone && !mayGo) {
            covered(new Written(Status.COVERED, ImmutableList.of(), Optional.empty()), reply);
        } else if (queue.isFull()) {
            reply.accept(refused(Status.REFUSED));
        } else {
            if (isGone) {
                doors.events().onReaped(key, local);
            }
            Written stored = new Written(Status.STORED, ImmutableList.of(), Optional.empty());
            store(place, found, isGone ? Siblings.EMPTY : merged, stored, reply);
        }
    }

    public ReadAnswer onRead(Key key) {
        Place place = Place.of(key, ringPartitions);
        if (!(records.read(place) instanceof Local.Legible local)) {
            onUnreadable.accept(key);
            return new ReadAnswer(Finding.UNREADABLE, Siblings.EMPTY, votes.test(place.partition()));
        }
        Finding finding = local.record().isEmpty() ? Finding.ABSENT : Finding.FOUND;
        return new ReadAnswer(finding, local.record(), votes.test(place.partition()));
    }

    /** Which of these dots this replica knows to be superseded; empty when it cannot tell. */
    public Optional<ImmutableList<Dot>> superseded(Key key, List<Dot> dots) {
        Place place = Place.of(key, ringPartitions);
        return records.read(place) instanceof Local.Legible local
                ? Optional.of(superseded(place, local.record(), dots))
                : Optional.empty();
    }

    private ImmutableList<Dot> superseded(Place place, Siblings record, List<Dot> dots) {
        return dots.stream()
                .filter(dot -> !record.isLive(dot) && covers(place, record, dot))
                .collect(ImmutableList.toImmutableList());
    }

    /** The same for a get, with what superseded them. */
    public Superseded onSuperseded(Request.Superseded asked) {
        Place place = Place.of(asked.key(), ringPartitions);
        if (!(records.read(place) instanceof Local.Legible local)) {
            return new Superseded(Optional.empty(), Optional.empty());
        }
        ImmutableList<Dot> dots = superseded(place, local.record(), asked.dots());
        boolean isNews = !dots.isEmpty() && !local.record().dots().equals(asked.known());
        return new Superseded(Optional.of(dots), isNews ? Optional.of(local.record()) : Optional.empty());
    }

    private boolean covers(Place place, Siblings record, Dot dot) {
        return record.vector().covers(dot) || partitions.contains(place.partition(), dot);
    }

    /**
     * A copy of a dot that is about to be said never to have been; a hint was there before that was asked, and what heals a row
     * is in the others'.
     */
    private boolean isRefused(Place place, Siblings local, Siblings merged) {
        return refused.refuses(place.partition(), merged)
                && merged.dots().stream()
                        .anyMatch(dot -> !local.isLive(dot)
                                && !partitions.contains(place.partition(), dot)
                                && refused.refuses(place.partition(), dot));
    }

    private void store(Place place, Local before, Siblings after, Written stored, Consumer<Written> reply) {
        records.store(
                place,
                before,
                after,
                result -> reply.accept(result == CommitResult.DURABLE ? stored : refusal(result)));
    }

    private void covered(Written covered, Consumer<Written> reply) {
        queue.afterPending(result -> reply.accept(result == CommitResult.DURABLE ? covered : refusal(result)));
    }

    private void rememberRetry(Request.Write write) {
        write.remember()
                .ifPresent(writeId -> write.record().dotsOf(writeId).stream()
                        .findFirst()
                        .ifPresent(dot -> retries.remember(writeId, dot)));
    }

    private boolean isUnreadable(Place place) {
        boolean isUnreadable = records.read(place) instanceof Local.Illegible;
        if (isUnreadable) {
            onUnreadable.accept(place.key());
        }
        return isUnreadable;
    }

    /** Every scan meets the damage again, and the clock is emptied for it once. */
    private void onHidden(int partition, Bytes damage) {
        if (hidden.size() < HIDDEN_KNOWN_MAX && hidden.add(damage)) {
            partitions.forget(partition, "damage hides rows");
        }
    }

    /** Names the copies an earlier try of the same write left here, so that the coordinator counts them as one. */
    private static Written written(Status status, Request.Write write, Siblings merged) {
        if (write.remember().isEmpty()) {
            return new Written(status, ImmutableList.of(), Optional.empty());
        }
        ImmutableList<Dot> sent = write.record().dotsOf(write.remember().get());
        ImmutableList<Dot> others = merged.dotsOf(write.remember().get()).stream()
                .filter(dot -> !sent.contains(dot))
                .collect(ImmutableList.toImmutableList());
        return new Written(status, others, others.isEmpty() ? Optional.empty() : Optional.of(merged));
    }

    private void onTakenBack() {
        partitions.retireAll("a commit failed");
        records.onTakenBack();
    }

    private static Written refusal(CommitResult result) {
        return refused(result == CommitResult.FULL ? Status.REFUSED_FULL : Status.REFUSED);
    }

    private static Written refused(Status status) {
        return new Written(status, ImmutableList.of(), Optional.empty());
    }
}
