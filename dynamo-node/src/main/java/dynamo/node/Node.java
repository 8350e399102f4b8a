package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.node.AdmissionLimit.Kind;
import dynamo.node.antientropy.AntiEntropy;
import dynamo.node.coordinate.Cluster;
import dynamo.node.coordinate.Coordination;
import dynamo.node.coordinate.Inspection;
import dynamo.node.coordinate.Reach;
import dynamo.node.env.Doors;
import dynamo.node.env.Mint;
import dynamo.node.env.Minting;
import dynamo.node.env.Requests;
import dynamo.node.env.Transport;
import dynamo.node.hint.HintMint;
import dynamo.node.hint.HintStore;
import dynamo.node.hint.HintedHandoff;
import dynamo.node.membership.Membership;
import dynamo.node.message.Envelope;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.Gossip;
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
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One node of the cluster: connects the features, and routes each message to the one it is for.
 *
 * <p>Threading: everything is called on the node's loop, and answers come on it, perhaps inside the call.
 */
public final class Node implements Transport.Listener {
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final NodeConfig config;
    private final Doors doors;
    private final CommitQueue queue;
    private final Standing standing;
    private final Replica replica;
    private final HintStore hints;
    private final HintedHandoff handoff;
    private final Requests requests;
    private final Membership membership;
    private final Cluster cluster;
    private final Coordination coordination;
    private final AntiEntropy antiEntropy;
    private final Greetings greetings;
    private final Admission admission;
    private final PeerShares shares;
    private String address = "";
    private boolean stopped;

    public Node(NodeConfig config, Doors doors) {
        this.config = config;
        this.doors = doors;
        queue = new CommitQueue(doors);
        standing = new Standing(doors, queue, others());
        admission = new Admission(config.requestsMax(), PERIOD, doors, this::hasStarted);
        shares = new PeerShares(config.peerRequestsMax(), doors.events());
        ReplicaLimits limits = new ReplicaLimits(config.siblingsMax(), config.recordBytesMax());
        replica = new Replica(
                doors,
                queue,
                config.ring().partitions(),
                limits,
                new OtherHomes(config.self(), config.ring()),
                standing::votes);
        hints = new HintStore(doors, queue, config.ring().partitions(), config.hints(), replica.refused());
        requests =
                new Requests(config.self(), standing::startNumber, config.ring().epoch(), doors);
        membership = new Membership(config.swim(), config.self(), config.ring(), doors, requests::tell);
        requests.watch(membership::onAsked, membership::onEnded);
        greetings = new Greetings(standing, requests, doors, others(), this::onWelcomed);
        cluster = new Cluster(
                config.self(),
                config.ring(),
                requests,
                new Reach(node -> isReachable(node) && hasRoom(node), this::hasSpace),
                doors,
                config.repairPaths().readRepair());
        coordination = new Coordination(
                cluster, untilStopped(replica), untilStopped(new HintMint(doors, hints, config.ring(), limits)));
        handoff = new HintedHandoff(
                doors,
                requests,
                hints,
                home -> isReachable(home) && hasSpace(home) && greetings.isWelcomedBy(home),
                () -> Pressure.pauseNanos(pressure(), HintedHandoff.PAUSE));
        if (config.repairPaths().antiEntropy()) {
            replica.onUnreadable(coordination::heal);
        }
        antiEntropy = new AntiEntropy(
                config.repairPaths().antiEntropy()
                        ? config.antiEntropy()
                        : config.antiEntropy().withExchanges(0),
                config.self(),
                config.ring(),
                replica,
                standing,
                requests,
                doors,
                new AntiEntropy.Hooks(this::isReachable, hints::partitions, this::mayHave, this::pressure));
    }

    /** Whether dots of the actor may yet come from here that nobody has seen. */
    private boolean mayHave(int partition, long actor) {
        return !hints.isEmpty() || hints.isActive(partition, actor) || replica.isActive(partition, actor);
    }

    /** Where peers find this node, {@code host:port}: told to them from the start on. */
    public void listensAt(String peerAddress) {
        address = peerAddress;
    }

