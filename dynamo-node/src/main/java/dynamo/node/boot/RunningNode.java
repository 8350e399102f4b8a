package dynamo.node.boot;

import com.google.common.net.HostAndPort;
import dynamo.node.Node;
import dynamo.node.NodeConfig;
import dynamo.node.boot.Catalogue.StorageKind;
import dynamo.node.env.Clock;
import dynamo.node.env.Doors;
import dynamo.node.env.Storage;
import dynamo.node.hint.HintConfig;
import dynamo.node.io.disk.DataDirectory;
import dynamo.node.io.disk.DataDirectoryException;
import dynamo.node.io.disk.Identity;
import dynamo.node.io.disk.MemoryStorage;
import dynamo.node.io.disk.RocksStorage;
import dynamo.node.io.http.AdminInfo;
import dynamo.node.io.http.HttpConfig;
import dynamo.node.io.http.HttpServer;
import dynamo.node.io.loop.EventLoop;
import dynamo.node.io.loop.Sockets;
import dynamo.node.io.loop.SystemClock;
import dynamo.node.io.metrics.DropwizardEvents;
import dynamo.node.io.metrics.NodeMetrics;
import dynamo.node.io.metrics.ProcessMetrics;
import dynamo.node.io.metrics.PrometheusText;
import dynamo.node.io.net.NettyTransport;
import dynamo.node.io.net.TransportConfig;
import dynamo.node.io.net.TransportLimits;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.ContextSeal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of one node's process: opened in order, told to start, and closed in reverse.
 *
 * <p>Threading: started and stopped by one thread that is no loop's.
 */
