package dynamo.node.coordinate;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.node.env.ScheduledTask;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One get in flight (Dynamo §4.5): asks the homes, answers at R with what they hold together, then waits for the others and
 * repairs the stale ones.
 *
 * <p>Only votes count towards R; data that comes with an answer that is no vote is shown all the same.
 */
final class GetCoordinator {
    /** How long the homes that did not answer yet are waited for after the client has its answer. */
    private static final Duration LINGER_MAX = Duration.ofMillis(500);

    private final Cluster cluster;
    private final GetRequest request;
    private final Consumer<GetResult> done;
    private final BooleanSupplier mayLinger;
    private final Runnable ended;
    private final ImmutableList<NodeId> homes;
    private final Map<NodeId, ReadAnswer> answers = new TreeMap<>();
    private final List<Long> sent = new ArrayList<>();
    private QuorumTally tally;
    private Siblings merged = Siblings.EMPTY;
    private boolean answered;
    private @Nullable ScheduledTask deadline;

    /**
     * @param done gets the result, once
     * @param mayLinger whether there is room to wait for the other homes once the client has its answer
     * @param ended runs when nothing more is done for this get: with the answer, or after repair
     */
    GetCoordinator(
            Cluster cluster, GetRequest request, Consumer<GetResult> done, BooleanSupplier mayLinger, Runnable ended) {
        this.cluster = cluster;
        this.request = request;
        this.done = done;
        this.mayLinger = mayLinger;
        this.ended = ended;
        homes = cluster.homesOf(request.key()).primaries();
        tally = new QuorumTally(request.quorum().needed(), homes.size());
    }

    void start() {
        List<NodeId> asked = homes.stream().filter(cluster.reach().connected()).toList();
        if (asked.size() < request.quorum().needed()) {
            answer(new GetResult.Failed(new Failure(
                    ErrorCode.QUORUM_NOT_AVAILABLE,
                    "too few of the key's homes can be reached",
                    request.quorum().needed(),
                    asked.size())));
            ended.run();
            return;
        }
        tally = new QuorumTally(request.quorum().needed(), asked.size());
        deadline = cluster.doors().scheduler().after(request.timeout(), this::onDeadline);
        Request.Read read = new Request.Read(request.key());
        for (NodeId home : asked) {
            sent.add(cluster.requests().send(home, read, reply -> onReply(home, reply)));
        }
    }

    private void onReply(NodeId home, Optional<Reply> reply) {
        if (reply.isPresent() && reply.get() instanceof ReadAnswer answer) {
            tally.onAnswer(home, answer.votes());
            merged = Siblings.sync(merged, answer.record());
            answers.put(home, sharing(answer));
        } else {
            tally.onAnswer(home, false);
        }
        boolean wasAnswered = answered;
        decide();
        boolean isNew = answered && !wasAnswered;
        if (tally.outstanding() == 0 || isNew && !mayLinger.getAsBoolean()) {
            end();
        } else if (isNew) {
            linger();
        }
    }

    /** Replicas usually agree: then one copy of the record is held, not one for each of them. */
    private ReadAnswer sharing(ReadAnswer answer) {
        return answer.record().equals(merged) ? new ReadAnswer(answer.finding(), merged, answer.votes()) : answer;
    }

    private void linger() {
        if (deadline != null) {
            deadline.cancel();
        }
        deadline = cluster.doors().scheduler().after(LINGER_MAX, this::end);
    }

    private void decide() {
        if (answered || tally.state() == QuorumTally.State.PENDING) {
            return;
        }
        if (tally.state() == QuorumTally.State.SATISFIED) {
            answer(new GetResult.Found(merged, request.quorum().n(), tally.counted()));
        } else {
            answer(new GetResult.Failed(missed("too few of the key's homes could answer")));
        }
    }

    private void onDeadline() {
        if (!answered) {
            answer(new GetResult.Failed(missed("not enough answers in time")));
        }
        end();
    }

    private Failure missed(String detail) {
        return new Failure(ErrorCode.QUORUM_TIMEOUT, detail, tally.needed(), tally.counted());
    }

    private void answer(GetResult result) {
        answered = true;
        done.accept(result);
    }

    private void end() {
        sent.forEach(cluster.requests()::forget);
        if (deadline != null) {
            deadline.cancel();
        }
        new ReadRepair(cluster, request.key(), homes, answers, merged).start();
        ended.run();
    }
}
