package dynamo.client;

import dynamo.contract.Outcome;
import dynamo.contract.json.ProblemReader;
import dynamo.contract.json.ProblemReader.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one call has tried so far, and what is known of its outcome. Threading: the thread that calls. */
final class Attempts {
    /** Of what failed, the first are told; the rest is alike. */
    private static final int TOLD_MAX = 8;

    private static final int SERVER_ERRORS = 500;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Call call;
    private final long began = System.nanoTime();
    private final long deadline;
    private final List<String> failures = new ArrayList<>();
    private @Nullable HttpAnswer last;
    private String node = "";
    private int tries;
    private boolean isHedged;
    private boolean mayBeApplied;

    Attempts(Call call) {
        this.call = call;
        deadline = began + call.timeout().toNanos();
    }

    Call call() {
        return call;
    }

    long deadline() {
        return deadline;
    }

    boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    void onTry() {
        tries++;
    }

    void onHedged() {
        tries++;
        isHedged = true;
    }

    void onAnswer(ClientNode by, HttpAnswer answer) {
        last = answer;
        node = answer.headerOr("dynamo-node", by.address().toString());
        boolean isDoubtful = call.request().isWrite() && answer.status() >= SERVER_ERRORS;
        mayBeApplied |=
                isDoubtful && ProblemReader.read(answer.status(), answer.body()).outcome() != Outcome.NOT_APPLIED;
    }

    /** The answer, unless it is a failure of a write that an earlier try may have made. */
    HttpAnswer checked(HttpAnswer answer) {
        if (mayBeApplied && !Answers.isStored(answer)) {
            throw failed();
        }
        return answer;
    }

    /** @param wasSent whether the node may have the request */
    void onLost(ClientNode at, IOException why, boolean wasSent) {
        mayBeApplied |= wasSent && call.request().isWrite();
        if (failures.size() < TOLD_MAX) {
            failures.add(at.address() + " " + why(why));
        }
    }

    private static String why(IOException e) {
        if (e instanceof ConnectException) {
            return "refuses the connection";
        }
        return e.getMessage() == null ? "lost the connection" : e.getMessage();
    }

    /** Of a write that was sent and not answered nobody knows, until a later try succeeds. */
    DynamoException failed() {
        Problem problem = last == null
                ? new Problem(
                        0,
                        DynamoException.UNREACHABLE,
                        "no node answers: " + String.join("; ", failures),
                        "",
                        true,
                        Outcome.NOT_APPLIED)
                : ProblemReader.read(last.status(), last.body());
        return DynamoException.of(
                mayBeApplied
                        ? new Problem(
                                problem.status(),
                                problem.code(),
                                problem.detail(),
                                problem.requestId(),
                                problem.retryable(),
                                Outcome.UNKNOWN)
                        : problem);
    }

    /** Before all nodes are asked again: what the last answer asks for ({@code Retry-After}, in seconds), or a backoff. */
    long pauseNanos(int round) {
        String seconds = last == null ? "" : last.headerOr("retry-after", "");
        long wanted = seconds.matches("[0-9]{1,4}") ? Long.parseLong(seconds) * NANOS_PER_SECOND : 0;
        return Math.max(wanted, Backoff.nanos(round));
    }

    CallReport report() {
        return new CallReport(
                call.operation(),
                call.key().bucket(),
                node,
                Duration.ofNanos(System.nanoTime() - began),
                tries,
                isHedged,
                Optional.ofNullable(last).map(HttpAnswer::status).orElse(0));
    }
}
