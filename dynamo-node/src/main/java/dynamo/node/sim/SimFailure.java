package dynamo.node.sim;

/** A promise that did not hold, or a node whose code threw. Ends the run. */
final class SimFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String invariant;

    /** @param invariant its short name, under which a run is said to fail */
    SimFailure(String invariant, String what) {
        super(what);
        this.invariant = invariant;
    }

    SimFailure(String invariant, String what, Throwable cause) {
        super(what, cause);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }

    static void check(boolean holds, String invariant, String what, Object... arguments) {
        if (!holds) {
            throw new SimFailure(invariant, com.google.common.base.Strings.lenientFormat(what, arguments));
        }
    }
}
