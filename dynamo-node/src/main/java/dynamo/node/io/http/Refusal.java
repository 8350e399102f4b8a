package dynamo.node.io.http;

/**
 * A request that is answered with a problem before anything was asked of the node.
 *
 * <p>An exception, for a request is taken apart in many small steps, each of which may be the last; without a stack
 * trace, for it is no surprise. It never leaves this package.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static Refusal badRequest(String detail) {
        return new Refusal(Problem.badRequest(detail));
    }

    static Refusal of(int status, String detail) {
        return new Refusal(Problem.of(status, detail));
    }

    static Refusal badKey(String detail) {
        return new Refusal(Problem.of(400, "bad-key", detail));
    }

    Problem problem() {
        return problem;
    }
}
