package dynamo.client;

import dynamo.contract.Outcome;
import dynamo.contract.json.ProblemReader.Problem;

/** A call that failed, after all its tries. */
public final class DynamoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code of a failure without an answer. */
    public static final String UNREACHABLE = "unreachable";

    private final int status;
    private final String code;
    private final String detail;
    private final String requestId;
    private final boolean retryable;
    private final Outcome outcome;

    DynamoException(Problem problem) {
        super(problem.code() + ": " + problem.detail());
        status = problem.status();
        code = problem.code();
        detail = problem.detail();
        requestId = problem.requestId();
        retryable = problem.retryable();
        outcome = problem.outcome();
    }

    /** What this call did to the stored data; of a get, which writes nothing, it means nothing. */
    public Outcome outcome() {
        return outcome;
    }

    /** Of the HTTP answer; 0 when none came. */
    public int status() {
        return status;
    }

    /** Such as {@code quorum-timeout}; {@value #UNREACHABLE} when no answer came. */
    public String code() {
        return code;
    }

    /** For people. */
    public String detail() {
        return detail;
    }

    public String requestId() {
        return requestId;
    }

    /** Whether the same call may do better later. */
    public boolean retryable() {
        return retryable;
    }
}
