package dynamo.node.sim;

import dynamo.node.antientropy.AntiEntropyConfig;
import dynamo.node.hint.HintedHandoff;

/**
 * How long what faults left behind may still go on once nothing new breaks. Each part is what one thing may take at most, in
 * nanoseconds of virtual time; the sums take one after the other, as they may well happen.
 */
record Bound(NetworkFaults network, DiskFaults disk) {
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000 * MILLIS;

    /** A client's request at its longest timeout, with the moments that a node may stand still. */
    long requestEnded() {
        return World.TIMEOUT_MAX.toNanos() + SECONDS;
    }

    /** A peer's silent death, or the end of a connection. */
    long deathNoticed() {
        return network.deathNoticeMax() + network.resetNoticeMax();
    }

    /** A cut, by the silence behind it. */
    long cutNoticed() {
        return network.idleMax() + network.resetNoticeMax();
    }

    /** One dial that has just failed, and the next. */
    long dialled() {
        return 2 * network.reconnectMax();
    }

    /** The slowest message that was sent before. */
    long delivered() {
        return network.slowMax();
    }

    /** The slowest sync that was begun before. */
    long synced() {
        return disk.slowNanosMax();
    }

    /** A process that ends with a failed disk, and its start. */
    long restarted() {
        return 1_100 * MILLIS;
    }

    /** Greetings, and whether there is space, repeated until they were heard. */
    long greeted() {
        return 6 * SECONDS;
    }

    /** After everything was mended, until every node serves and nothing is under way. */
    long settled() {
        return requestEnded() + deathNoticed() + dialled() + delivered() + synced() + restarted() + greeted();
    }

    /** The same for a part of the cluster, while the rest is gone behind cuts. */
    long settledInCore() {
        return settled() + cutNoticed();
    }

    /**
     * After all is settled, until homes are alike: hints are handed over; what rotted is found and mended; what amnesiacs lost is
     * brought back, four pairs in a tick; and then, as one exchange tells the next, some cycles.
     */
    long converged(AntiEntropyConfig antiEntropy, int partitions) {
        long everyPair = 100 * MILLIS * partitions;
        return HintedHandoff.RETRY_MAX.toNanos()
                + antiEntropy.scrub().toNanos()
                + antiEntropy.stepTimeout().toNanos()
                + everyPair
                + 6 * antiEntropy.cycle().toNanos();
    }

    /**
     * The same for the homes in a core: hints and rows that rotted may have to wait for those outside. Each pair is due once a
     * cycle, and what failed while others were still there comes again after twice as long each time.
     */
    long convergedInCore(AntiEntropyConfig antiEntropy) {
        return antiEntropy.stepTimeout().toNanos() + 6 * antiEntropy.cycle().toNanos();
    }

    /**
     * After all is settled, until a ring that changes has changed: what an operator cancelled is brought back under another plan;
     * each member learns of it, hints are handed over, partitions are fetched and dropped, each with an exchange or two, which
     * come again when they failed.
     */
    long handedOver(AntiEntropyConfig antiEntropy, int partitions) {
        return 2 * converged(antiEntropy, partitions);
    }

    /** A read that is answered, then the repairs it sends, stored and synced. */
    long repaired() {
        return requestEnded() + 2 * SECONDS;
    }
}
