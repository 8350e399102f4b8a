package dynamo.node.coordinate;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.PutResult;
import dynamo.node.env.Mint;
import dynamo.node.env.Minting;
import dynamo.node.env.ScheduledTask;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.Coordinated;
import dynamo.node.message.Reply.Declined;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One put in flight at the node that coordinates it (Dynamo §4.5): mints the dot, stores the record and sends it to the other
 * homes in parallel; success is W durable copies on distinct nodes, this one's not required.
 *
 * <p>Sloppy quorum (Dynamo §4.6): a home that cannot be reached, has no space, refuses, or is silent past the hand-off
 * timeout is replaced by the next fallback of the preference list, which keeps a hint for it.
 */
final class PutCoordinator {
    private final Cluster cluster;
    private final Mint mint;
    private final HandoffTimeout handoffTimeout;
    private final Request.Coordinate put;
    private final boolean remember;
    private final Consumer<Reply> done;
    private Placement placement;
    private final ImmutableList<NodeId> fallbacks;
    private final List<Long> sent = new ArrayList<>();
    private final WriteQuorum quorum;
    private Siblings minted = Siblings.EMPTY;
    private Siblings made = Siblings.EMPTY;
    private @Nullable Dot dot;
    private @Nullable ScheduledTask deadline;
    private @Nullable ScheduledTask silence;
    private boolean answered;

    /**
     * @param mint of the replica where this node is a home, else of its hints
     * @param remember whether the same put may come again: its client named it, or another node passed it on
     * @param done gets one {@link Coordinated} or {@link Declined}
     */
    PutCoordinator(
            Cluster cluster,
            Mint mint,
            HandoffTimeout handoffTimeout,
            Request.Coordinate put,
            boolean remember,
            Consumer<Reply> done) {
        this.cluster = cluster;
        this.mint = mint;
        this.handoffTimeout = handoffTimeout;
        this.put = put;
        this.remember = remember;
        this.done = done;
        placement = cluster.placement(put.key());
        fallbacks = put.quorum().sloppy() ? placement.fallbacks() : ImmutableList.of();
        quorum = new WriteQuorum(
                put.quorum(),
                placement.writing(),
                fallbacks.stream().filter(Predicate.not(cluster.self()::equals)).toList());
    }

    void start() {
        Optional<Failure> tooFew = placement.writing().stream()
                .map(this::tooFew)
                .flatMap(Optional::stream)
                .findFirst();
        if (tooFew.isPresent()) {
            answer(failed(tooFew.get()));
            return;
        }
        boolean isNamed = placement.isHome(cluster.self()) || fallbacks.contains(cluster.self());
        if (!isNamed || !cluster.reach().canStore(cluster.self())) {
            answer(new Declined("no space"));
            return;
        }
        NodeId ownPlace = placement.isHome(cluster.self()) ? cluster.self() : placement.leader();
        quorum.onAsked(ownPlace, now());
        Minting minting = mint.mint(put, remember, durable -> onCopy(ownPlace, cluster.self(), durable));
        if (minting instanceof Minting.Unable unable) {
            answer(new Declined(unable.why()));
        } else if (minting instanceof Minting.Refused refused) {
            answer(failed(Failure.of(refused.code(), refused.why())));
        } else if (minting instanceof Minting.Known known) {
            send(known.dot(), known.current(), ownPlace);
        } else if (minting instanceof Minting.Minted minted) {
            send(minted.dot(), minted.made(), ownPlace);
        }
    }

    private void send(Dot dot, Siblings record, NodeId ownPlace) {
        this.dot = dot;
        minted = record;
        made = record;
        deadline = cluster.doors().scheduler().after(Duration.ofMillis(put.timeoutMillis()), this::onDeadline);
        placement.homes().stream().filter(home -> !home.equals(ownPlace)).forEach(this::place);
        replace(); // the local copy may have failed, or be durable, at once
    }

    private void place(NodeId home) {
        boolean isUp = cluster.reach().connected().test(home);
        boolean takesIt = isUp && cluster.reach().hasSpace().test(home);
        if (takesIt || !standIn(home) && isUp) {
            ask(home, home);
        }
    }

    /** The partition may have moved on since: whoever is a home now must hold the write too, and only those count. */
    private void follow() {
        Placement now = cluster.placement(put.key());
        if (!now.equals(placement)) {
            ImmutableList<NodeId> before = placement.homes();
            placement = now;
            quorum.become(now.writing());
            now.homes().stream().filter(home -> !before.contains(home)).forEach(this::place);
        }
    }

    private boolean standIn(NodeId home) {
        Optional<NodeId> node = quorum.takeSpare(cluster.reach()::canStore);
        node.ifPresent(fallback -> ask(home, fallback));
        return node.isPresent();
    }

