package dynamo.tools.console;

/** How a command ends. */
public final class Exit {
    public static final int GOOD = 0;
    /** A check failed, or what was looked at is not as it should be. */
    public static final int DEGRADED = 1;
    /** Wrong usage. */
    public static final int USAGE = 2;
    /** No answer, or nobody who can serve. */
    public static final int UNREACHABLE = 3;
    /** The cluster says no. */
    public static final int REFUSED = 4;

    private Exit() {}
}
