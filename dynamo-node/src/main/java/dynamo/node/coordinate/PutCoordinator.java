package dynamo.node.coordinate;

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
import dynamo.version.Dot;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One put in flight at the home that coordinates it (Dynamo §4.5): mints the dot, stores the record and sends it to the other
 * homes in parallel; success is W durable copies on distinct nodes, this one's not required.
 */
final class PutCoordinator {
    private final Cluster cluster;
    private final Mint mint;
    private final Request.Coordinate put;
    private final boolean remember;
    private final Consumer<Reply> done;
    private final List<Long> sent = new ArrayList<>();
    private QuorumTally tally;
    private Siblings made = Siblings.EMPTY;
    private @Nullable Dot dot;
    private @Nullable ScheduledTask deadline;
    private boolean answered;

    /**
     * @param remember whether the same put may come again: its client named it, or another node passed it on
     * @param done gets one {@link Coordinated} or {@link Declined}
     */
    PutCoordinator(Cluster cluster, Mint mint, Request.Coordinate put, boolean remember, Consumer<Reply> done) {
        this.cluster = cluster;
        this.mint = mint;
        this.put = put;
        this.remember = remember;
        this.done = done;
        tally = new QuorumTally(put.quorum().needed(), put.quorum().n());
    }

    void start() {
        List<NodeId> homes = cluster.homesOf(put.key()).primaries();
        List<NodeId> connected =
                homes.stream().filter(cluster.reach().connected()).toList();
        List<NodeId> storing =
                connected.stream().filter(cluster.reach().hasSpace()).toList();
        Optional<Failure> tooFew = tooFew(connected.size(), storing.size());
        if (tooFew.isPresent()) {
            answer(failed(tooFew.get()));
            return;
        }
        if (!storing.contains(cluster.self())) {
            answer(new Declined("no space"));
            return;
        }
        tally = new QuorumTally(put.quorum().needed(), connected.size());
        Minting minting = mint.mint(put, remember, durable -> onCopy(cluster.self(), durable));
        if (minting instanceof Minting.Unable unable) {
            answer(new Declined(unable.why()));
        } else if (minting instanceof Minting.Refused refused) {
            answer(failed(Failure.of(refused.code(), refused.why())));
        } else if (minting instanceof Minting.Known known) {
            send(known.dot(), known.current(), connected);
        } else if (minting instanceof Minting.Minted minted) {
            send(minted.dot(), minted.made(), connected);
        }
    }

    private void send(Dot dot, Siblings record, List<NodeId> homes) {
        this.dot = dot;
        made = record;
        deadline = cluster.doors().scheduler().after(Duration.ofMillis(put.timeoutMillis()), this::onDeadline);
        Request.Write write = new Request.Write(
                WriteKind.REPLICATE,
                put.key(),
                record,
                remember ? Optional.of(put.writeId()) : Optional.empty(),
                false,
                Optional.empty());
        homes.stream()
                .filter(Predicate.not(cluster.self()::equals))
                .forEach(home -> sent.add(cluster.requests().send(home, write, reply -> onReply(home, reply))));
        decide(); // the local copy may have been durable at once
    }

    private void onReply(NodeId home, Optional<Reply> reply) {
        boolean copied = false;
        if (reply.isPresent() && reply.get() instanceof Reply.Written written) {
            copied = written.status().isAck();
            if (written.record().isPresent()) { // an earlier try of this write left copies there
                made = Siblings.sync(made, written.record().get());
            }
        }
        onCopy(home, copied);
    }

    private void onCopy(NodeId home, boolean durable) {
        tally.onAnswer(home, durable);
        decide();
    }

    private void decide() {
        if (answered || dot == null || tally.state() == QuorumTally.State.PENDING) {
            return;
        }
        if (tally.state() == QuorumTally.State.SATISFIED) {
            cluster.doors().events().onAcknowledged(put.key(), put.writeId(), tally.counted(), tally.needed());
            answer(new Coordinated(stored(dot)));
        } else {
            answer(failed(missed("too few of the key's homes stored it")));
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
                tally.counted(),
                0);
    }

    private void onDeadline() {
        if (!answered) {
            answer(failed(missed("not enough durable copies in time")));
        }
    }

    private Optional<Failure> tooFew(int connected, int storing) {
        int needed = put.quorum().needed();
        if (connected < needed) {
            return Optional.of(new Failure(
                    ErrorCode.QUORUM_NOT_AVAILABLE, "too few of the key's homes can be reached", needed, connected));
        }
        if (storing < needed) {
            return Optional.of(new Failure(
                    ErrorCode.DISK_FULL, "too few of the key's homes have space on their disks", needed, storing));
        }
        return Optional.empty();
    }

    private Failure missed(String detail) {
        return new Failure(ErrorCode.QUORUM_TIMEOUT, detail, tally.needed(), tally.counted());
    }

    private static Reply failed(Failure failure) {
        return new Coordinated(new PutResult.Failed(failure));
    }

    private void answer(Reply reply) {
        answered = true;
        if (deadline != null) {
            deadline.cancel();
        }
        sent.forEach(cluster.requests()::forget);
        done.accept(reply);
    }
}
