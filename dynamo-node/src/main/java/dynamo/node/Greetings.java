package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.node.message.Envelope;
import dynamo.node.message.Notice;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.node.replica.Standing;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What nodes tell each other first, and keep telling, since messages may be lost: which disk and which start this is, and
 * whether the disk has room.
 */
final class Greetings {
    /** A change of space is told at once; that it was told is made sure every so many periods. */
    private static final int SPACE_PERIODS = 10;

    private static final int DOUBTS_MAX = 4;
    private static final long GREET_BACK_NANOS = Duration.ofSeconds(1).toNanos();

    private record Believed(long startNumber, long startNonce) {}

    private final Standing standing;
    private final Requests requests;
    private final Doors doors;
    private final Supplier<ImmutableList<NodeId>> peers;
    private final Consumer<NodeId> onWelcomed;
    private final Map<NodeId, Long> unanswered = new TreeMap<>();
    private final Set<NodeId> full = new TreeSet<>();
    /** By the start nonces they told: which process of a peer was heard of last. */
    private final Map<NodeId, Long> heard = new TreeMap<>();
    /** The process of each peer that has said which disk it has, since this node is connected to it. */
    private final Map<NodeId, Believed> believed = new TreeMap<>();

    /** Greetings that were passed over for it. */
    private final Map<NodeId, Integer> doubts = new TreeMap<>();

    private final Map<NodeId, Long> greetedNanos = new TreeMap<>();

    private boolean hadSpace = true;
    private int periods;

    /** @param onWelcomed hears of a peer that has taken note of this node */
    Greetings(
            Standing standing,
            Requests requests,
            Doors doors,
            Supplier<ImmutableList<NodeId>> peers,
            Consumer<NodeId> onWelcomed) {
        this.standing = standing;
        this.requests = requests;
        this.doors = doors;
        this.peers = peers;
        this.onWelcomed = onWelcomed;
    }

    void greet(NodeId peer) {
        greetedNanos.put(peer, doors.clock().elapsedNanos());
        Long lost = unanswered.remove(peer);
        if (lost != null) {
            requests.forget(lost);
        }
        Request.Hello hello = standing.hello();
        unanswered.put(peer, requests.send(peer, hello, reply -> {
            unanswered.remove(peer);
            if (reply.isPresent() && reply.get() instanceof Reply.Welcome welcome) {
                if (standing.onWelcome(peer, hello, welcome)) {
                    peers.get().stream().filter(doors.transport()::isConnected).forEach(this::greet);
                }
                onWelcomed.accept(peer);
            }
        }));
    }

    void onHello(Envelope envelope, Request.Hello hello, Consumer<Reply> reply) {
        onSpace(envelope.from(), hello.hasSpace());
        Long before = heard.put(envelope.from(), hello.startNonce());
        boolean isNew = before == null || before != hello.startNonce();
        if (!standing.convicts(envelope.from(), envelope.startNumber(), hello)) { // one that is late is convicted too
            if (isDoubtful(envelope.from(), hello)) {
                return;
            }
            believed.put(envelope.from(), new Believed(envelope.startNumber(), hello.startNonce()));
            doubts.remove(envelope.from());
        }
        standing.onHello(envelope.from(), envelope.startNumber(), hello, reply::accept);
        boolean isHeard =
                isNew && unanswered.containsKey(envelope.from()); // its process was not ready for the last one
        if (isHeard
                || isLongAgo(greetedNanos.get(envelope.from()))) { // it has lost its connection, and what it believed
            greet(envelope.from());
        }
    }

    /**
     * A new disk of another process than the one that is believed may be a greeting that was long on its way, of a process and a
     * disk that are no more. Who is alive greets until it is answered.
     */
    private boolean isDoubtful(NodeId peer, Request.Hello hello) {
        Believed process = believed.get(peer);
        return process != null
                && process.startNonce != hello.startNonce()
                && standing.isNewDisk(peer, hello)
                && doubts.merge(peer, 1, Integer::sum) <= DOUBTS_MAX;
    }

    /** Whether the peer has said nothing of its disk since this node is connected to it; a greeting has it say so again. */
    private boolean isUnheard(NodeId peer) {
        return doors.transport().isConnected(peer) && !believed.containsKey(peer);
    }

    private boolean isLongAgo(@Nullable Long nanos) {
        return nanos == null || doors.clock().elapsedNanos() - nanos > GREET_BACK_NANOS;
    }

    /** A node that has not said yet which disk it has may have an old one, and votes for what it lost. */
    Reply believed(Envelope envelope, Reply reply) {
        return reply instanceof Reply.ReadAnswer answer && answer.votes() && !isBelieved(envelope)
                ? answer.withoutVote()
                : reply;
    }

    /** Whether the sender's process has said which disk it has, and that is the one it should have. */
    private boolean isBelieved(Envelope envelope) {
        Believed process = believed.get(envelope.from());
        return process != null && process.startNumber == envelope.startNumber();
    }

    void onDisconnected(NodeId peer) {
        unanswered.remove(peer);
        full.remove(peer); // a full one says so again when it greets
        doubts.remove(peer);
        believed.remove(peer); // the next process may have the same number, and another disk
    }

    void onSpace(NodeId peer, boolean hasSpace) {
        if (hasSpace) {
            full.remove(peer);
        } else {
            full.add(peer);
        }
    }

    boolean hasSpace(NodeId peer) {
        return !full.contains(peer);
    }

    /** Whether the peer has taken note of this node since they are connected. */
    boolean isWelcomedBy(NodeId peer) {
        return !unanswered.containsKey(peer);
    }

    /** Greets again who did not answer, or did not greet, and repeats whether the disk has room. */
    void repeat() {
        boolean hasSpace = doors.storage().hasSpace();
        if (hasSpace != hadSpace || ++periods % SPACE_PERIODS == 0) {
            hadSpace = hasSpace;
            peers.get().forEach(peer -> requests.tell(peer, 0, new Notice.Space(hasSpace)));
        }
        peers.get().stream()
                .filter(peer -> unanswered.containsKey(peer) || isUnheard(peer))
                .forEach(this::greet);
    }
}
