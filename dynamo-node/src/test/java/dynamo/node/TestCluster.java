package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Failure;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.PutResult;
import dynamo.contract.Quorum;
import dynamo.node.antientropy.AntiEntropyConfig;
import dynamo.node.env.Doors;
import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Scheduler;
import dynamo.node.env.Transport;
import dynamo.node.message.Envelope;
import dynamo.node.message.Message;
import dynamo.node.message.Request;
import dynamo.ring.Claim;
import dynamo.ring.KeyHash;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.PreferenceList;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One to five nodes, named a to e, in one queue with virtual time. Messages travel as objects and take a millisecond; links
 * break and heal, and messages are lost, at the test's word.
 */
public final class TestCluster {
    private static final Duration TRAVEL = Duration.ofMillis(1);
    private static final int PARTITIONS = 16;
    private static final int N = 3;

    /** A message that was given to the transport. */
    public record Sent(NodeId from, NodeId to, Message message) {}

    /** A machine: its disk outlives the node. */
    private final class Host implements Transport {
        final NodeId id;
        TestStorage disk = new TestStorage(time.loop(() -> true));
        RecordedEvents events = new RecordedEvents();
        NodeConfig config;
        Node node;
        int life;
        boolean up;
        boolean paused;
        final List<Runnable> held = new ArrayList<>();

        Host(NodeId id) {
            this.id = id;
            config = NodeConfig.of(id, ring).with(antiEntropy).with(repairPaths);
            node = boot();
        }

        private Node boot() {
            int thisLife = ++life;
            held.clear();
            paused = false;
            var loop = new PausingLoop(this, time.loop(() -> up && life == thisLife));
            disk.reopen(loop);
            return new Node(config, new Doors(time, loop, this, disk, new Random(seed++), events));
        }

        /** Now, or when the pause is over. */
        void run(Runnable task) {
            if (paused) {
                held.add(task);
            } else {
                task.run();
            }
        }

        @Override
        public void send(NodeId to, Envelope envelope) {
            Sent message = new Sent(id, to, envelope.message());
            sent.add(message);
            if (isConnected(to) && !lost.test(message)) {
                travel(id, to, envelope);
            }
        }

        @Override
        public boolean isConnected(NodeId peer) {
            return peer.equals(id) || host(peer).up && !link(id, peer).severed;
        }

        /** Links join all hosts, wherever they are. */
        @Override
        public void meet(NodeId peer, String address) {}

        @Override
        public void part(NodeId peer) {}

        @Override
        public void moveTo(NodeId peer, String address) {}
    }

    /** A loop whose tasks wait while its process is paused. */
    private record PausingLoop(Host host, Scheduler loop) implements Scheduler {
        @Override
        public void execute(Runnable task) {
            loop.execute(() -> host.run(task));
        }

        @Override
        public ScheduledTask after(Duration delay, Runnable task) {
            boolean[] cancelled = {false};
            loop.after(
                    delay,
                    () -> host.run(() -> {
                        if (!cancelled[0]) {
                            task.run();
                        }
                    }));
            return () -> cancelled[0] = true;
        }
    }

    /** Between two nodes; what travels when it breaks is lost. */
    private static final class Link {
        boolean severed;
        int broken;
    }

    private final VirtualTime time = new VirtualTime();
    private final AntiEntropyConfig antiEntropy;
    private final RepairPaths repairPaths;
    private final Ring ring;
    private final Map<NodeId, Host> hosts = new TreeMap<>();
    private final Map<String, Link> links = new TreeMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private Predicate<Sent> lost = message -> false;
    private long seed = 1;

    private TestCluster(int nodes, AntiEntropyConfig antiEntropy, RepairPaths repairPaths) {
        this.antiEntropy = antiEntropy;
        this.repairPaths = repairPaths;
        ImmutableList<Member> members = Stream.of("a", "b", "c", "d", "e")
                .limit(nodes)
                .map(name -> new Member(new NodeId(name), ""))
                .collect(ImmutableList.toImmutableList());
        ring = Claim.first(members, PARTITIONS, N);
        members.forEach(member -> hosts.put(member.id(), new Host(member.id())));
    }

    /** Nodes that are up and have heard of each other. */
    public static TestCluster of(int nodes) {
        TestCluster cluster = stopped(nodes);
        cluster.startAll();
        return cluster;
    }

    private void startAll() {
        hosts.keySet().forEach(this::start);
        run(Duration.ofMillis(50));
        sent.clear();
    }

    /** Nodes that were never started. */
    public static TestCluster stopped(int nodes) {
        return new TestCluster(nodes, AntiEntropyConfig.DEFAULT, new RepairPaths(true, true, false));
    }

    /** Nodes that are up, have heard of each other, compare what they hold in cycles of a second, and mend nothing otherwise. */
    public static TestCluster comparing(int nodes) {
        return comparing(nodes, Duration.ofDays(1));
    }

