package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.node.replica.Replica;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Reads rows in the background, a slice at a time: builds the hash trees that are missing, reaps tombstones where something may
 * have changed for them, and for the rest goes over all rows, slowly, to find what rotted.
 */
final class TreeCare {
    private static final int SLICE_ROWS = 256;
    private static final int SLICES_IDLE = 8;
    private static final double BUSY = 0.5;

    private final OwnSide own;
    private final Replica replica;
    private ImmutableList<Integer> partitions;
    private ImmutableList<Integer> leftovers = ImmutableList.of();
    private final IntConsumer onReaped;
    private long scrubStepNanos;
    private final ArrayDeque<Integer> toBuild = new ArrayDeque<>();
    private final Set<Integer> toReap = new LinkedHashSet<>();
    private int scrubAt;
    private long scrubDueNanos;
    private boolean isScrubbing;
    private boolean isRunning;
    private boolean isStopped;

    /** @param onReaped hears of a partition all of whose tombstones were looked at */
    TreeCare(OwnSide own, ImmutableList<Integer> partitions, IntConsumer onReaped, long nowNanos) {
        this.own = own;
        this.replica = own.replica();
        this.partitions = partitions;
        this.onReaped = onReaped;
        scrubStepNanos = own.config().scrub().toNanos() / Math.max(1, partitions.size());
        scrubDueNanos = nowNanos + scrubStepNanos;
    }

    /** From now on it cares for these. */
    void become(ImmutableList<Integer> now) {
        partitions = now;
        scrubStepNanos = own.config().scrub().toNanos() / Math.max(1, partitions.size());
        scrubAt = 0;
        isScrubbing = false;
        toReap.retainAll(now);
    }

    /** Of these only trees are built. */
    void alsoBuild(ImmutableList<Integer> others) {
        leftovers = others;
    }

    /** Its tombstones are looked at soon. */
    void reapSoon(int partition) {
        toReap.add(partition);
    }

    void tick(long nowNanos) {
        if (isRunning || isStopped) {
            return;
        }
        isRunning = true;
        scrub(nowNanos); // first: tombstones that wait for a home that is away are work without end
        toBuild.clear();
        Stream.concat(partitions.stream(), leftovers.stream())
                .filter(partition -> !replica.trees().isBuilt(partition))
                .forEach(toBuild::add);
        run(own.pressure().getAsDouble() < BUSY ? SLICES_IDLE : 1);
    }

    /** Each slice is a turn of the loop of its own. */
    private void run(int slices) {
        if (isStopped || slices == 0 || !build() && !reap()) {
            isRunning = false;
            return;
        }
        own.doors().scheduler().execute(() -> run(slices - 1));
    }

    private boolean build() {
        while (!toBuild.isEmpty()) {
            int partition = toBuild.element();
            if (!replica.trees().isBuilt(partition)) {
                replica.trees().buildSome(partition, SLICE_ROWS);
                return true;
            }
            toBuild.remove();
        }
        return false;
    }

    private boolean reap() {
        Iterator<Integer> next = toReap.iterator();
        if (!next.hasNext()) {
            return false;
        }
        int partition = next.next();
        if (replica.reaper().reapSome(partition)) {
            next.remove();
            onReaped.accept(partition);
        }
        return true;
    }

    private void scrub(long nowNanos) {
        if (partitions.isEmpty() || !isScrubbing && nowNanos - scrubDueNanos < 0) {
            return;
        }
        isScrubbing = !replica.trees().buildSome(partitions.get(scrubAt), SLICE_ROWS);
        if (!isScrubbing) {
            scrubAt = (scrubAt + 1) % partitions.size();
            scrubDueNanos += scrubStepNanos;
        }
    }

    /** When the partition read longest ago was read; empty as long as one was not, in this process. */
    OptionalLong scrubbedNanos() {
        long[] read =
                partitions.stream().mapToLong(replica.trees()::verifiedNanos).toArray();
        return Arrays.stream(read).anyMatch(nanos -> nanos == 0)
                ? OptionalLong.empty()
                : Arrays.stream(read).min();
    }

    long built() {
        return partitions.stream().filter(replica.trees()::isBuilt).count();
    }

    void stop() {
        isStopped = true;
    }
}
