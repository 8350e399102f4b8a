package dynamo.client;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a request to one node after the other until one answers; when none did, waits and begins anew, as long as there is time
 * and the budget for repetitions lasts. All tries are the same request under the same Request-Id, so a repetition is the
 * same write.
 *
 * <p>What counts as no answer: no connection, a lost one, silence for longer than a try may take, and 503, with which a node says
 * that it cannot serve while others may; of a read 504 too, which another node may have a quorum for. 429 ends a round: others
 * are hardly less busy. Everything else is the answer.
 *
 * <p>Threading: any.
 */
final class Tries {
    private static final int UNAVAILABLE = 503;
    private static final int QUORUM_TIMEOUT = 504;
    private static final int OVERLOADED = 429;
    private static final int CONNECT_DELAYS = 4;
    private static final double REPEATED_SHARE = 0.1;
    private static final int REPEATED_SAVED_MAX = 10;

    private final ClientConfig config;
    private final Nodes nodes;
    private final Routing routing;
    private final Hedging hedging = new Hedging();
    private final Budget repetitions = new Budget(REPEATED_SHARE, REPEATED_SAVED_MAX);
    private final Connections connections = new Connections();

    Tries(ClientConfig config) {
        this.config = config;
        nodes = new Nodes(config.seeds());
        routing = new Routing(nodes, connections);
    }

    /** Any answer but one that another node, or this one a little later, may better. */
    HttpAnswer send(Call call) {
        Attempts attempts = new Attempts(call);
        repetitions.onCall();
        try {
            for (int round = 0; round < config.rounds(); round++) {
                Optional<HttpAnswer> answer = round(attempts);
                if (answer.isPresent()) {
                    return attempts.checked(answer.get());
                }
                long pause = attempts.pauseNanos(round);
                if (round + 1 == config.rounds()
                        || System.nanoTime() + pause - attempts.deadline() >= 0
                        || !repetitions.take()) {
                    break;
                }
                LockSupport.parkNanos(pause);
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
            throw attempts.failed();
        } finally {
            config.listener().onCall(attempts.report());
        }
    }

    /** Each node once. */
    private Optional<HttpAnswer> round(Attempts attempts) {
        Call call = attempts.call();
        ImmutableList<ClientNode> order = nodes.order(
                config.isRouting() ? routing.homes(call.key()) : ImmutableList.of(), call.first(), System.nanoTime());
        for (int i = 0; i < order.size() && (i == 0 || mayGoOn(attempts)); i++) {
            boolean isLast = i == order.size() - 1;
            long now = System.nanoTime();
            long silentUntil = now + config.tryTimeout().toNanos();
            // The last node may take all the time there is.
            long ends = isLast || silentUntil - attempts.deadline() > 0 ? attempts.deadline() : silentUntil;
            Optional<ClientNode> other =
                    isLast ? Optional.empty() : Optional.of(order.get(i + 1)).filter(ClientNode::isWell);
            Optional<HttpAnswer> answer = ask(attempts, order.get(i), other, ends);
            if (answer.isPresent() && answer.get().status() == OVERLOADED) {
                return Optional.empty();
            }
            if (answer.isPresent() && !mayBeBettered(call, answer.get())) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private static boolean mayGoOn(Attempts attempts) {
        return !attempts.isOver() && !Thread.currentThread().isInterrupted();
    }

    private static boolean mayBeBettered(Call call, HttpAnswer answer) {
        return answer.status() == UNAVAILABLE
                || answer.status() == OVERLOADED
                || answer.status() == QUORUM_TIMEOUT && !call.request().isWrite();
    }

    /** @param other may be asked as well, when the node takes long to read */
    private Optional<HttpAnswer> ask(Attempts attempts, ClientNode node, Optional<ClientNode> other, long ends) {
        long began = System.nanoTime();
        attempts.onTry();
        Optional<Sent> sent = sent(attempts, node, ends);
        if (sent.isEmpty() || attempts.call().request().isWrite()) {
            return sent.flatMap(first -> answer(attempts, first, ends));
        }
        Optional<Sent> hedge = config.isHedging()
                ? other.flatMap(second -> hedge(attempts, sent.get(), second, ends))
                : Optional.empty();
        Optional<HttpAnswer> answer = hedge.isPresent()
                ? either(attempts, sent.get(), hedge.get(), ends)
                : answer(attempts, sent.get(), ends);
        answer.ifPresent(read -> hedging.onRead(System.nanoTime() - began));
        return answer;
    }

    private Optional<Sent> sent(Attempts attempts, ClientNode node, long ends) {
        boolean[] isConnected = {false};
        try {
            return Optional.of(
                    Sent.to(node, attempts.call().request(), connections, ends, () -> isConnected[0] = true));
        } catch (IOException e) {
            onFailed(node, e);
            attempts.onLost(node, e, isConnected[0]);
            return Optional.empty();
        }
    }

    /** A second request, when the first is not answered for longer than most are. */
    private Optional<Sent> hedge(Attempts attempts, Sent first, ClientNode second, long ends) {
        OptionalLong delay = hedging.delay();
        long until = System.nanoTime() + delay.orElse(0);
        try {
            if (delay.isEmpty() || until - ends >= 0 || first.awaitAnswer(until) || !hedging.take()) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty(); // reading the first answer will say so
        }
        attempts.onHedged();
        // Nobody hurries to a node that takes long to connect to.
        return sent(attempts, second, Math.min(ends, System.nanoTime() + CONNECT_DELAYS * delay.getAsLong()));
    }

    /** The answer that begins first, or the other when that one is lost, or of a node that cannot. */
    private Optional<HttpAnswer> either(Attempts attempts, Sent one, Sent other, long ends) {
        Sent first = one;
        try {
            first = Sent.first(one, other, ends);
        } catch (IOException e) {
            // Neither answers in time; reading says so of both.
        }
        Sent second = first == one ? other : one;
        Optional<HttpAnswer> answer = answer(attempts, first, ends);
        if (answer.isPresent() && !mayBeBettered(attempts.call(), answer.get())) {
            second.giveUp();
            return answer;
        }
        return answer(attempts, second, ends).or(() -> answer);
    }

    private Optional<HttpAnswer> answer(Attempts attempts, Sent sent, long ends) {
        try {
            HttpAnswer answer = sent.answer(ends);
            attempts.onAnswer(sent.node(), answer);
            routing.onAnswer(answer);
            if (answer.status() == UNAVAILABLE) {
                sent.node().onFailed(System.nanoTime());
            } else {
                nodes.onAnswered(sent.node(), answer.headerOr("dynamo-node", ""));
            }
            return Optional.of(answer);
        } catch (IOException e) {
            onFailed(sent.node(), e);
            attempts.onLost(sent.node(), e, true);
            return Optional.empty();
        }
    }

    /** It is not the node's fault when the caller was interrupted. */
    private static void onFailed(ClientNode node, IOException why) {
        if (!(why instanceof ClosedByInterruptException)) {
            node.onFailed(System.nanoTime());
        }
    }

    void close() {
        routing.close();
        connections.close();
    }
}