    /** Raises the start number on disk; requests are taken once {@link #isReady}. */
    public void start() {
        standing.start(replica::afterLoss, () -> {
            replica.open(standing.disk(), standing.startNumber());
            hints.start();
            membership.start(standing.startNumber(), address);
            antiEntropy.start();
            others().stream().filter(doors.transport()::isConnected).forEach(this::meet);
            repeat();
        });
    }

    /** Whether clients are served: the data directory is known to be whole, or is known not to be. */
    public boolean isReady() {
        return hasStarted() && !admission.isClosed();
    }

    private boolean hasStarted() {
        return standing.isStarted() && standing.state() != Standing.State.NEW;
    }

    /**
     * Takes no more client requests, nor those that other nodes pass on; {@code done} runs once those in flight are
     * answered. Stores and tells as before.
     */
    public void drain(Runnable done) {
        admission.drain(done);
    }

    /**
     * Ends all work: from now on nothing is stored and nobody is answered. {@code done} runs when what was stored, and the hash
     * trees as they are now, are on disk, or cannot be.
     */
    public void stop(Runnable done) {
        admission.close();
        stopped = true;
        antiEntropy.stop();
        replica.whenDurable(durable -> {
            if (durable && standing.isStarted()) {
                replica.trees().save(standing.disk(), standing.startNumber(), result -> done.run());
            } else {
                done.run();
            }
        });
    }

    private Mint untilStopped(Mint mint) {
        return (put, remember, durable) ->
                stopped ? new Minting.Unable("it has stopped") : mint.mint(put, remember, durable);
    }

    public void get(GetRequest request, Consumer<GetResult> done) {
        admission.client(
                Kind.GET,
                request.timeout(),
                done,
                GetResult.Failed::new,
                counted -> coordination.get(request, counted));
    }

    public void put(PutRequest request, Consumer<PutResult> done) {
        admission.client(
                Kind.PUT,
                request.timeout(),
                done,
                PutResult.Failed::new,
                counted -> coordination.put(request, counted));
    }

