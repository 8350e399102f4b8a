package dynamo.client;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Outcome;
import dynamo.contract.json.ProblemReader;
import dynamo.contract.json.ProblemReader.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to one seed after the other until one answers, each at most once, beginning with the one that answered
 * last. All tries are the same request under the same Request-Id, so a repetition is the same write.
 *
 * <p>What counts as no answer: no connection, a lost one, silence for longer than a try may take, and 503, with which a
 * node says that it cannot serve while others may. A write that was sent and not answered may be carried out: from then
 * on a failure is of unknown outcome, until a later try succeeds.
 *
 * <p>Threading: any.
 */
final class Tries {
    private static final int UNAVAILABLE = 503;

    private final ImmutableList<NodeAddress> seeds;
    private final Duration tryTimeout;
    private final Connections connections = new Connections();
    private final AtomicInteger preferred = new AtomicInteger();

    Tries(ImmutableList<NodeAddress> seeds, Duration tryTimeout) {
        this.seeds = seeds;
        this.tryTimeout = tryTimeout;
    }

    /** Any answer but a 503 that another node may better. */
    HttpAnswer send(HttpRequest request, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        int first = preferred.get();
        boolean mayBeApplied = false;
        List<String> failures = new ArrayList<>();
        HttpAnswer unavailable = null;
        for (int i = 0; i < seeds.size() && (i == 0 || System.nanoTime() < deadline); i++) {
            int index = (first + i) % seeds.size();
            NodeAddress node = seeds.get(index);
            // The last seed may take all the time there is.
            long ends = i == seeds.size() - 1 ? deadline : Math.min(deadline, System.nanoTime() + tryTimeout.toNanos());
            Connection connection;
            try {
                connection = connections.take(node, ends);
            } catch (IOException e) {
                failures.add(node + " " + why(e));
                continue;
            }
            try {
                HttpAnswer answer = exchange(node, connection, request, ends);
                if (answer.status() != UNAVAILABLE) {
                    preferred.set(index);
                    return answer;
                }
                unavailable = answer;
            } catch (IOException e) {
                mayBeApplied |= request.isWrite();
                failures.add(node + " " + why(e));
            }
        }
        throw failed(unavailable, failures, mayBeApplied);
    }

    private HttpAnswer exchange(NodeAddress node, Connection connection, HttpRequest request, long ends)
            throws IOException {
        try {
            HttpAnswer answer = connection.exchange(request, ends);
            if (answer.isLast()) {
                connection.close();
            } else {
                connections.giveBack(node, connection);
            }
            return answer;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private static DynamoException failed(
            @Nullable HttpAnswer unavailable, List<String> failures, boolean mayBeApplied) {
        Problem problem = unavailable == null
                ? new Problem(
                        0,
                        DynamoException.UNREACHABLE,
                        "no node answers: " + String.join("; ", failures),
                        "",
                        true,
                        Outcome.NOT_APPLIED)
                : ProblemReader.read(unavailable.status(), unavailable.body());
        return failed(problem, mayBeApplied);
    }

    private static DynamoException failed(Problem problem, boolean mayBeApplied) {
        return new DynamoException(
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

    private static String why(IOException e) {
        if (e instanceof ConnectException) {
            return "refuses the connection";
        }
        return e.getMessage() == null ? "lost the connection" : e.getMessage();
    }

    void close() {
        connections.close();
    }
}
