package dynamo.client;

import dynamo.contract.Outcome;
import dynamo.contract.json.ProblemReader.Problem;

/**
 * A call that failed, after all its tries. Its kind says what may be done about it, its {@code outcome()} what it did to the data,
 * its {@code code()} exactly what a node said.
 */
public abstract sealed class DynamoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code of a failure without an answer. */
    public static final String UNREACHABLE = "unreachable";

    private static final int OVERLOADED = 429;
    private static final int SERVER_ERRORS = 500;

    private final Problem problem;

    private DynamoException(Problem problem) {
        super(problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    /** No node answered. */
    public static final class Unreachable extends DynamoException {
        private static final long serialVersionUID = 1L;

        private Unreachable(Problem problem) {
            super(problem);
        }
    }

    /** A node answered that it cannot: too few replicas in reach or in time, full disks, starting, draining. */
    public static final class Unavailable extends DynamoException {
        private static final long serialVersionUID = 1L;

        private Unavailable(Problem problem) {
            super(problem);
        }
    }

    /** The cluster has more to do than it can; slow down. */
    public static final class Overloaded extends DynamoException {
        private static final long serialVersionUID = 1L;

        private Overloaded(Problem problem) {
            super(problem);
        }
    }

    /** The request cannot succeed as it is: malformed, too large, or its condition does not hold. */
    public static final class Rejected extends DynamoException {
        private static final long serialVersionUID = 1L;

        private Rejected(Problem problem) {
            super(problem);
        }
    }

    /** There are concurrent values, and nobody said how to make one of them. Nothing was written. */
    public static final class Unresolved extends DynamoException {
        private static final long serialVersionUID = 1L;

        Unresolved(int siblings) {
            super(local("siblings", siblings + " concurrent values and no resolver that makes one of them", false));
        }
    }

    /** An update's change is stored; what failed is to make one value of it and what stands beside it. The next update may. */
    public static final class Unmerged extends DynamoException {
        private static final long serialVersionUID = 1L;

        Unmerged(String why) {
            super(new Problem(
                    0,
                    "unmerged",
                    "the change is stored, but not merged with what stands beside it: " + why,
                    "",
                    true,
                    Outcome.APPLIED));
        }
    }

    /** No replica that answers has what the session has seen, or what the update has written. */
    public static final class Stale extends DynamoException {
        private static final long serialVersionUID = 1L;

        Stale(String why) {
            super(local("stale", why, true));
        }
    }

    /** What is stored is no value of the bucket's form. */
    public static final class Undecodable extends DynamoException {
        private static final long serialVersionUID = 1L;

        Undecodable(IllegalArgumentException why) {
            super(local("undecodable", String.valueOf(why.getMessage()), false));
            initCause(why);
        }
    }

    static DynamoException of(Problem problem) {
        if (problem.status() == 0) {
            return new Unreachable(problem);
        }
        if (problem.status() == OVERLOADED) {
            return new Overloaded(problem);
        }
        return problem.status() >= SERVER_ERRORS ? new Unavailable(problem) : new Rejected(problem);
    }

    /** The client itself says so, and wrote nothing. */
    private static Problem local(String code, String detail, boolean retryable) {
        return new Problem(0, code, detail, "", retryable, Outcome.NOT_APPLIED);
    }

    /** What this call did to the stored data; of a get, which writes nothing, it means nothing. */
    public final Outcome outcome() {
        return problem.outcome();
    }

    /** Of the HTTP answer; 0 when none came. */
    public final int status() {
        return problem.status();
    }

    /** Such as {@code quorum-timeout}; {@value #UNREACHABLE} when no answer came. */
    public final String code() {
        return problem.code();
    }

    /** For people. */
    public final String detail() {
        return problem.detail();
    }

    public final String requestId() {
        return problem.requestId();
    }

    /** Whether the same call may do better later. */
    public final boolean retryable() {
        return problem.retryable();
    }
}