    /** Why a client's request would be refused now, and is counted as refused; empty when it is let in. */
    public Optional<Failure> refusal() {
        return admission.refusal();
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

    /** What is kept here for absent homes. */
    public HintsView hints() {
        return new HintsView(
                hints.bytes(),
                hints.bytesMax(),
                hints.hints().entrySet().stream()
                        .map(home -> new HintsView.Home(
                                home.getKey(),
                                home.getValue(),
                                hints.bytes(home.getKey()),
                                handoff.state(home.getKey()).name()))
                        .collect(ImmutableList.toImmutableList()));
    }

    /** Whether a peer can be reached now; true for the node itself. */
    public boolean isReachable(NodeId node) {
        return membership.isReachable(node);
    }

    /** What the members agree on: where a node is sent to, it may also be by what this one sees itself. */
    public Gossip.Status status(NodeId member) {
        return membership.status(member);
    }

    /** How busy this node is with its clients, 0 to 1; background work goes by it. */
    public double pressure() {
        AdmissionLimit limit = admission.limit();
        return Pressure.of(limit.inFlight(), limit.limit(), queue.commitNanos());
    }

    /** What goes on: requests to peers, operations, waiters for the disk. Zero when the node is idle. */
    public int pendingWork() {
        return requests.pending() + coordination.inFlight() + queue.pending();
    }

    /** How far anti-entropy is. */
    public AntiEntropyView antiEntropy() {
        return AntiEntropyView.of(
                standing.state(), antiEntropy.progress(), doors.clock().elapsedNanos());
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
        if (standing.isStarted() && !stopped) {
            meet(peer);
        }
    }

    private void meet(NodeId peer) {
        greetings.greet(peer);
        membership.onConnected(peer);
        antiEntropy.onConnected(peer);
    }

    @Override
    public void onDisconnected(NodeId peer) {
        greetings.onDisconnected(peer);
        membership.onDisconnected(peer);
        requests.onDisconnected(peer);
    }

    @Override
    public void onReceive(Envelope envelope) {
        Message message = envelope.message();
        if (stopped) {
            return;
        }
        membership.onHeard(envelope.from());
        if (message instanceof Reply reply) {
            requests.onReply(envelope, believed(envelope, reply));
        } else if (message instanceof Gossip gossip) {
            membership.onGossip(envelope.from(), envelope.correlation(), gossip);
        } else if (message instanceof Notice.Space space) {
            greetings.onSpace(envelope.from(), space.hasSpace());
        } else if (message instanceof Request request && standing.isStarted()) {
            onRequest(envelope, request);
        }
    }

    /** A node that has not said yet which disk it has may have an old one, and votes for what it lost. */
    private Reply believed(Envelope envelope, Reply reply) {
        boolean isVote = reply instanceof Reply.ReadAnswer answer && answer.votes();
        return isVote && !envelope.from().equals(config.self()) && !greetings.isBelieved(envelope)
                ? ((Reply.ReadAnswer) reply).withoutVote()
                : reply;
    }

    private void onWelcomed(NodeId peer) {
        if (config.repairPaths().hints()) {
            handoff.onWelcomed(peer);
        }
    }

    private boolean hasSpace(NodeId node) {
        return node.equals(config.self()) ? doors.storage().hasSpace() : greetings.hasSpace(node);
    }

    private void repeat() {
        if (stopped) {
            return;
        }
        admission.beat();
        tellLoad();
        greetings.repeat();
        if (config.repairPaths().hints()) {
            handoff.tick();
        }
        doors.scheduler().after(PERIOD, this::repeat);
    }

    private void onRequest(Envelope envelope, Request request) {
        NodeId from = envelope.from();
        shares.begin(from, request, answer -> requests.tell(from, envelope.correlation(), answer))
                .ifPresent(reply -> onRequest(envelope, request, reply));
    }

    private void onRequest(Envelope envelope, Request request, Consumer<Reply> reply) {
        if (request instanceof Request.Write write) {
            Optional<NodeId> absent = write.hintedFor().filter(home -> !home.equals(config.self()));
            absent.ifPresentOrElse(
                    home -> hints.onWrite(write, home, reply::accept), () -> replica.onWrite(write, reply::accept));
        } else if (request instanceof Request.Read read) {
            reply.accept(read(read.key()));
        } else if (request instanceof Request.Superseded asked) {
            reply.accept(replica.onSuperseded(asked));
        } else if (request instanceof ExchangeRequest exchange) {
            antiEntropy.onRequest(envelope.from(), exchange, reply);
        } else if (request instanceof Request.Coordinate put) {
            admission.passedOn(put, reply, counted -> coordination.onCoordinate(put, counted));
        } else if (request instanceof Request.Hello hello) {
            greetings.onHello(envelope, hello, reply);
        }
    }

    /** What is kept here for others answers too; that nothing is says nothing, for this node never had the key. */
    private Reply.ReadAnswer read(Key key) {
        if (cluster.isHome(key)) {
            return replica.onRead(key);
        }
        Siblings kept = hints.record(key).orElse(Siblings.EMPTY);
        return new Reply.ReadAnswer(kept.isEmpty() ? Reply.Finding.ABSENT : Reply.Finding.FOUND, kept, !kept.isEmpty());
    }

    /** A peer that leaves so much unanswered is not asked for more; what it cannot take others may. */
    private boolean hasRoom(NodeId node) {
        return node.equals(config.self()) || requests.pending(node) < config.peerRequestsMax();
    }

    private void tellLoad() {
        AdmissionLimit limit = admission.limit();
        doors.events().onLoad(limit.inFlight(), limit.limit(), pressure());
        others().forEach(peer -> doors.events().onPeerLoad(peer, requests.pending(peer)));
    }

    private ImmutableList<NodeId> others() {
        return config.ring().members().stream()
                .map(Member::id)
                .filter(id -> !id.equals(config.self()))
                .collect(ImmutableList.toImmutableList());
    }
}
