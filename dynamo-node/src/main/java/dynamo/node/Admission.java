package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.PutResult;
import dynamo.node.AdmissionLimit.Kind;
import dynamo.node.env.Doors;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets requests in, or says at once why not: what is turned away has touched nothing. Counts those that are in, for a node that
 * drains waits for them.
 *
 * <p>What another node passes on was let in by that one, and is turned away by the fixed limit only. Threading: the node's loop.
 */
final class Admission {
    private final Doors doors;
    private final AdmissionLimit limit;
    private final Duration period;
    private final Supplier<Optional<String>> obstacle;
    private final List<Runnable> onDrained = new ArrayList<>();
    private boolean isClosed;
    private long beatNanos;

    /**
     * @param period of {@link #beat}
     * @param obstacle why the node cannot serve anybody, if it cannot
     */
    Admission(int requestsMax, Duration period, Doors doors, Supplier<Optional<String>> obstacle) {
        this.doors = doors;
        this.period = period;
        this.obstacle = obstacle;
        limit = new AdmissionLimit(requestsMax, doors.clock());
    }

    AdmissionLimit limit() {
        return limit;
    }

    /** Called once a period: when it is late, so is all else. */
    void beat() {
        beatNanos = doors.clock().elapsedNanos();
    }

    /** No request is let in any more. */
    void close() {
        isClosed = true;
    }

    /** {@code done} runs once those that are in are answered. */
    void drain(Runnable done) {
        close();
        onDrained.add(done);
        tellDrained();
    }

    private void tellDrained() {
        if (isClosed && limit.inFlight() == 0) {
            List<Runnable> waiting = ImmutableList.copyOf(onDrained);
            onDrained.clear();
            waiting.forEach(Runnable::run);
        }
    }

    /** A client's request. */
    <T> void client(
            Kind kind, Duration timeout, Consumer<T> done, Function<Failure, T> failed, Consumer<Consumer<T>> start) {
        admit(kind, refusal().or(() -> lateness(timeout)), done, failed, start);
    }

    /** A put passed on to this node. If it is turned away it may go to another home, unless there is too much of it everywhere. */
    void passedOn(Request.Coordinate put, Consumer<Reply> done, Consumer<Consumer<Reply>> start) {
        Optional<Failure> refusal = fixedRefusal().or(() -> lateness(Duration.ofMillis(put.timeoutMillis())));
        admit(Kind.PUT, refusal, done, Admission::turnedAway, start);
    }

    static Reply turnedAway(Failure failure) {
        return failure.code() == ErrorCode.OVERLOADED
                ? new Reply.Coordinated(new PutResult.Failed(failure))
                : new Reply.Declined(failure.detail());
    }

    private <T> void admit(
            Kind kind,
            Optional<Failure> refusal,
            Consumer<T> done,
            Function<Failure, T> failed,
            Consumer<Consumer<T>> start) {
        if (refusal.isPresent()) {
            done.accept(failed.apply(refusal.get()));
            return;
        }
        long begun = limit.onBegun();
        start.accept(result -> {
            limit.onEnded(kind, begun);
            done.accept(result);
            tellDrained();
        });
    }

    /** Why a client's request is turned away now, which is counted; empty when it would be let in. */
    Optional<Failure> refusal() {
        Optional<Failure> refusal = fixedRefusal();
        return refusal.isEmpty() && limit.isReached()
                ? Optional.of(shed("request: answers take too long", "requests come faster than this node can answer"))
                : refusal;
    }

    /** Why nobody is let in, however little there is to do; empty when somebody would be. */
    Optional<Failure> closure() {
        return isClosed
                ? Optional.of(Failure.of(ErrorCode.DRAINING, "this node is going away"))
                : obstacle.get().map(why -> Failure.of(ErrorCode.STARTING, why));
    }

    private Optional<Failure> fixedRefusal() {
        Optional<Failure> closure = closure();
        if (closure.isPresent()) {
            return closure;
        }
        return limit.isExhausted()
                ? Optional.of(shed("request: too many in flight", "too many requests in flight at this node"))
                : Optional.empty();
    }

    /** After the node stood still, what waited in its sockets may be older than its client's patience. */
    private Optional<Failure> lateness(Duration timeout) {
        long lateNanos = doors.clock().elapsedNanos() - beatNanos - period.toNanos();
        return lateNanos >= timeout.toNanos()
                ? Optional.of(shed(
                        "request: its time may be over", "this node stood still for longer than the request may take"))
                : Optional.empty();
    }

    private Failure shed(String what, String why) {
        doors.events().onShed(what);
        return Failure.of(ErrorCode.OVERLOADED, why);
    }
}
