package dynamo.node.replica;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Key;
import dynamo.node.env.Doors;
import dynamo.node.env.Mint;
import dynamo.node.env.Minting;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Reply.Written;
import dynamo.node.message.Request;
import dynamo.ring.KeyHash;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.MalformedException;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What this node stores of the partitions it is home to, and the one merge door: a client's put, a read repair and later a
 * hint or a handoff all arrive in {@link #onWrite} and meet the same {@link Siblings#sync}.
 *
 * <p>Every answer that vouches for a copy waits until that copy is on disk. Threading: the node's loop.
 */
public final class Replica implements Mint {
    /** Keys known to be unreadable are not reported again; beyond so many the report is repeated. */
    private static final int UNREADABLE_KNOWN_MAX = 10_000;

    private sealed interface Local {
        record Legible(Siblings record) implements Local {}

        record Illegible() implements Local {}
    }

    private final Doors doors;
    private final int ringPartitions;
    private final ReplicaLimits limits;
    private final BooleanSupplier votes;
    private final CommitQueue queue;
    private final Partitions partitions;
    private final RetryMemory retries;
    private final Set<Bytes> unreadable = new LinkedHashSet<>();
    private long lastTimestamp;

    /** @param votes whether this node still holds all it ever acknowledged, so that its answers count towards R */
    public Replica(Doors doors, CommitQueue queue, int ringPartitions, ReplicaLimits limits, BooleanSupplier votes) {
        this.doors = doors;
        this.ringPartitions = ringPartitions;
        this.limits = limits;
        this.votes = votes;
        this.queue = queue;
        queue.onTakenBack(this::onTakenBack);
        partitions = new Partitions(queue, doors.storage(), doors.entropy(), doors.events());
        retries = new RetryMemory(doors.clock());
    }

    /**
     * Gives a write its dot and stores the record it makes.
     *
     * @param remember whether its client may repeat it
     * @param durable told, later or at once, whether the local copy is on disk
     */
    @Override
    public Minting mint(Request.Coordinate put, boolean remember, Consumer<Boolean> durable) {
        KeyHash hash = KeyHash.of(put.key().bucket(), put.key().key());
        Bytes row = Rows.data(put.key(), hash);
        if (!(readable(put.key(), row, hash) instanceof Local.Legible local)) {
            return new Minting.Unable("its row cannot be read");
        }
        Optional<Dot> known = remember ? known(put.writeId(), local.record) : Optional.empty();
        if (known.isPresent()) {
            doors.events().onRetryKnown(put.key(), put.writeId());
            queue.afterPending(result -> durable.accept(result == CommitResult.DURABLE));
            return new Minting.Known(known.get(), local.record);
        }
        if (queue.isFull()) {
            doors.events().onShed("put: pending writes");
            return new Minting.Refused(ErrorCode.OVERLOADED, "too many writes wait for the disk");
        }
        int partition = hash.partition(ringPartitions);
        Dot dot = partitions.next(partition);
        Siblings made = local.record.put(
                put.context(), new Sibling(dot, put.writeId(), timestamp(local.record), put.content()));
        Bytes encoded = made.encoded();
        if (made.live().size() > limits.siblingsMax() || encoded.length() > limits.recordBytesMax()) {
            return new Minting.Refused(
                    ErrorCode.TOO_MANY_SIBLINGS, limits.describe(made.live().size()));
        }
        doors.events().onMinted(put.key(), dot, put.writeId(), made);
        if (remember) {
            retries.remember(put.writeId(), dot);
        }
        queue.commit(
                List.of(stored(row, encoded), partitions.account(partition, dot)),
                result -> durable.accept(result == CommitResult.DURABLE));
        return new Minting.Minted(dot, made);
    }

    /** What is remembered may have been taken back since, or lost with its row: only what the record covers is here. */
    private Optional<Dot> known(WriteId writeId, Siblings record) {
        return retries.find(writeId)
                .filter(record.vector()::covers)
                .or(() -> record.dotsOf(writeId).stream().findFirst()); // from before a restart
    }

    /** Merges a record into the key's; answers when the result is durable. */
    public void onWrite(Request.Write write, Consumer<Written> reply) {
        KeyHash hash = KeyHash.of(write.key().bucket(), write.key().key());
        Bytes row = Rows.data(write.key(), hash);
        Local found = readable(write.key(), row, hash);
        if (found instanceof Local.Illegible
                && (!write.whole() || write.record().isEmpty())) {
            reply.accept(refused(Status.REFUSED_UNREADABLE));
            return;
        }
        Siblings local = found instanceof Local.Legible readable ? readable.record : Siblings.EMPTY;
        Siblings merged = Siblings.sync(local, write.record());
        if (merged.equals(local)) {
            rememberRetry(write);
            Written covered = written(Status.COVERED, write, merged);
            queue.afterPending(result -> reply.accept(result == CommitResult.DURABLE ? covered : refusal(result)));
            return;
        }
        if (queue.isFull()) {
            doors.events().onShed("replica write: pending writes");
            reply.accept(refused(Status.REFUSED));
            return;
        }
        rememberRetry(write);
        Written stored = written(Status.STORED, write, merged);
        queue.commit(
                changes(row, hash.partition(ringPartitions), local, merged),
                result -> reply.accept(result == CommitResult.DURABLE ? stored : refusal(result)));
    }

    public ReadAnswer onRead(Key key) {
        KeyHash hash = KeyHash.of(key.bucket(), key.key());
        if (!(readable(key, Rows.data(key, hash), hash) instanceof Local.Legible local)) {
            return new ReadAnswer(Finding.UNREADABLE, Siblings.EMPTY, false);
        }
        Finding finding = local.record.isEmpty() ? Finding.ABSENT : Finding.FOUND;
        return new ReadAnswer(finding, local.record, votes.getAsBoolean());
    }

    private void rememberRetry(Request.Write write) {
        write.remember()
                .ifPresent(writeId -> write.record().dotsOf(writeId).stream()
                        .findFirst()
                        .ifPresent(dot -> retries.remember(writeId, dot)));
    }

    private Local readable(Key key, Bytes row, KeyHash hash) {
        Row found = queue.read(Table.DATA, row);
        String why;
        if (found instanceof Row.Found bytes) {
            try {
                return new Local.Legible(Siblings.decode(bytes.value()));
            } catch (MalformedException e) {
                why = String.valueOf(e.getMessage());
            }
        } else if (found instanceof Row.Unreadable damaged) {
            why = damaged.why();
        } else {
            return new Local.Legible(Siblings.EMPTY);
        }
        if (unreadable.size() >= UNREADABLE_KNOWN_MAX) {
            unreadable.clear();
        }
        if (unreadable.add(row)) {
            doors.events().onUnreadable(key, why);
            partitions.forget(hash.partition(ringPartitions), "a row is unreadable");
        }
        return new Local.Illegible();
    }

    /** The row, and the clock rows of the dots that are new in it. */
    private List<Change> changes(Bytes row, int partition, Siblings before, Siblings after) {
        List<Change> changes = new ArrayList<>();
        changes.add(stored(row, after.encoded()));
        for (Sibling sibling : after.live()) {
            if (!before.vector().covers(sibling.dot())) {
                changes.add(partitions.account(partition, sibling.dot()));
            }
        }
        unreadable.remove(row);
        return changes;
    }

    /** Later than the clock's last, and than all it stands beside, however the wall clock jumps. */
    private long timestamp(Siblings beside) {
        long latest = Math.max(doors.clock().wallMillis() << 16, lastTimestamp + 1);
        for (Sibling sibling : beside.live()) {
            latest = Math.max(latest, sibling.timestamp() + 1);
        }
        lastTimestamp = latest;
        return latest;
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
        unreadable.clear();
    }

    private static Change stored(Bytes row, Bytes record) {
        return new Change(Table.DATA, row, Optional.of(record));
    }

    private static Written refusal(CommitResult result) {
        return refused(result == CommitResult.FULL ? Status.REFUSED_FULL : Status.REFUSED);
    }

    private static Written refused(Status status) {
        return new Written(status, ImmutableList.of(), Optional.empty());
    }
}