    private void ask(NodeId home, NodeId node) {
        boolean isHint = !node.equals(home);
        Request.Write write = new Request.Write(
                isHint ? WriteKind.HINT : WriteKind.REPLICATE,
                put.key(),
                minted,
                remember ? Optional.of(put.writeId()) : Optional.empty(),
                false,
                isHint ? Optional.of(home) : Optional.empty());
        long askedNanos = now();
        quorum.onAsked(home, askedNanos);
        send(home, node, write, askedNanos);
    }

    private void send(NodeId home, NodeId node, Request.Write write, long askedNanos) {
        sent.add(cluster.requests().send(node, write, reply -> {
            if (reply.isPresent() && reply.get() instanceof Reply.WrongEpoch) {
                cluster.doors().scheduler().after(Coordination.WRONG_EPOCH_PAUSE, () -> {
                    if (!answered) {
                        follow();
                        send(home, node, write, now());
                        replace(); // what is there already may be enough by now
                    }
                });
                return;
            }
            reply.ifPresent(came -> handoffTimeout.onRoundTrip(now() - askedNanos));
            onReply(home, node, reply);
        }));
    }

    private void onReply(NodeId home, NodeId node, Optional<Reply> reply) {
        boolean copied = false;
        if (reply.isPresent() && reply.get() instanceof Reply.Written written) {
            copied = written.status().isAck();
            if (written.record().isPresent()) { // an earlier try of this write left copies there
                made = Siblings.sync(made, written.record().get());
            }
        }
        onCopy(home, node, copied);
    }

    private void onCopy(NodeId home, NodeId node, boolean durable) {
        quorum.onAnswer(home, node, durable);
        if (!answered && dot != null) {
            replace();
        }
    }

    /** Another node for every home that nobody holds a copy for, or is asked to, while there are any. */
    private void replace() {
        quorum.unserved().forEach(this::standIn);
        decide();
        if (!answered && silence == null && quorum.hasSpare()) {
            Duration timeout = handoffTimeout.current();
            silence = cluster.doors().scheduler().after(timeout, () -> onSilence(timeout));
        }
    }

    private void onSilence(Duration timeout) {
        silence = null;
        quorum.silentSince(now() - timeout.toNanos()).forEach(home -> {
            if (standIn(home)) {
                cluster.doors().events().onHandoffTimeout(home);
            }
        });
        replace();
    }

    private void decide() {
        if (!answered && dot != null) {
            follow();
        }
        if (answered || dot == null || quorum.state() == QuorumTally.State.PENDING) {
            return;
        }
        if (quorum.state() == QuorumTally.State.SATISFIED) {
            cluster.doors()
                    .events()
                    .onAcknowledged(put.key(), put.writeId(), quorum.acks(), quorum.hinted(), quorum.needed());
            answer(new Coordinated(stored(dot)));
        } else {
            answer(failed(missed("too few nodes stored it")));
        }
    }

    /** The record as made at the mint decides what the answer may say: what came later its client was not shown. */
    private PutResult stored(Dot dot) {
        boolean alone = !made.live().isEmpty()
                && made.live().stream().allMatch(sibling -> sibling.writeId().equals(put.writeId()));
        return new PutResult.Stored(
                made.dotsOf(put.writeId()).stream().findFirst().orElse(dot), // of several copies clients see the lowest
                made.shown().size(),
                alone ? Optional.of(made) : Optional.empty(),
                put.returnBody() ? Optional.of(made) : Optional.empty(),
                put.quorum().n(),
                quorum.acks(),
                quorum.hinted());
    }

    private void onDeadline() {
        decide();
        if (!answered) {
            answer(failed(missed("not enough durable copies in time")));
        }
    }

    private Optional<Failure> tooFew(ImmutableList<NodeId> group) {
        int needed = put.quorum().over(group.size()).needed();
        List<NodeId> reached = Stream.concat(group.stream(), fallbacks.stream())
                .filter(cluster.reach().connected())
                .toList();
        int connected = reached.size();
        int storing = (int) reached.stream().filter(cluster.reach().hasSpace()).count();
        if (connected < needed) {
            return Optional.of(new Failure(
                    ErrorCode.QUORUM_NOT_AVAILABLE,
                    "too few nodes that may store the key can be reached",
                    needed,
                    connected));
        }
        if (storing < needed) {
            return Optional.of(new Failure(
                    ErrorCode.DISK_FULL,
                    "too few of the nodes that can be reached have space on their disks",
                    needed,
                    storing));
        }
        return Optional.empty();
    }

    private long now() {
        return cluster.doors().clock().elapsedNanos();
    }

    private Failure missed(String detail) {
        return new Failure(ErrorCode.QUORUM_TIMEOUT, detail, quorum.needed(), quorum.acks());
    }

    private static Reply failed(Failure failure) {
        return new Coordinated(new PutResult.Failed(failure));
    }

    private void answer(Reply reply) {
        answered = true;
        if (deadline != null) {
            deadline.cancel();
        }
        if (silence != null) {
            silence.cancel();
        }
        sent.forEach(cluster.requests()::forget);
        done.accept(reply);
    }
}
