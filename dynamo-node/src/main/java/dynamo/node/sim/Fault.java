package dynamo.node.sim;

/** What the chaos of a run may do to machines and wires, beside the steady faults of network and disks. */
enum Fault {
    /** One process ends without warning; half of the time as by loss of power. */
    CRASH,
    /** All of them at once. */
    CRASH_ALL,
    /** A process drains, ends, and starts again. */
    RESTART,
    /** A process stands still, and time leaps for it. */
    PAUSE,
    /** Nodes fall into groups that cannot reach each other. */
    PARTITION,
    /** Some wires carry one way only. */
    ONE_WAY,
    /** Wires of some nodes are cut one by one, and mended in another order. */
    SWIZZLE,
    SLOW_LINK,
    /** A machine gets a new, empty disk. */
    WIPE,
    /** A machine starts from its disk's last but one state, and its storage notices. */
    LOST_TAIL,
    /** The same, and only the peers can tell. */
    ROLLBACK,
    /** Rows of one disk cannot be read any more. */
    ROT,
    DISK_FULL,
    CLOCK_JUMP
}
