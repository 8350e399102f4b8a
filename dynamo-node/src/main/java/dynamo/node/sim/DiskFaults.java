package dynamo.node.sim;

/**
 * How the disks of a run behave.
 *
 * @param syncNanosMin the quickest commit
 * @param syncNanosMax the slowest usual commit
 * @param slowChance of a commit that takes up to {@code slowNanosMax}
 * @param failChance of a sync that fails; the process must end then
 */
record DiskFaults(long syncNanosMin, long syncNanosMax, double slowChance, long slowNanosMax, double failChance) {
    static final DiskFaults NONE = new DiskFaults(100_000, 2_000_000, 0, 0, 0);

    /** The same disks without what is exceptional. */
    DiskFaults calm() {
        return new DiskFaults(syncNanosMin, syncNanosMax, 0, 0, 0);
    }
}
