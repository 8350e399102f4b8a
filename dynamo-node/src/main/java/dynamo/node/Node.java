package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.node.coordinate.Cluster;
import dynamo.node.coordinate.Coordination;
import dynamo.node.coordinate.Inspection;
import dynamo.node.coordinate.Reach;
import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.node.env.Transport;
import dynamo.node.message.Envelope;
import dynamo.node.message.Message;
import dynamo.node.message.Notice;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.node.replica.CommitQueue;
import dynamo.node.replica.Replica;
import dynamo.node.replica.ReplicaLimits;
import dynamo.node.replica.Standing;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One node of the cluster: connects the features, and routes each message to the one it is for.
 *
 * <p>Threading: everything is called on the node's loop, and answers come on it, perhaps inside the call.
 */
public final class Node implements Transport.Listener {
    private static final Duration PERIOD = Duration.ofMillis(500);
    /** A change of space is told at once; that it was told is made sure every so many periods. */
    private static final int SPACE_PERIODS = 10;

    private final NodeConfig config;
    private final Doors doors;
    private final CommitQueue queue;
    private final Standing standing;
    private final Replica replica;
    private final Requests requests;
    private final Cluster cluster;
    private final Coordination coordination;
    private final Set<NodeId> fullPeers = new TreeSet<>();
    private final Map<NodeId, Long> unanswered = new TreeMap<>();
    private boolean hadSpace = true;
    private int periods;
    private int admitted;
    private boolean draining;
    private final List<Runnable> onDrained = new ArrayList<>();

    public Node(NodeConfig config, Doors doors) {
        this.config = config;
        this.doors = doors;
        queue = new CommitQueue(doors);
        standing = new Standing(doors, queue, others());
        replica = new Replica(
                doors,
                queue,
                config.ring().partitions(),
                new ReplicaLimits(config.siblingsMax(), config.recordBytesMax()),
                standing::votes);
        requests =
                new Requests(config.self(), standing::startNumber, config.ring().epoch(), doors);
        cluster = new Cluster(
                config.self(), config.ring(), requests, new Reach(this::isReachable, this::hasSpace), doors);
        coordination = new Coordination(cluster, replica);
    }

    /** Raises the start number on disk; requests are taken once {@link #isReady}. */
    public void start() {
        standing.start(() -> {
            others().stream().filter(doors.transport()::isConnected).forEach(this::greet);
            keepPeersTold();
        });
    }

    /** Whether clients are served: the data directory is known to be whole, or is known not to be. */
    public boolean isReady() {
        return standing.isStarted() && standing.state() != Standing.State.NEW && !draining;
    }

    /**
     * Takes no more client requests, nor those that other nodes pass on; {@code done} runs once those in flight are
     * answered. Stores and tells as before.
     */
    public void drain(Runnable done) {
        draining = true;
        onDrained.add(done);
        tellDrained();
    }

    private void tellDrained() {
        if (draining && admitted == 0) {
            List<Runnable> waiting = ImmutableList.copyOf(onDrained);
            onDrained.clear();
            waiting.forEach(Runnable::run);
        }
    }

    public void get(GetRequest request, Consumer<GetResult> done) {
        admit(done, GetResult.Failed::new, counted -> coordination.get(request, counted));
    }

    public void put(PutRequest request, Consumer<PutResult> done) {
        admit(done, PutResult.Failed::new, counted -> coordination.put(request, counted));
    }

    /** Asks every home of the key what it holds itself. */
    public void inspect(Key key, Duration timeout, Consumer<ImmutableList<ReplicaView>> done) {
        new Inspection(
                        cluster,
                        key,
                        timeout,
                        answers -> done.accept(answers.entrySet().stream()
                                .map(entry -> ReplicaView.of(entry.getKey(), entry.getValue()))
                                .collect(ImmutableList.toImmutableList())))
                .start();
    }

    /** Whether a peer can be reached now; true for the node itself. */
    public boolean isReachable(NodeId node) {
        return node.equals(config.self()) || doors.transport().isConnected(node);
    }

    /** What goes on: requests to peers, operations, waiters for the disk. Zero when the node is idle. */
    public int pendingWork() {
        return requests.pending() + coordination.inFlight() + queue.pending();
    }

    public Standing.State standing() {
        return standing.state();
    }

