package dynamo.node.coordinate;

import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.Outcome;
import dynamo.contract.PutResult;
import dynamo.node.env.ScheduledTask;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.Coordinated;
import dynamo.node.message.Reply.Declined;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A put at a node that cannot coordinate it: passed to one home after the other until one has an answer. Whoever receives it
 * coordinates or declines, and never passes it on. Once a try may have been acted on, a later failure is {@link
 * Outcome#UNKNOWN}, whatever it says of itself.
 */
final class Forwarding {
    /** After so long the next home is tried too; the answer that a silent one may still give counts all the same. */
    private static final Duration SILENCE_MAX = Duration.ofMillis(500);

    private final Cluster cluster;
    private final Request.Coordinate put;
    private final Consumer<PutResult> done;
    private final Deque<NodeId> untried;
    private final List<Long> sent = new ArrayList<>();
    private final long startedNanos;
    private int waitedFor;
    private @Nullable NodeId awaited;
    private boolean mayHaveActed;
    private boolean answered;
    private Failure last;
    private @Nullable ScheduledTask deadline;
    private @Nullable ScheduledTask silence;

    Forwarding(Cluster cluster, Request.Coordinate put, List<NodeId> homes, Consumer<PutResult> done) {
        this.cluster = cluster;
        this.put = put;
        this.done = done;
        untried = new ArrayDeque<>(homes);
        startedNanos = cluster.doors().clock().elapsedNanos();
        last = new Failure(
                ErrorCode.QUORUM_NOT_AVAILABLE,
                "none of the key's homes can coordinate",
                put.quorum().needed(),
                0);
    }

    void start() {
        deadline = cluster.doors().scheduler().after(Duration.ofMillis(put.timeoutMillis()), this::onDeadline);
        tryNext();
    }

    private void tryNext() {
        NodeId home = untried.poll();
        while (home != null && !cluster.reach().connected().test(home)) {
            home = untried.poll();
        }
        if (home == null) {
            if (waitedFor == 0) {
                answer(new PutResult.Failed(last));
            }
            return;
        }
        NodeId tried = home;
        awaited = tried;
        waitedFor++;
        long spentMillis = Duration.ofNanos(cluster.doors().clock().elapsedNanos() - startedNanos)
                .toMillis();
        int left = (int) Math.max(1, put.timeoutMillis() - spentMillis);
        cluster.doors().events().onForwarded(tried, put.key());
        sent.add(cluster.requests().send(tried, put.within(left), reply -> onReply(tried, reply)));
        Duration patience = Duration.ofMillis(Math.min(left / 2, SILENCE_MAX.toMillis()));
        silence = cluster.doors().scheduler().after(patience, this::onSilence);
    }

    private void onReply(NodeId home, Optional<Reply> reply) {
        waitedFor--;
        boolean isFinal = false; // no other home would say otherwise
        if (reply.isPresent() && reply.get() instanceof Coordinated coordinated) {
            if (!(coordinated.result() instanceof PutResult.Failed failed)) {
                answer(coordinated.result());
                return;
            }
            last = failed.failure();
            mayHaveActed |= last.outcome() != Outcome.NOT_APPLIED;
            isFinal = last.code() != ErrorCode.QUORUM_NOT_AVAILABLE;
        } else if (!(reply.isPresent() && reply.get() instanceof Declined)) {
            mayHaveActed = true; // the connection was lost, the request perhaps not
        }
        if (isFinal && waitedFor == 0) {
            answer(new PutResult.Failed(last));
        } else if (awaited == null || awaited.equals(home)) { // else a later try still has its time
            stopWaiting();
            tryNext();
        }
    }

    private void onSilence() {
        stopWaiting();
        tryNext();
    }

    private void stopWaiting() {
        awaited = null;
        if (silence != null) {
            silence.cancel();
        }
    }

    private void onDeadline() {
        mayHaveActed |= waitedFor > 0;
        answer(new PutResult.Failed(last));
    }

    private void answer(PutResult result) {
        if (answered) {
            return;
        }
        answered = true;
        if (deadline != null) {
            deadline.cancel();
        }
        stopWaiting();
        sent.forEach(cluster.requests()::forget);
        done.accept(
                result instanceof PutResult.Failed failed ? new PutResult.Failed(honest(failed.failure())) : result);
    }

    private Failure honest(Failure failure) {
        return mayHaveActed && failure.outcome() == Outcome.NOT_APPLIED
                ? new Failure(
                        ErrorCode.QUORUM_TIMEOUT,
                        "a home that it was passed to did not answer in time",
                        failure.required(),
                        failure.received())
                : failure;
    }
}
