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
import dynamo.node.message.RingNews;
import dynamo.node.ownership.Ownership;
import dynamo.node.ownership.Planner;
import dynamo.node.replica.CommitQueue;
import dynamo.node.replica.Replica;
import dynamo.node.replica.ReplicaLimits;
import dynamo.node.replica.Standing;
import dynamo.ring.KeyHash;
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
    private final RingState ring;
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
    private final RingViews views;
    private String address = "";
    private boolean stopped;

    public Node(NodeConfig config, Doors doors) {
        this.config = config;
        this.doors = doors;
        queue = new CommitQueue(doors);
        standing = new Standing(doors, queue);
        requests = new Requests(config.self(), standing::startNumber, this::rank, doors);
        ring = new RingState(config, queue, doors, requests, sight(), this::onPlan, this::onMoved);
        admission = new Admission(config.requestsMax(), PERIOD, doors, this::obstacle);
        shares = new PeerShares(config.peerRequestsMax(), doors.events());
        ReplicaLimits limits = new ReplicaLimits(config.siblingsMax(), config.recordBytesMax());
        replica = new Replica(
                doors,
                queue,
                ring.partitions(),
                limits,
                ring::otherHomes,
                ring::isHome,
                ring.ownership()::hasWhole,
                partition -> standing.votes(partition) && ring.ownership().hasWhole(partition));
        hints = new HintStore(doors, queue, ring.partitions(), config.hints(), replica.refused());
        membership = new Membership(config.swim(), config.self(), config.ring(), doors, requests::tell);
        requests.watch(membership::onAsked, membership::onEnded);
        greetings = new Greetings(standing, requests, doors, ring::peers, this::onWelcomed);
        cluster = new Cluster(
                config.self(),
                ring.partitions(),
                ring::placement,
                requests,
                new Reach(node -> isReachable(node) && hasRoom(node), this::hasSpace),
                doors,
                config.repairPaths().readRepair());
        coordination = new Coordination(
                cluster,
                untilStopped(replica),
                untilStopped(new HintMint(doors, hints, ring.partitions(), ring::placement, limits)));
        handoff = new HintedHandoff(
                doors,
                requests,
                hints,
                new HintWays(ring, greetings, this::isReachable, this::hasSpace),
                () -> Pressure.pauseNanos(pressure(), HintedHandoff.PAUSE));
        if (config.repairPaths().antiEntropy()) {
            replica.onUnreadable(coordination::heal);
        }
        antiEntropy = new AntiEntropy(
                config.repairPaths().antiEntropy()
                        ? config.antiEntropy()
                        : config.antiEntropy().withExchanges(0),
                config.self(),
                ring.partitions(),
                ring,
                replica,
                standing,
                requests,
                doors,
                new AntiEntropy.Hooks(this::isReachable, hints::partitionsBut, this::mayHave, this::pressure));
        views = new RingViews(config.self(), ring, sight(), antiEntropy);
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
        ring.start(wish());
        standing.become(ring.others());
        standing.start(replica::afterLoss, () -> {
            replica.open(standing.disk(), standing.startNumber());
            hints.start();
            membership.start(standing.startNumber(), address);
            antiEntropy.start();
            ring.peers().stream().filter(doors.transport()::isConnected).forEach(this::meet);
            repeat();
        });
    }

    /** Whether clients are served: the data directory is known to be whole, or is known not to be. */
    public boolean isReady() {
        return notReady().isEmpty();
    }

    /** Why clients are not served; empty when they are. */
    public Optional<Failure> notReady() {
        return admission.closure();
    }

    private Optional<String> obstacle() {
        Optional<String> outside = standing.isStarted() ? views.outside() : Optional.empty();
        boolean isWhole = standing.isStarted() && standing.state() != Standing.State.NEW;
        return outside.isPresent() || isWhole ? outside : Optional.of("this node has not heard from all members yet");
    }

    private long rank() {
        return ring.rank();
    }

    private Optional<RingNews.Wish> wish() {
        Joining joining = config.joining();
        return Optional.of(new RingNews.Wish(joining.zone(), joining.weight(), joining.replaces(), address));
    }

    private Planner.Sight sight() {
        return new Planner.Sight() {
            @Override
            public boolean isReachable(NodeId node) {
                return Node.this.isReachable(node);
            }

            @Override
            public String address(NodeId node) {
                return node.equals(config.self()) ? address : membership.address(node);
            }
        };
    }

    /** Other nodes are members now. */
    private void onPlan() {
        membership.become(ring.members());
        followOthers();
        antiEntropy.onPlan();
    }

    /** Who was a stranger so far may have told what it knows of this node's disk, when that did not count. */
    private void followOthers() {
        ImmutableList<NodeId> added = standing.become(ring.others());
        if (standing.isStarted()) {
            added.stream().filter(doors.transport()::isConnected).forEach(greetings::greet);
        }
    }

    /** Partitions have other homes, or somebody is not waited for any more. */
    private void onMoved() {
        followOthers();
        antiEntropy.onMoved();
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
        ReplicaView.inspect(cluster, key, timeout, done);
    }

    /** What is kept here for absent homes. */
    public HintsView hints() {
        return HintsView.of(hints, handoff);
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

    /** What is to be seen of the ring, and of its moves. */
    public RingViews ringViews() {
        return views;
    }

    /** Where the ring is changed. */
    public RingChanges ringChanges() {
        return new RingChanges(ring.planner(), ring.ownership());
    }

    /** Of the plan of the ring that counts. Another thread may see it a moment later. */
    public long epoch() {
        return ring.ownership().epoch();
    }

    public Standing.State standing() {
        return standing.state();
    }

    public NodeId self() {
        return config.self();
    }

    /** The ring in force. Immutable; another thread may see it a moment later. */
    public Ring ring() {
        return ring.ring();
    }

    /** Where partitions are served, and how far moves are. */
    public Ownership ownership() {
        return ring.ownership();
    }

    /** How that is to change. */
    public Planner planner() {
        return ring.planner();
    }

    /** The homes of a partition, old and new. */
    public ImmutableList<NodeId> homes(int partition) {
        return ring.placement(partition).homes();
    }

    RingState ringState() {
        return ring;
    }

    @Override
    public void onConnected(NodeId peer) {
        ring.onConnected(peer);
        if (standing.isStarted() && !stopped) {
            meet(peer);
        }
    }

    private void meet(NodeId peer) {
        ring.meet(peer);
        greetings.greet(peer);
        membership.onConnected(peer);
        antiEntropy.onConnected(peer);
    }

    @Override
    public void onStranger(NodeId peer, String address) {
        if (!stopped) {
            ring.onStranger(peer, address);
        }
    }

    @Override
    public void onDisconnected(NodeId peer) {
        ring.onDisconnected(peer);
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
        if (standing.isStarted() && !envelope.from().equals(config.self())) {
            ring.onHeard(envelope.from(), envelope.ringEpoch());
        }
        if (message instanceof Reply reply) {
            boolean isOwn = envelope.from().equals(config.self());
            requests.onReply(envelope, isOwn ? reply : greetings.believed(envelope, reply));
        } else if (message instanceof Gossip gossip) {
            membership.onGossip(envelope.from(), envelope.correlation(), gossip);
        } else if (message instanceof RingNews news) {
            if (standing.isStarted()) {
                ring.onNews(envelope.from(), news);
            }
        } else if (message instanceof Notice.Space space) {
            greetings.onSpace(envelope.from(), space.hasSpace());
        } else if (message instanceof Request request && standing.isStarted()) {
            onRequest(envelope, request);
        }
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
        ring.beat();
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
            if (absent.isPresent()) {
                hints.onWrite(write, absent.get(), reply::accept);
            } else if (ring.takesWrite(partition(write.key()), envelope.ringEpoch())) {
                replica.onWrite(write, reply::accept);
            } else {
                refuseEpoch(envelope, reply);
            }
        } else if (request instanceof Request.Read read) {
            if (ring.answersRead(partition(read.key()), envelope.ringEpoch(), read.stage())) {
                reply.accept(read(read.key()));
            } else {
                refuseEpoch(envelope, reply);
            }
        } else if (request instanceof Request.Superseded asked) {
            if (ring.answersRead(partition(asked.key()), envelope.ringEpoch(), asked.stage())) {
                reply.accept(replica.onSuperseded(asked));
            } else {
                refuseEpoch(envelope, reply);
            }
        } else if (request instanceof ExchangeRequest exchange) {
            antiEntropy.onRequest(envelope.from(), exchange, reply);
        } else if (request instanceof Request.Coordinate put) {
            admission.passedOn(put, reply, counted -> coordination.onCoordinate(put, counted));
        } else if (request instanceof Request.Hello hello) {
            greetings.onHello(envelope, hello, reply);
        }
    }

    private int partition(Key key) {
        return KeyHash.of(key.bucket(), key.key()).partition(ring.partitions());
    }

    private void refuseEpoch(Envelope envelope, Consumer<Reply> reply) {
        doors.events().onWrongEpoch(envelope.from());
        reply.accept(new Reply.WrongEpoch());
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
        views.tell(doors.events());
        ring.peers().forEach(peer -> doors.events().onPeerLoad(peer, requests.pending(peer)));
    }
}
