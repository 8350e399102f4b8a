package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import dynamo.node.Node;
import dynamo.node.NodeConfig;
import dynamo.node.env.Doors;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Transport;
import dynamo.node.io.disk.MemoryStorage;
import dynamo.node.io.loop.EventLoop;
import dynamo.node.io.loop.Sockets;
import dynamo.node.io.loop.SystemClock;
import dynamo.node.message.Envelope;
import dynamo.ring.Claim;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.ContextSeal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Nodes in memory behind their ports, all on one loop; messages between them are calls. */
final class ServedCluster implements AutoCloseable {
    /** Short enough to wait for. */
    static final HttpConfig.Patience SHORT = new HttpConfig.Patience(
            Duration.ofMillis(400), Duration.ofSeconds(20), Duration.ofMillis(400), 512, Duration.ofMillis(500));

    final EventLoop loop = new EventLoop("test-loop", Sockets.available(), bug -> {});
    final AtomicInteger drains = new AtomicInteger();
    final List<Served> nodes = new CopyOnWriteArrayList<>();
    private final Set<NodeId> gone = ConcurrentHashMap.newKeySet();
    private final Set<NodeId> silent = ConcurrentHashMap.newKeySet();

    /** One node and its ports. */
    final class Served implements Transport {
        final NodeId id;
        final Node node;
        final HttpServer data;
        final HttpServer admin;
        final AtomicInteger openConnections = new AtomicInteger();
        final int dataPort;
        final int adminPort;

        Served(NodeConfig nodeConfig, HttpConfig config) throws IOException {
            id = nodeConfig.self();
            Doors doors = new Doors(
                    new SystemClock(),
                    loop,
                    this,
                    new MemoryStorage(loop),
                    new SplittableRandom(id.hashCode()),
                    NodeEvents.NONE);
            node = new Node(nodeConfig, doors);
            node.listensAt(id + ".test:7000");
            ContextSeal seal = new ContextSeal(Bytes.utf8("a secret of sixteen bytes or more"));
            AdminInfo info = new AdminInfo("test-cluster", "0.0-test", () -> "up 1\n", drains::incrementAndGet);
            HttpEvents counting = new HttpEvents() {
                @Override
                public void onConnections(int open) {
                    openConnections.set(open);
                }
            };
            data = HttpServer.data(config, node, loop, loop, seal, counting);
            admin = HttpServer.admin(HttpConfig.admin("127.0.0.1", 0), node, loop, loop, seal, info, HttpEvents.NONE);
            dataPort = data.bind();
            adminPort = admin.bind();
        }

        @Override
        public void send(NodeId to, Envelope envelope) {
            loop.execute(() -> nodes.stream()
                    .filter(peer -> peer.id.equals(to) && isConnected(to) && !isSilent(to))
                    .forEach(peer -> peer.node.onReceive(envelope)));
        }

        @Override
        public boolean isConnected(NodeId peer) {
            return peer.equals(id) || !gone.contains(peer) && !gone.contains(id);
        }

        @Override
        public void meet(NodeId peer, String address) {}

        @Override
        public void part(NodeId peer) {}

        @Override
        public void moveTo(NodeId peer, String address) {}

        private boolean isSilent(NodeId peer) {
            return !peer.equals(id) && (silent.contains(peer) || silent.contains(id));
        }

        HttpSocket toData() throws IOException {
            return new HttpSocket(dataPort);
        }

        HttpSocket toAdmin() throws IOException {
            return new HttpSocket(adminPort);
        }
    }

    ServedCluster(int size, HttpConfig config) throws IOException, InterruptedException {
        this(size, config, nodeConfig -> nodeConfig);
    }

    ServedCluster(int size, HttpConfig config, UnaryOperator<NodeConfig> change)
            throws IOException, InterruptedException {
        ImmutableList<Member> members = IntStream.rangeClosed(1, size)
                .mapToObj(i -> new Member(new NodeId("n" + i), Member.ZONE_DEFAULT))
                .collect(ImmutableList.toImmutableList());
        Ring ring = Claim.first(members, 16, 3);
        for (Member member : members) {
            nodes.add(new Served(change.apply(NodeConfig.of(member.id(), ring)), config));
        }
        CountDownLatch ready = new CountDownLatch(1);
        loop.execute(() -> {
            nodes.forEach(served -> served.node.start());
            lookAgain(ready);
        });
        if (!ready.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the nodes are not ready");
        }
    }

    static ServedCluster alone() throws IOException, InterruptedException {
        return alone(HttpConfig.data("127.0.0.1", 0));
    }

    static ServedCluster alone(HttpConfig config) throws IOException, InterruptedException {
        return new ServedCluster(1, config);
    }

    static ServedCluster ofThree() throws IOException, InterruptedException {
        return new ServedCluster(3, HttpConfig.data("127.0.0.1", 0));
    }

    static HttpConfig config(int connectionsMax, long inFlightBytesMax) {
        return new HttpConfig(
                "127.0.0.1", 0, connectionsMax, HttpConfig.VALUE_BYTES_MAX_DEFAULT, inFlightBytesMax, SHORT);
    }

    /** Starts a node that no ring names; it knows one member, and asks to join. */
    Served join(String name) throws IOException, InterruptedException {
        Ring ring = first().node.ring();
        ImmutableList<Member> known = ImmutableList.of(new Member(first().id, ""));
        Ring guess = Ring.of(0, ring.n(), known, new int[ring.partitions()]);
        Served joined = new Served(NodeConfig.of(new NodeId(name), guess), HttpConfig.data("127.0.0.1", 0));
        onLoop(() -> {
            nodes.add(joined);
            joined.node.start();
            for (Served other : nodes) {
                if (other != joined) {
                    other.node.onConnected(joined.id);
                    joined.node.onConnected(other.id);
                }
            }
        });
        return joined;
    }

    private void lookAgain(CountDownLatch ready) {
        if (nodes.stream().allMatch(served -> served.node.isReady())) {
            ready.countDown();
        } else {
            loop.after(Duration.ofMillis(5), () -> lookAgain(ready));
        }
    }

    Served first() {
        return nodes.get(0);
    }

    /** Nobody hears of the node any more, nor it of them. */
    void cut(Served node) throws InterruptedException {
        gone.add(node.id);
        onLoop(() ->
                nodes.stream().filter(other -> other != node).forEach(other -> other.node.onDisconnected(node.id)));
    }

    /** Connections stand, and nothing comes through them. */
    void silence(Served node) {
        silent.add(node.id);
    }

    void heal(Served node) throws InterruptedException {
        gone.remove(node.id);
        silent.remove(node.id);
        onLoop(() -> nodes.stream().filter(other -> other != node).forEach(other -> {
            other.node.onConnected(node.id);
            node.node.onConnected(other.id);
        }));
    }

    private void onLoop(Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            task.run();
            done.countDown();
        });
        if (!done.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the loop does not answer");
        }
    }

    @Override
    public void close() {
        for (Served served : nodes) {
            served.data.close();
            served.admin.close();
        }
        loop.close();
    }
}
