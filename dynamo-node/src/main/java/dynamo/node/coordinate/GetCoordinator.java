package dynamo.node.coordinate;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Quorum;
import dynamo.node.env.ScheduledTask;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One get in flight (Dynamo §4.5): asks all homes, answers at R with what they hold together, then waits for the others and
 * repairs the stale ones. For a home that is away the nodes that stand in for it are asked too: what one keeps for the home is a
 * vote, that it has nothing is none, for it never had the key.
 *
 * <p>Only votes count towards R; data that comes with an answer that is no vote is shown all the same.
 */
final class GetCoordinator {
    /** How long the homes that did not answer yet are waited for after the client has its answer. */
    private static final Duration LINGER_MAX = Duration.ofMillis(500);

    private final Cluster cluster;
    private final GetRequest request;
    private final Consumer<GetResult> done;
    private final Reads reads;
    private final Runnable ended;
    private final Runnable again;
    private final Placement placement;
    private final Quorum quorum;
    private final ImmutableList<NodeId> homes;
    private final Deque<NodeId> standIns;
    private final Map<NodeId, ReadAnswer> answers = new TreeMap<>();
    private final List<Long> sent = new ArrayList<>();
    private final Clarification clarification;
    private final QuorumTally tally;
    private final long startedNanos;
    private Siblings merged = Siblings.EMPTY;
    /** Stand-ins that have voted while every home may yet. */
    private final Deque<NodeId> waiting = new ArrayDeque<>();

    private long heldBytes;
    private int standInVotes;
    private boolean isSilent;
    private @Nullable NodeId hedge;
    private boolean answered;
    private boolean hasEnded;
    private @Nullable ScheduledTask deadline;
    private @Nullable ScheduledTask patience;

    /**
     * @param done gets the result, once
     * @param ended runs when nothing more is done for this get: with the answer, or after repair
     * @param again runs instead, and nothing else, when some node goes by another plan of the ring
     */
    GetCoordinator(
            Cluster cluster,
            GetRequest request,
            Consumer<GetResult> done,
            Reads reads,
            Runnable ended,
            Runnable again) {
        this.cluster = cluster;
        this.request = request;
        this.done = done;
        this.reads = reads;
        this.ended = ended;
        this.again = again;
        placement = cluster.placement(request.key());
        homes = placement.reading();
        quorum = request.quorum().over(homes.size());
        standIns = quorum.sloppy() ? new ArrayDeque<>(placement.list().fallbacks()) : new ArrayDeque<>();
        standIns.removeIf(node -> !cluster.reach().connected().test(node));
        tally = new QuorumTally(quorum.needed());
        clarification = new Clarification(cluster, request.key(), placement.stage(), this::onClear);
        startedNanos = cluster.doors().clock().elapsedNanos();
    }

    void start() {
        List<NodeId> connected =
                homes.stream().filter(cluster.reach().connected()).toList();
        int needed = quorum.needed();
        if (connected.size() + standIns.size() < needed) {
            answer(failed(
                    ErrorCode.QUORUM_NOT_AVAILABLE, "too few of the key's replicas can be reached", connected.size()));
            ended.run();
            return;
        }
        reads.budget().onRequest();
        deadline = cluster.doors().scheduler().after(request.timeout(), this::onDeadline);
        patience = cluster.doors().scheduler().after(reads.patience().current(), this::onSilence);
        List<NodeId> asked = new ArrayList<>(connected);
        if (connected.size() < homes.size()) { // a hint may lie with any of the first few
            for (int i = 0; i < homes.size() && !standIns.isEmpty(); i++) {
                asked.add(standIns.remove());
            }
        }
        asked.forEach(tally::onAsked);
        asked.forEach(this::send);
        decide();
    }

    private void send(NodeId node) {
        sent.add(cluster.requests()
                .send(node, new Request.Read(request.key(), placement.stage()), reply -> onReply(node, reply)));
    }

    private void onReply(NodeId node, Optional<Reply> reply) {
        if (reply.isPresent() && reply.get() instanceof Reply.WrongEpoch && !answered) {
            giveUp();
            return;
        }
        if (reply.isPresent() && reply.get() instanceof ReadAnswer answer && !hold(answer.record())) {
            onNoRoom();
            return;
        }
        boolean isHome = homes.contains(node);
        boolean votes = false;
        if (reply.isPresent() && reply.get() instanceof ReadAnswer answer) {
            merged = Siblings.sync(merged, answer.record());
            answers.put(node, sharing(answer));
            votes = isVote(answer) && (isHome || answer.finding() == Finding.FOUND);
            if (!node.equals(cluster.self())) {
                reads.patience().onRoundTrip(cluster.doors().clock().elapsedNanos() - startedNanos);
            }
        } else if (isHome) {
            askStandIn(false);
        }
        if (votes && !isHome) {
            waiting.add(node);
        } else {
            tally.onAnswer(node, votes);
        }
        proceed();
    }