final class RunningNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
    private static final int DRAIN_SECONDS_MAX = 10;
    private static final int STOP_SECONDS_MAX = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final BootConfig config;
    private final Opened opened = new Opened();
    private final Clock clock = new SystemClock();
    private final NodeMetrics metrics = new NodeMetrics();
    private final EventLoop loop;
    private final Identity identity;
    private final Node node;
    private final HttpServer data;
    private final Listening listening;

    private RunningNode(Origin origin, Ending ending) throws StartException {
        config = origin.config();
        try {
            loop = opened.add(new EventLoop("node", Sockets.available(), ending::onBug));
            Storage storage;
            if (config.storage() == StorageKind.MEMORY) {
                identity = origin.inMemory();
                storage = new MemoryStorage(loop);
            } else {
                DataDirectory directory = opened.add(DataDirectory.open(config.dataDir(), origin.wanted()));
                directory.differences().forEach(LOG::warn);
                identity = directory.identity();
                checkOrigin();
                storage = opened.add(
                        RocksStorage.open(directory.store(), config.rocks(), loop, clock, ending::onDiskFailure));
            }
            opened.add(loop::endProtocol); // before its storage closes: a batch that ends there would begin the next
            Ring ring = FirstRing.of(identity);
            NettyTransport transport = opened.add(new NettyTransport(transportConfig(), loop));
            ProcessMetrics.addTo(metrics, Main.version());
            PeerMetrics.addTo(metrics, transport.counters());
            node = new Node(
                    nodeConfig(ring),
                    new Doors(
                            clock,
                            loop,
                            transport,
                            storage,
                            new SplittableRandom(new SecureRandom().nextLong()),
                            new DropwizardEvents(metrics)));
            ContextSeal seal = new ContextSeal(Bytes.utf8(identity.secret()));
            EventLoop adminLoop = opened.add(new EventLoop("admin", Sockets.available(), ending::onBug));
            data = opened.add(HttpServer.data(dataPort(), node, loop, loop, seal, new HttpMetrics(metrics, "data")));
            HttpServer admin = opened.add(HttpServer.admin(
                    HttpConfig.admin(config.admin().getHost(), config.admin().getPort()),
                    node,
                    loop,
                    adminLoop,
                    seal,
                    new AdminInfo(
                            identity.cluster(),
                            Main.version(),
                            () -> PrometheusText.write(metrics.registry()),
                            ending::onDrain),
                    new HttpMetrics(metrics, "admin")));
            HostAndPort peer = withPort(config.peer(), transport.bind(node));
            listening =
                    new Listening(withPort(config.data(), data.bind()), withPort(config.admin(), admin.bind()), peer);
            String told = config.addressToTell(peer.getPort());
            if (told.isEmpty()) {
                LOG.warn(
                        "peers cannot be told to connect to {}; other nodes can join when peer.advertise is set", peer);
            }
            loop.execute(() -> {
                transport.listensAt(told);
                node.listensAt(told);
                config.members()
                        .forEach(member ->
                                transport.meet(member.id(), member.address().toString()));
                FirstRing.seeds(identity).forEach(seed -> transport.meet(seed.id(), seed.address()));
                node.start();
            });
        } catch (DataDirectoryException e) {
            throw failed(e.reason().exitStatus(), e);
        } catch (IOException e) {
            throw failed(Exit.UNAVAILABLE.code(), e);
        } catch (IllegalArgumentException e) {
            throw failed(Exit.CONFIG.code(), e);
        }
    }

    /** Listens and takes part from now on; it serves clients when it has heard from its peers. */
    static RunningNode start(BootConfig config, Ending ending) throws StartException {
        return new RunningNode(Origin.of(config), ending);
    }

    private StartException failed(int exitCode, Exception cause) {
        opened.close();
        String why = cause.getCause() instanceof IOException deeper ? ": " + deeper.getMessage() : "";
        return new StartException(exitCode, cause.getMessage() + why, cause);
    }

    /** A node that was told to join and goes on in a cluster of its own would take writes that nobody finds. */
    private void checkOrigin() {
        if (config.join().isPresent() && !identity.hasJoined()) {
            throw new IllegalArgumentException(config.dataDir() + " is of a first node of cluster " + identity.cluster()
                    + " and joins no other; leave out cluster.join, or begin with an empty directory");
        }
    }

    private NodeConfig nodeConfig(Ring ring) {
        NodeConfig defaults = NodeConfig.of(config.node(), ring);
        return new NodeConfig(
                config.node(),
                ring,
                config.limits().requestsMax(),
                defaults.siblingsMax(),
                defaults.recordBytesMax(),
                defaults.swim(),
                new HintConfig(config.limits().hintBytesMax()),
                defaults.antiEntropy(),
                config.repairPaths(),
                config.joining());
    }

    private HttpConfig dataPort() {
        HttpConfig defaults = HttpConfig.data(
                        config.data().getHost(), config.data().getPort())
                .withValueBytesMax(config.limits().valueBytesMax());
        return new HttpConfig(
                defaults.host(),
                defaults.port(),
                config.limits().connectionsMax(),
                defaults.valueBytesMax(),
                defaults.inFlightBytesMax(),
                defaults.patience());
    }

    private TransportConfig transportConfig() {
        HostAndPort peer = config.peer();
        return new TransportConfig(
                config.node(),
                new TransportConfig.Cluster(
                        identity.cluster(),
                        TransportConfig.secretDigest(identity.secret()),
                        identity.n(),
                        identity.partitions()),
                new InetSocketAddress(peer.getHost(), peer.getPort()),
                TransportLimits.DEFAULT);
    }

    private static HostAndPort withPort(HostAndPort address, int port) {
        return HostAndPort.fromParts(address.getHost(), port);
    }

    /** Whether it serves clients before that time is over. */
    boolean awaitReady(Duration patience) {
        CountDownLatch ready = new CountDownLatch(1);
        loop.execute(() -> look(ready));
        try {
            return ready.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void look(CountDownLatch ready) {
        if (node.isReady()) {
            ready.countDown();
        } else {
            loop.after(BETWEEN_LOOKS, () -> look(ready));
        }
    }

    Listening listening() {
        return listening;
    }

    String clusterId() {
        return identity.cluster();
    }

    /** Answers what is in flight, takes nothing new, and closes everything. */
    @Override
    public void close() {
        CountDownLatch drained = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        loop.execute(() -> node.drain(drained::countDown));
        data.drain();
        try {
            if (!drained.await(DRAIN_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("requests were still in flight after {} s; their clients get no answer", DRAIN_SECONDS_MAX);
            }
            loop.execute(() -> node.stop(stopped::countDown));
            if (!stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("the hash trees were not written in {} s; the next start builds them", STOP_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        opened.close();
    }
}