    public static TestCluster comparing(int nodes, Duration scrub) {
        TestCluster cluster = new TestCluster(
                nodes,
                AntiEntropyConfig.DEFAULT.withCycles(Duration.ofSeconds(1), scrub),
                new RepairPaths(false, false, true));
        cluster.startAll();
        return cluster;
    }

    public VirtualTime time() {
        return time;
    }

    public ImmutableList<NodeId> nodes() {
        return ImmutableList.copyOf(hosts.keySet());
    }

    public Node node(NodeId id) {
        return host(id).node;
    }

    public TestStorage disk(NodeId id) {
        return host(id).disk;
    }

    public RecordedEvents events(NodeId id) {
        return host(id).events;
    }

    /** All messages since the last {@link #forgetSent}, lost ones included. */
    public List<Sent> sent() {
        return sent;
    }

    public void forgetSent() {
        sent.clear();
    }

    public <T extends Message> List<Sent> sent(Class<T> kind) {
        return sent.stream().filter(message -> kind.isInstance(message.message)).toList();
    }

    /** A key whose homes, the owner first, begin with these. */
    public Key keyAt(NodeId... homes) {
        return Stream.iterate(0, i -> i + 1)
                .limit(10_000)
                .map(i -> new Key("bucket", Bytes.utf8("key-" + i)))
                .filter(key -> homes(key).subList(0, homes.length).equals(ImmutableList.copyOf(Arrays.asList(homes))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no partition has these homes"));
    }

    public ImmutableList<NodeId> homes(Key key) {
        return preferenceList(key).primaries();
    }

    public ImmutableList<NodeId> strangers(Key key) {
        return preferenceList(key).fallbacks();
    }

    private PreferenceList preferenceList(Key key) {
        return ring.preferenceList(KeyHash.of(key.bucket(), key.key()).partition(PARTITIONS));
    }

    /** Gives the node other limits, and restarts it. */
    public void configure(NodeId id, int requestsMax, int siblingsMax) {
        configure(
                id,
                config -> new NodeConfig(
                        id,
                        ring,
                        requestsMax,
                        siblingsMax,
                        config.recordBytesMax(),
                        config.swim(),
                        config.hints(),
                        config.antiEntropy(),
                        config.repairPaths(),
                        config.joining()));
    }

    /** Changes how the node is configured, and restarts it. */
    public void configure(NodeId id, UnaryOperator<NodeConfig> change) {
        host(id).config = change.apply(host(id).config);
        restart(id);
        run(Duration.ofSeconds(1));
        sent.clear();
    }

    public void start(NodeId id) {
        Host host = host(id);
        host.up = true;
        host.node.start();
        peersOf(id).filter(peer -> host.isConnected(peer)).forEach(peer -> connected(id, peer));
    }

    /** The process is gone at once, and with it what was not committed. */
    public void crash(NodeId id) {
        Host host = host(id);
        List<NodeId> peers = peersOf(id).filter(host::isConnected).toList();
        host.up = false;
        peers.forEach(peer -> disconnected(id, peer));
        host.node = host.boot();
    }

    /** The process ends in order: what it was about to store is stored, and its hash trees are. */
    public void stop(NodeId id) {
        Answer<String> stopped = new Answer<>();
        host(id).node.stop(() -> stopped.accept("stopped"));
        await(stopped);
        crash(id);
    }

    /** The process stands still, and stays connected. */
    public void pause(NodeId id) {
        host(id).paused = true;
    }

    /** What came due meanwhile runs now, timers and messages in the order they came. */
    public void resume(NodeId id) {
        Host host = host(id);
        host.paused = false;
        List<Runnable> held = ImmutableList.copyOf(host.held);
        host.held.clear();
        held.forEach(Runnable::run);
    }

    public void restart(NodeId id) {
        crash(id);
        start(id);
        run(Duration.ofMillis(50));
    }

    /** Gives a stopped node another disk. */
    public void replaceDisk(NodeId id, TestStorage disk) {
        host(id).disk = disk;
        host(id).node = host(id).boot();
    }

    public TestStorage emptyDisk() {
        return new TestStorage(time.loop(() -> true));
    }

    public void sever(NodeId one, NodeId other) {
        if (host(one).isConnected(other)) {
            link(one, other).severed = true;
            disconnected(one, other);
        }
    }

    /** Cuts the node off from all others. */
    public void isolate(NodeId id) {
        peersOf(id).forEach(peer -> sever(id, peer));
    }

    public void heal() {
        for (NodeId one : hosts.keySet()) {
            for (NodeId other : hosts.keySet()) {
                if (one.compareTo(other) < 0 && link(one, other).severed) {
                    link(one, other).severed = false;
                    if (host(one).isConnected(other) && host(one).up) {
                        connected(one, other);
                    }
                }
            }
        }
        run(Duration.ofMillis(50));
    }

    /** Messages of which this is true vanish, while the connection stays. */
    public void lose(Predicate<Sent> which) {
        lost = which;
    }

    /** The node stays connected, and nothing it sends or is sent arrives. */
    public void hang(NodeId id) {
        lose(message -> !message.from.equals(message.to) && (message.from.equals(id) || message.to.equals(id)));
    }

    /** A request given to a node as if another had sent it. */
    public void inject(NodeId from, NodeId to, Request request) {
        travel(from, to, new Envelope(from, 1, host(to).node.ringState().rank(), 42, request));
    }

    public int partition(Key key) {
        return KeyHash.of(key.bucket(), key.key()).partition(PARTITIONS);
    }

    /** Runs until this is so, and not one task more. */
    public void runUntil(BooleanSupplier condition) {
        time.runUntil(condition);
    }

    public void run(Duration duration) {
        time.run(duration);
    }

    public <T> T await(Answer<T> answer) {
        time.runUntil(answer::came);
        return answer.get();
    }

    public Answer<PutResult> begin(NodeId at, Puts put) {
        Answer<PutResult> answer = new Answer<>();
        host(at).node.put(put.request(), answer);
        return answer;
    }

    public Answer<GetResult> begin(NodeId at, GetRequest get) {
        Answer<GetResult> answer = new Answer<>();
        host(at).node.get(get, answer);
        return answer;
    }

    /** Runs until the put is answered. */
    public PutResult put(NodeId at, Puts put) {
        return await(begin(at, put));
    }

    public Failure failed(NodeId at, Puts put) {
        return failure(put(at, put));
    }

    public static Failure failure(PutResult result) {
        if (result instanceof PutResult.Failed failed) {
            return failed.failure();
        }
        throw new AssertionError("did not fail: " + result);
    }

    public PutResult.Stored stored(NodeId at, Puts put) {
        PutResult result = put(at, put);
        if (result instanceof PutResult.Stored stored) {
            return stored;
        }
        throw new AssertionError("not stored: " + result);
    }

    public GetResult get(NodeId at, Key key, int r) {
        return await(begin(at, new GetRequest(key, quorum(r), Duration.ofSeconds(5))));
    }

    public GetResult.Found found(NodeId at, Key key, int r) {
        GetResult result = get(at, key, r);
        if (result instanceof GetResult.Found found) {
            return found;
        }
        throw new AssertionError("not found: " + result);
    }

    public Quorum quorum(int needed) {
        return new Quorum(ring.replicas(), needed, true);
    }

    /** What one of the key's homes holds of it itself. */
    public Siblings held(NodeId at, Key key) {
        Answer<ImmutableList<ReplicaView>> views = new Answer<>();
        host(at).node.inspect(key, Duration.ofSeconds(1), views);
        return await(views).stream()
                .filter(view -> view.entry().node().equals(at))
                .flatMap(view -> view.record().stream())
                .findFirst()
                .orElse(Siblings.EMPTY);
    }

    private void travel(NodeId from, NodeId to, Envelope envelope) {
        Host receiver = host(to);
        int life = receiver.life;
        int broken = from.equals(to) ? 0 : link(from, to).broken;
        time.schedule(from.equals(to) ? Duration.ZERO : TRAVEL, () -> {
            boolean arrives =
                    receiver.up && receiver.life == life && (from.equals(to) || link(from, to).broken == broken);
            if (arrives) {
                receiver.run(() -> receiver.node.onReceive(envelope));
            }
        });
    }

    private void connected(NodeId one, NodeId other) {
        tell(one, node -> node.onConnected(other));
        tell(other, node -> node.onConnected(one));
    }

    private void disconnected(NodeId one, NodeId other) {
        link(one, other).broken++;
        tell(one, node -> node.onDisconnected(other));
        tell(other, node -> node.onDisconnected(one));
    }

    private void tell(NodeId id, java.util.function.Consumer<Transport.Listener> what) {
        Host host = host(id);
        int life = host.life;
        time.schedule(Duration.ZERO, () -> {
            if (host.up && host.life == life) {
                host.run(() -> what.accept(host.node));
            }
        });
    }

    private Stream<NodeId> peersOf(NodeId id) {
        return ImmutableList.copyOf(hosts.keySet()).stream().filter(peer -> !peer.equals(id));
    }

    private Link link(NodeId one, NodeId other) {
        String name = one.compareTo(other) < 0 ? one + "-" + other : other + "-" + one;
        return links.computeIfAbsent(name, n -> new Link());
    }

    private Host host(NodeId id) {
        Host host = hosts.get(id);
        if (host == null) {
            throw new AssertionError("no node " + id);
        }
        return host;
    }
}
