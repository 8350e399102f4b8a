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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What nodes tell each other first, and keep telling, since messages may be lost: which disk and which start this is, and
 * whether the disk has room.
 */
final class Greetings {
    /** A change of space is told at once; that it was told is made sure every so many periods. */
    private static final int SPACE_PERIODS = 10;

    private final Standing standing;
    private final Requests requests;
    private final Doors doors;
    private final ImmutableList<NodeId> others;
    private final Consumer<NodeId> onWelcomed;
    private final Map<NodeId, Long> unanswered = new TreeMap<>();
    private final Set<NodeId> full = new TreeSet<>();
    /** By the start nonces they told: which process of a peer was heard of last. */
    private final Map<NodeId, Long> heard = new TreeMap<>();
    /** By start number: the process of each peer that has said which disk it has. */
    private final Map<NodeId, Long> believed = new TreeMap<>();

    private boolean hadSpace = true;
    private int periods;

    /** @param onWelcomed hears of a peer that has taken note of this node */
    Greetings(
            Standing standing,
            Requests requests,
            Doors doors,
            ImmutableList<NodeId> others,
            Consumer<NodeId> onWelcomed) {
        this.standing = standing;
        this.requests = requests;
        this.doors = doors;
        this.others = others;
        this.onWelcomed = onWelcomed;
    }

    void greet(NodeId peer) {
        Long lost = unanswered.remove(peer);
        if (lost != null) {
            requests.forget(lost);
        }
        Request.Hello hello = standing.hello();
        unanswered.put(peer, requests.send(peer, hello, reply -> {
            unanswered.remove(peer);
            if (reply.isPresent() && reply.get() instanceof Reply.Welcome welcome) {
                if (standing.onWelcome(peer, hello, welcome)) {
                    others.stream().filter(doors.transport()::isConnected).forEach(this::greet);
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
            believed.put(envelope.from(), envelope.startNumber());
        }
        standing.onHello(envelope.from(), envelope.startNumber(), hello, reply::accept);
        if (isNew && unanswered.containsKey(envelope.from())) {
            greet(envelope.from()); // its process was not ready for the last one
        }
    }

    /** Whether the sender's process has said which disk it has, and that is the one it should have. */
    boolean isBelieved(Envelope envelope) {
        Long start = believed.get(envelope.from());
        return start != null && start == envelope.startNumber();
    }

    void onDisconnected(NodeId peer) {
        unanswered.remove(peer);
        full.remove(peer); // a full one says so again when it greets
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

    /** Greets again who did not answer, and repeats whether the disk has room. */
    void repeat() {
        boolean hasSpace = doors.storage().hasSpace();
        if (hasSpace != hadSpace || ++periods % SPACE_PERIODS == 0) {
            hadSpace = hasSpace;
            others.forEach(peer -> requests.tell(peer, 0, new Notice.Space(hasSpace)));
        }
        ImmutableList.copyOf(unanswered.keySet()).forEach(this::greet);
    }
}
