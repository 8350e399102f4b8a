package dynamo.node.boot;

/** How the process ends, in the numbers of {@code sysexits.h}. */
enum Exit {
    /** Asked to stop, and stopped cleanly. */
    OK(0),
    /** The command line is wrong. */
    USAGE(64),
    /** A port is taken, an address is not this machine's, or the cluster to join does not answer. */
    UNAVAILABLE(69),
    /** A fault in this program. */
    BUG(70),
    /** The disk failed; the next start recovers from its log. */
    DISK(74),
    /** The configuration cannot be used, or does not fit the data directory. */
    CONFIG(78);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
