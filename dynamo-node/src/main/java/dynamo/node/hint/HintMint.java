package dynamo.node.hint;

import dynamo.contract.ErrorCode;
import dynamo.node.env.Doors;
import dynamo.node.env.Mint;
import dynamo.node.env.Minting;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Request;
import dynamo.node.replica.HybridClock;
import dynamo.node.replica.ReplicaLimits;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Mints where no home of the key can be reached: over all that is kept here of the key, under an actor of its own, and keeps
 * the result as a hint for the key's first home.
 */
public final class HintMint implements Mint {
    private final Doors doors;
    private final HintStore hints;
    private final int ringPartitions;
    private final IntFunction<Placement> placements;
    private final ReplicaLimits limits;
    private final HybridClock timestamps;

    public HintMint(
            Doors doors, HintStore hints, int ringPartitions, IntFunction<Placement> placements, ReplicaLimits limits) {
        this.doors = doors;
        this.hints = hints;
        this.ringPartitions = ringPartitions;
        this.placements = placements;
        this.limits = limits;
        timestamps = new HybridClock(doors.clock());
    }

    @Override
    public Minting mint(Request.Coordinate put, boolean remember, Consumer<Boolean> durable) {
        Optional<Siblings> kept = hints.record(put.key());
        if (kept.isEmpty()) {
            return new Minting.Unable("a hint of the key cannot be read");
        }
        Siblings base = kept.get();
        int partition = KeyHash.of(put.key().bucket(), put.key().key()).partition(ringPartitions);
        NodeId home = placements.apply(partition).leader();
        HintRow row = HintRow.of(home, put.key());
        Optional<Dot> known = remember ? base.dotsOf(put.writeId()).stream().findFirst() : Optional.empty();
        if (known.isPresent()) {
            doors.events().onRetryKnown(put.key(), put.writeId());
            keep(row, base, durable); // it may be kept for another home only
            return new Minting.Known(known.get(), base);
        }
        Dot dot = hints.actors().next(partition);
        Siblings made = base.put(put.context(), new Sibling(dot, put.writeId(), timestamps.next(base), put.content()));
        if (!limits.allow(made)) {
            return new Minting.Refused(
                    ErrorCode.TOO_MANY_SIBLINGS, limits.describe(made.live().size()));
        }
        Optional<Status> refusal = hints.refusal(row, made);
        if (refusal.isPresent()) {
            return new Minting.Unable("its hints: " + refusal.get());
        }
        doors.events().onMinted(put.key(), dot, put.writeId(), made);
        hints.actors().taken(partition);
        keep(row, made, durable);
        return new Minting.Minted(dot, made);
    }

    private void keep(HintRow row, Siblings record, Consumer<Boolean> durable) {
        hints.keep(row, record, (status, held) -> durable.accept(status.isAck()));
    }
}
