package dynamo.tools.console;

/** Why a command ends early, in a line for people. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;
    private final String code;
    private final String what;

    private Failure(int exit, String code, String what, String next) {
        super(next.isEmpty() ? what : what + "; " + next, null, false, false);
        this.exit = exit;
        this.code = code;
        this.what = what;
    }

    /** @param next what to do about it; empty where that is plain */
    public static Failure usage(String what, String next) {
        return new Failure(Exit.USAGE, "", what, next);
    }

    public static Failure unreachable(String what, String next) {
        return new Failure(Exit.UNREACHABLE, "", what, next);
    }

    /** @param code the cluster's, such as {@code plan-unknown} */
    public static Failure refused(String code, String what, String next) {
        return new Failure(Exit.REFUSED, code, what, next);
    }

    public static Failure degraded(String what, String next) {
        return new Failure(Exit.DEGRADED, "", what, next);
    }

    /** The same, with another step to take. */
    public Failure then(String next) {
        return new Failure(exit, code, what, next);
    }

    public int exit() {
        return exit;
    }

    /** Empty where the cluster gave none. */
    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