    public NodeId self() {
        return config.self();
    }

    public Ring ring() {
        return config.ring();
    }

    @Override
    public void onConnected(NodeId peer) {
        if (standing.isStarted()) {
            greet(peer);
        }
    }

    @Override
    public void onDisconnected(NodeId peer) {
        unanswered.remove(peer);
        fullPeers.remove(peer); // a full one says so again when it greets
        requests.onDisconnected(peer);
    }

    @Override
    public void onReceive(Envelope envelope) {
        Message message = envelope.message();
        if (message instanceof Reply reply) {
            requests.onReply(envelope, reply);
        } else if (message instanceof Notice.Space space) {
            onSpace(envelope.from(), space.hasSpace());
        } else if (message instanceof Request request && standing.isStarted()) {
            onRequest(envelope, request);
        }
    }

    private void onRequest(Envelope envelope, Request request) {
        Consumer<Reply> reply = answer -> requests.tell(envelope.from(), envelope.correlation(), answer);
        if (request instanceof Request.Write write) {
            replica.onWrite(write, reply::accept);
        } else if (request instanceof Request.Read read) {
            reply.accept(replica.onRead(read.key()));
        } else if (request instanceof Request.Coordinate put) {
            admit(reply, Node::turnedAway, counted -> coordination.onCoordinate(put, counted));
        } else if (request instanceof Request.Hello hello) {
            onSpace(envelope.from(), hello.hasSpace());
            standing.onHello(envelope.from(), envelope.startNumber(), hello, reply::accept);
        }
    }

    private void greet(NodeId peer) {
        Long lost = unanswered.remove(peer);
        if (lost != null) {
            requests.forget(lost);
        }
        unanswered.put(peer, requests.send(peer, standing.hello(), reply -> {
            unanswered.remove(peer);
            if (reply.isPresent() && reply.get() instanceof Reply.Welcome welcome) {
                standing.onWelcome(peer, welcome);
            }
        }));
    }

    private void onSpace(NodeId peer, boolean hasSpace) {
        if (hasSpace) {
            fullPeers.remove(peer);
        } else {
            fullPeers.add(peer);
        }
    }

    private boolean hasSpace(NodeId node) {
        return node.equals(config.self()) ? doors.storage().hasSpace() : !fullPeers.contains(node);
    }

    /** Messages may be lost: greets again who did not answer, and repeats whether the disk has room. */
    private void keepPeersTold() {
        boolean hasSpace = doors.storage().hasSpace();
        if (hasSpace != hadSpace || ++periods % SPACE_PERIODS == 0) {
            hadSpace = hasSpace;
            others().forEach(peer -> requests.tell(peer, 0, new Notice.Space(hasSpace)));
        }
        ImmutableList.copyOf(unanswered.keySet()).forEach(this::greet);
        doors.scheduler().after(PERIOD, this::keepPeersTold);
    }

    private <T> void admit(Consumer<T> done, Function<Failure, T> failed, Consumer<Consumer<T>> start) {
        Optional<Failure> refusal = refusal();
        if (refusal.isPresent()) {
            done.accept(failed.apply(refusal.get()));
            return;
        }
        admitted++;
        start.accept(result -> {
            admitted--;
            done.accept(result);
            tellDrained();
        });
    }

    /** A put passed on to this node: it may go to another home, unless there is too much of it everywhere. */
    private static Reply turnedAway(Failure failure) {
        return failure.code() == ErrorCode.OVERLOADED
                ? new Reply.Coordinated(new PutResult.Failed(failure))
                : new Reply.Declined(failure.detail());
    }

    private Optional<Failure> refusal() {
        if (draining) {
            return Optional.of(Failure.of(ErrorCode.DRAINING, "this node is going away"));
        }
        if (!isReady()) {
            return Optional.of(Failure.of(ErrorCode.STARTING, "this node has not heard from all members yet"));
        }
        if (admitted >= config.requestsMax()) {
            doors.events().onShed("request: too many in flight");
            return Optional.of(Failure.of(ErrorCode.OVERLOADED, "too many requests in flight at this node"));
        }
        return Optional.empty();
    }

    private ImmutableList<NodeId> others() {
        return config.ring().members().stream()
                .map(Member::id)
                .filter(id -> !id.equals(config.self()))
                .collect(ImmutableList.toImmutableList());
    }
}
