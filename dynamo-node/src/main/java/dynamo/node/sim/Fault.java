package dynamo.node.sim;

import java.util.Locale;

/** What the chaos of a run may do to machines and wires, beside the steady faults of network and disks. */
enum Fault {
    /** One process ends without warning; half of the time as by loss of power. */
    CRASH(3),
    /** All of them at once. */
    CRASH_ALL(3),
    /** A process drains, ends, and starts again. */
    RESTART(3),
    /** A process stands still, and time leaps for it. */
    PAUSE(3),
    /** A machine is gone for a long part of the run; by its return days or months have passed for all. */
    AWAY(5),
    /** Nodes fall into two groups that cannot reach each other. */
    PARTITION(3),
    /** The same, but for one node that reaches both groups. */
    BRIDGE(5),
    /** Each node reaches a majority, and no two the same one. */
    MAJORITIES(5),
    /** Some wires carry one way only. */
    ONE_WAY(3),
    /** Wires of some nodes are cut one by one, and mended in another order. */
    SWIZZLE(3),
    /** A wire is cut and mended five times a second. */
    FLAP(5),
    SLOW_LINK(3),
    /** A machine gets a new, empty disk. */
    WIPE(3),
    /** A machine starts from an earlier state of its disk, and its storage notices. */
    LOST_TAIL(6),
    /** The last batches are gone, with nothing that could tell: neither the storage nor the peers find out. */
    SILENT_TAIL(8),
    /** A machine starts from a state of its disk older than its last start, and only the peers can tell. */
    ROLLBACK(6),
    /** Rows of one disk cannot be read any more. */
    ROT(3),
    DISK_FULL(3),
    CLOCK_JUMP(3),
    /** An operator, or two, stage changes of the ring and commit them, or cancel what is under way. */
    RING_CHANGE(2);

    private final int oneRunIn;

    Fault(int oneRunIn) {
        this.oneRunIn = oneRunIn;
    }

    /** One run in so many has it. */
    int oneRunIn() {
        return oneRunIn;
    }

    boolean losesRows() {
        return switch (this) {
            case WIPE, LOST_TAIL, SILENT_TAIL, ROLLBACK, ROT -> true;
            default -> false;
        };
    }

    /** Under which it is counted. */
    String text() {
        return "fault: " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
