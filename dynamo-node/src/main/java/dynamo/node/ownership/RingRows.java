package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.replica.CommitQueue;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows in which a node keeps what it knows of the ring. What cannot be read is told again by the others. */
final class RingRows {
    private static final Bytes PLAN = Bytes.utf8("ring/plan");
    private static final Bytes PROGRESS = Bytes.utf8("ring/progress");
    private static final Bytes LACKING = Bytes.utf8("ring/lacking");

    /**
     * What a node acts by.
     *
     * @param lacking partitions it is a home of, and does not yet know to have whole
     */
    record State(RingPlan plan, Progress progress, ImmutableSortedSet<Integer> lacking) {}

    private final CommitQueue queue;

    RingRows(CommitQueue queue) {
        this.queue = queue;
    }

    /** Empty where nothing was kept, or something of it is damaged. */
    Optional<State> load() {
        try {
            Optional<Bytes> plan = read(PLAN);
            Optional<Bytes> progress = read(PROGRESS);
            Optional<Bytes> lacking = read(LACKING);
            if (plan.isEmpty() || progress.isEmpty() || lacking.isEmpty()) {
                return Optional.empty();
            }
            RingPlan decoded = RingPlanForm.decode(plan.get());
            int partitions = decoded.target().partitions();
            return Optional.of(new State(
                    decoded, Progress.decode(progress.get(), partitions), decodeLacking(lacking.get(), partitions)));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** @param withPlan whether the plan is another one than was saved last */
    void save(State state, boolean withPlan, Consumer<CommitResult> done) {
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        if (withPlan) {
            changes.add(change(PLAN, RingPlanForm.encode(state.plan)));
        }
        changes.add(change(PROGRESS, state.progress.encoded()));
        changes.add(change(LACKING, encodeLacking(state.lacking)));
        queue.commit(changes.build(), done);
    }

    private Optional<Bytes> read(Bytes key) {
        return queue.read(Table.META, key) instanceof Row.Found found ? Optional.of(found.value()) : Optional.empty();
    }

    private static Change change(Bytes key, Bytes value) {
        return new Change(Table.META, key, Optional.of(value));
    }

    private static Bytes encodeLacking(ImmutableSortedSet<Integer> lacking) {
        Encoder to = new Encoder(16);
        to.varint(lacking.size());
        lacking.forEach(to::varint);
        return to.toBytes();
    }

    private static ImmutableSortedSet<Integer> decodeLacking(Bytes bytes, int partitions) {
        Decoder from = new Decoder(bytes);
        ImmutableSortedSet.Builder<Integer> lacking = ImmutableSortedSet.naturalOrder();
        for (int left = from.count(partitions); left > 0; left--) {
            lacking.add(from.count(partitions - 1));
        }
        from.end();
        return lacking.build();
    }
}
