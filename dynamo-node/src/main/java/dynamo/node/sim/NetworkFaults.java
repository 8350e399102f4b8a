package dynamo.node.sim;

/**
 * How the network of a run behaves. Times are nanoseconds.
 *
 * @param delayMin of a message
 * @param delayMax of a usual message
 * @param slowChance of a message that takes up to {@code slowMax}, and those behind it on the connection with it
 * @param lossChance of a message that vanishes while its connection lasts
 * @param resetChance of a message that takes its connection down with it
 * @param duplicateChance of a message that comes again later
 * @param lateChance of a message that comes again very much later
 * @param reconnectMax until a lost connection is tried again
 * @param resetNoticeMax until an end hears that its connection was reset
 * @param deathNoticeMax until a peer's silent death is noticed
 * @param idleMax silence of a cut or a paused peer that ends a connection
 */
record NetworkFaults(
        long delayMin,
        long delayMax,
        double slowChance,
        long slowMax,
        double lossChance,
        double resetChance,
        double duplicateChance,
        double lateChance,
        long reconnectMax,
        long resetNoticeMax,
        long deathNoticeMax,
        long idleMax) {
    private static final long MILLIS = 1_000_000;

    static final NetworkFaults NONE = new NetworkFaults(
            50_000, 500_000, 0, 0, 0, 0, 0, 0, 100 * MILLIS, 5 * MILLIS, 2_000 * MILLIS, 10_000 * MILLIS);

    /** The same network without what is exceptional. */
    NetworkFaults calm() {
        return new NetworkFaults(
                delayMin, delayMax, 0, 0, 0, 0, 0, 0, reconnectMax, resetNoticeMax, deathNoticeMax, idleMax);
    }
}
