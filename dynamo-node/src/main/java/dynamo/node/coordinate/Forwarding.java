package dynamo.node.coordinate;

import com.google.common.collect.ImmutableList;
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
import dynamo.ring.Placement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A put at a node that is no home of its key, or cannot store it: passed to one home after the other until one has an answer;
 * and when no home can be reached, or none that can is able to store, to the fallbacks in order of preference, this node at
 * its own place among them. Whoever receives it coordinates or declines, and never passes it on. Once a try may have been
 * acted on, a later failure is {@link Outcome#UNKNOWN}, whatever it says of itself.
 */
final class Forwarding {
    /** This node's own way to coordinate. */
    interface Here {
        /** @param triedElsewhere whether another node may have stored the same write */
        void coordinate(Request.Coordinate put, boolean triedElsewhere, Consumer<Reply> done);
    }

    /** After so long the next home is tried too; the answer that a silent one may still give counts all the same. */
    private static final Duration SILENCE_MAX = Duration.ofMillis(500);

    private final Cluster cluster;
    private final Request.Coordinate put;
    private final Here here;
    private final Consumer<PutResult> done;
    private final ImmutableList<NodeId> homes;
    private final Deque<NodeId> untriedHomes;
    private final Deque<NodeId> untriedFallbacks;
    private final Set<NodeId> declined = new TreeSet<>();
    private final List<Long> sent = new ArrayList<>();
    private final long startedNanos;
    private int tries;
    private int waitedFor;
    private @Nullable NodeId awaited;
    private boolean mayHaveActed;
    private boolean answered;
    private Failure last;
    private @Nullable ScheduledTask deadline;
    private @Nullable ScheduledTask silence;

    Forwarding(Cluster cluster, Request.Coordinate put, Here here, Consumer<PutResult> done) {
        this.cluster = cluster;
        this.put = put;
        this.here = here;
        this.done = done;
        Placement placement = cluster.placement(put.key());
        homes = placement.homes().stream()
                .filter(home -> !home.equals(cluster.self()))
                .collect(ImmutableList.toImmutableList());
        untriedHomes = new ArrayDeque<>(homes);
        untriedFallbacks = new ArrayDeque<>(put.quorum().sloppy() ? placement.fallbacks() : ImmutableList.of());
        startedNanos = cluster.doors().clock().elapsedNanos();
        last = new Failure(
                ErrorCode.QUORUM_NOT_AVAILABLE,
                "none of the nodes that may store the key can coordinate",
                put.quorum().needed(),
                0);
    }

    void start() {
        deadline = cluster.doors().scheduler().after(Duration.ofMillis(put.timeoutMillis()), this::onDeadline);
        tryNext();
    }

    private void tryNext() {
        if (spentMillis() >= put.timeoutMillis()) { // this node stood still: whoever asked has given up
            onDeadline();
            return;
        }
        Optional<NodeId> next = next(untriedHomes, cluster.reach().connected());
        if (next.isEmpty() && noHomeCanStore()) {
            next = next(untriedFallbacks, cluster.reach()::canStore);
        }
        if (next.isPresent()) {
            attempt(next.get());
        } else if (waitedFor == 0) {
            answer(new PutResult.Failed(last));
        } else { // who is silent may be found dead
            silence = cluster.doors().scheduler().after(SILENCE_MAX, this::onSilence);
        }
    }

    private static Optional<NodeId> next(Deque<NodeId> untried, Predicate<NodeId> which) {
        NodeId node = untried.poll();
        while (node != null && !which.test(node)) {
            node = untried.poll();
        }
        return Optional.ofNullable(node);
    }

    private boolean noHomeCanStore() {
        return homes.stream().noneMatch(home -> cluster.reach().canStore(home) && !declined.contains(home));
    }

    private void attempt(NodeId node) {
        boolean isFirst = sent.isEmpty();
        tries++;
        awaited = node;
        waitedFor++;
        int left = (int) Math.max(1, put.timeoutMillis() - spentMillis());
        if (node.equals(cluster.self())) { // it is not silent: it ends in time
            here.coordinate(put.within(left), !isFirst, reply -> onReply(node, Optional.of(reply)));
            return;
        }
        cluster.doors().events().onForwarded(node, put.key());
        sent.add(cluster.requests().send(node, put.within(left), reply -> onReply(node, reply)));
        Duration patience = Duration.ofMillis(Math.min(left / 2, SILENCE_MAX.toMillis()));
        silence = cluster.doors().scheduler().after(patience, this::onSilence);
    }

    private long spentMillis() {
        return Duration.ofNanos(cluster.doors().clock().elapsedNanos() - startedNanos)
                .toMillis();
    }

    private void onReply(NodeId node, Optional<Reply> reply) {
        if (answered) {
            return; // what was begun here ends all the same
        }
        waitedFor--;
        boolean isFinal = false; // no other node would say otherwise
        if (reply.isPresent() && reply.get() instanceof Coordinated coordinated) {
            if (!(coordinated.result() instanceof PutResult.Failed failed)) {
                answer(coordinated.result());
                return;
            }
            last = failed.failure();
            mayHaveActed |= last.outcome() != Outcome.NOT_APPLIED;
            isFinal = last.code() != ErrorCode.QUORUM_NOT_AVAILABLE;
        } else if (reply.isPresent() && reply.get() instanceof Declined) {
            declined.add(node);
        } else {
            mayHaveActed = true; // the connection was lost, the request perhaps not
        }
        if (isFinal && waitedFor == 0) {
            answer(new PutResult.Failed(last));
        } else if (awaited == null || awaited.equals(node)) { // else a later try still has its time
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
                result instanceof PutResult.Failed failed
                        ? new PutResult.Failed(honest(failed.failure()))
                        : ((PutResult.Stored) result).afterTries(tries));
    }

    private Failure honest(Failure failure) {
        return mayHaveActed && failure.outcome() == Outcome.NOT_APPLIED
                ? new Failure(
                        ErrorCode.QUORUM_TIMEOUT,
                        "a node that it was passed to did not answer in time",
                        failure.required(),
                        failure.received())
                : failure;
    }
}