    /**
     * The home said which of the siblings that it lacks were superseded, and by what, if that is new; if it cannot tell, its
     * answer is no vote.
     */
    private void onClear(NodeId home, Optional<Reply.Superseded> told) {
        ReadAnswer answer = Objects.requireNonNull(answers.get(home));
        Optional<Siblings> news = told.flatMap(Reply.Superseded::record);
        if (news.isPresent() && !hold(news.get())) {
            onNoRoom();
            return;
        }
        if (news.isPresent()) {
            merged = Siblings.sync(merged, news.get());
            answers.put(home, new ReadAnswer(Finding.FOUND, news.get(), answer.votes()));
        } else if (told.isEmpty()) {
            answers.put(home, answer.withoutVote());
        }
        tally.onAnswer(home, told.isPresent() && isVote(answer));
        proceed();
    }

    /** A stand-in's vote counts in place of a home's that is away, or has none, or is silent for too long. */
    private void countStandIns() {
        long silent = homes.stream().filter(tally::isOutstanding).count();
        if (!isSilent && tally.counted() + silent >= tally.needed()) {
            return; // the homes may yet do, and know more
        }
        long places = homes.stream().filter(this::hasNoVote).count();
        while (!waiting.isEmpty() && standInVotes < places) {
            NodeId node = waiting.remove();
            standInVotes++;
            tally.onAnswer(node, true);
            if (!answered && node.equals(hedge) && tally.counted() == tally.needed()) {
                cluster.doors().events().onHedgeWon(node, request.key());
            }
        }
    }

    private static boolean isVote(ReadAnswer answer) {
        return answer.votes() && answer.finding() != Finding.UNREADABLE;
    }

    private boolean hasNoVote(NodeId home) {
        ReadAnswer answer = answers.get(home);
        return answer != null ? !isVote(answer) : isSilent || !tally.isOutstanding(home);
    }

    private void proceed() {
        countStandIns();
        boolean wasAnswered = answered;
        decide();
        boolean isNew = answered && !wasAnswered;
        if (tally.outstanding() == 0 || isNew && !reads.mayLinger().getAsBoolean()) {
            end();
        } else if (isNew) {
            linger();
        }
    }

    /** False when the gets in flight hold too much already. A copy of what is held costs nothing. */
    private boolean hold(Siblings record) {
        if (record.isEmpty() || record.equals(merged)) {
            return true;
        }
        int bytes = record.encoded().length();
        boolean isTaken = reads.room().take(bytes, heldBytes);
        heldBytes += isTaken ? bytes : 0;
        return isTaken;
    }

    private void onNoRoom() {
        cluster.doors().events().onShed("get: too many bytes in flight");
        if (!answered) {
            answer(new GetResult.Failed(Failure.of(ErrorCode.OVERLOADED, "the gets in flight hold too many bytes")));
        }
        end();
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
        if (answered) {
            return;
        }
        if (tally.state() == QuorumTally.State.SATISFIED) {
            clarify();
        }
        if (tally.state() == QuorumTally.State.IMPOSSIBLE) {
            askStandIn(false);
        }
        if (tally.state() == QuorumTally.State.SATISFIED && (clarification.isSettled() || isSilent)) {
            answer(new GetResult.Found(clarification.clear(merged), quorum.n(), tally.counted(), standInVotes));
        } else if (tally.state() == QuorumTally.State.IMPOSSIBLE) {
            answer(missed("too few of the key's replicas could answer"));
        }
    }

    /**
     * Homes whose answers lack what would be shown are asked again, and their votes wait. So does the answer, also for what a
     * home without a vote says, unless it is silent.
     */
    private void clarify() {
        answers.forEach((node, answer) -> {
            if (homes.contains(node) && !tally.isOutstanding(node) && clarification.ask(node, answer, merged)) {
                tally.onAsked(node);
            }
        });
    }

    /** Some home is silent for longer than homes usually are: somebody may keep for it what it is asked for. */
    private void onSilence() {
        isSilent = true;
        if (!answered) {
            askStandIn(true);
            proceed();
        }
    }

    private void askStandIn(boolean isHedge) {
        NodeId next = answered ? null : standIns.peek();
        if (next == null || isHedge && !reads.budget().take()) {
            return;
        }
        standIns.remove();
        if (isHedge) {
            hedge = next;
            cluster.doors().events().onHedge(next, request.key());
        }
        tally.onAsked(next);
        send(next);
    }

    private void onDeadline() {
        isSilent = true;
        decide();
        if (!answered) {
            answer(missed("not enough answers in time"));
        }
        end();
    }

    private GetResult missed(String detail) {
        return failed(ErrorCode.QUORUM_TIMEOUT, detail, tally.counted());
    }

    private GetResult failed(ErrorCode code, String detail, int received) {
        return new GetResult.Failed(new Failure(code, detail, quorum.needed(), received));
    }

    private void answer(GetResult result) {
        answered = true;
        if (patience != null) {
            patience.cancel();
        }
        done.accept(result);
    }

    /** Votes of nodes that do not agree on who has the key say nothing together. */
    private void giveUp() {
        if (close()) {
            again.run();
        }
    }

    private void end() {
        if (close()) {
            new ReadRepair(cluster, request.key(), homes, answers, clarification.clear(merged)).start();
            ended.run();
        }
    }

    private boolean close() {
        if (hasEnded) {
            return false;
        }
        hasEnded = true;
        if (patience != null) {
            patience.cancel();
        }
        reads.room().give(heldBytes);
        sent.forEach(cluster.requests()::forget);
        clarification.end();
        if (deadline != null) {
            deadline.cancel();
        }
        return true;
    }
}
