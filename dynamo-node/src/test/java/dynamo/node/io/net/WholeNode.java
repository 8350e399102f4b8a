package dynamo.node.io.net;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.node.Node;
import dynamo.node.NodeConfig;
import dynamo.node.env.Doors;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Scheduler;
import dynamo.node.env.Storage;
import dynamo.node.io.disk.MemoryStorage;
import dynamo.node.io.loop.EventLoop;
import dynamo.node.io.loop.Sockets;
import dynamo.node.io.loop.SystemClock;
import dynamo.node.message.Gossip.Status;
import dynamo.ring.Claim;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** A node of a, b and c with all its protocol code behind a real transport. */
final class WholeNode implements AutoCloseable {
    static final ImmutableList<NodeId> IDS =
            Stream.of("a", "b", "c").map(NodeId::new).collect(ImmutableList.toImmutableList());
    static final Ring RING =
            Claim.first(IDS.stream().map(id -> new Member(id, "")).collect(ImmutableList.toImmutableList()), 16, 3);

    /** A disk in memory, which outlives the process whose loop it serves. */
    static final class Disk implements Scheduler {
        final Storage storage = new MemoryStorage(this);
        private volatile EventLoop loop;

        Disk(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public ScheduledTask after(Duration delay, Runnable task) {
            return loop.after(delay, task);
        }
    }

    final NodeId id;
    final Disk disk;
    final int port;
    private final EventLoop loop;
    private final NettyTransport transport;
    private final Node node;

    WholeNode(String name, String cluster) {
        this(name, cluster, new EventLoop(name, Sockets.available(), bug -> {}));
    }

    private WholeNode(String name, String cluster, EventLoop loop) {
        this(name, cluster, loop, new Disk(loop));
    }

    /** The next process of the node that had the disk, or of one with a new one. */
    static WholeNode again(String name, String cluster, Disk disk) {
        EventLoop loop = new EventLoop(name, Sockets.available(), bug -> {});
        disk.loop = loop;
        return new WholeNode(name, cluster, loop, disk);
    }

    private WholeNode(String name, String cluster, EventLoop loop, Disk disk) {
        id = new NodeId(name);
        this.loop = loop;
        this.disk = disk;
        TransportConfig config = new TransportConfig(
                id,
                new TransportConfig.Cluster(cluster, TestNode.SECRET, 3, 16),
                TestNode.loopback(0),
                TransportLimits.DEFAULT);
        transport = new NettyTransport(config, loop);
        node = new Node(
                NodeConfig.of(id, RING),
                new Doors(
                        new SystemClock(),
                        loop,
                        transport,
                        disk.storage,
                        new SplittableRandom(System.nanoTime()),
                        NodeEvents.NONE));
        try {
            port = transport.bind(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.execute(() -> {
            transport.listensAt("127.0.0.1:" + port);
            node.listensAt("127.0.0.1:" + port);
            node.start();
        });
    }

    void meet(ImmutableMap<NodeId, Integer> ports) {
        loop.execute(() -> ports.forEach((peer, at) -> transport.meet(peer, "127.0.0.1:" + at)));
    }

    boolean reaches(WholeNode other) {
        return ask(asked -> asked.isReachable(other.id));
    }

    /** How often others turned this node away. */
    long refusals() {
        return transport.counters().get(TransportCount.REFUSED_BY_PEER);
    }

    boolean isConnectedTo(NodeId peer) {
        return ask(asked -> transport.isConnected(peer));
    }

    Status status(NodeId member) {
        return ask(asked -> asked.status(member));
    }

    private <T> T ask(Function<Node, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.apply(node)));
        return answer.join();
    }

    @Override
    public void close() {
        transport.close();
        loop.close();
    }
}
