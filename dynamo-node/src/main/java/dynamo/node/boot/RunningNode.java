package dynamo.node.boot;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.BaseEncoding;
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
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.ContextSeal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
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

    private final BootConfig config;
    private final Opened opened = new Opened();
    private final Clock clock = new SystemClock();
    private final NodeMetrics metrics = new NodeMetrics();
    private final EventLoop loop;
    private final Identity identity;
    private final Node node;
    private final HttpServer data;
    private final Listening listening;

    private RunningNode(BootConfig config, Ending ending) throws StartException {
        this.config = config;
        try {
            loop = opened.add(new EventLoop("node", Sockets.available(), ending::onBug));
            Storage storage;
            if (config.storage() == StorageKind.MEMORY) {
                identity = inMemory();
                storage = new MemoryStorage(loop);
            } else {
                DataDirectory directory = opened.add(DataDirectory.open(config.dataDir(), wanted()));
                directory.differences().forEach(LOG::warn);
                identity = directory.identity();
                storage = opened.add(
                        RocksStorage.open(directory.store(), config.rocks(), loop, clock, ending::onDiskFailure));
            }
            opened.add(loop::endProtocol); // before its storage closes: a batch that ends there would begin the next
            Ring ring = FirstRing.of(identity);
            NettyTransport transport = opened.add(new NettyTransport(transportConfig(ring), loop));
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
            loop.execute(() -> {
                node.listensAt(told);
                node.start();
            });
            transport.connectTo(peers());
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
        return new RunningNode(config, ending);
    }

    private StartException failed(int exitCode, Exception cause) {
        opened.close();
        String why = cause.getCause() instanceof IOException deeper ? ": " + deeper.getMessage() : "";
        return new StartException(exitCode, cause.getMessage() + why, cause);
    }

    private DataDirectory.Wanted wanted() {
        return new DataDirectory.Wanted(
                config.node(),
                config.clusterId(),
                config.secret(),
                config.n(),
                config.partitions(),
                FirstRing.texts(config.firstMembers()));
    }

    private Identity inMemory() {
        byte[] drawn = new byte[40];
        new SecureRandom().nextBytes(drawn);
        return new Identity(
                config.clusterId()
                        .orElseGet(() -> BaseEncoding.base16().lowerCase().encode(drawn, 0, 8)),
                config.node(),
                config.n(),
                config.partitions(),
                config.secret()
                        .orElseGet(() -> BaseEncoding.base64Url().omitPadding().encode(drawn, 8, 32)),
                FirstRing.texts(config.firstMembers()));
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
                config.repairPaths());
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

    private TransportConfig transportConfig(Ring ring) {
        HostAndPort peer = config.peer();
        return new TransportConfig(
                config.node(),
                identity.cluster(),
                ring.digest(),
                new InetSocketAddress(peer.getHost(), peer.getPort()),
                TransportLimits.forMembers(ring.members().size()));
    }

    private ImmutableMap<NodeId, InetSocketAddress> peers() {
        return config.members().stream()
                .collect(ImmutableMap.toImmutableMap(
                        MemberAddress::id,
                        member -> InetSocketAddress.createUnresolved(
                                member.address().getHost(), member.address().getPort())));
    }

    private static HostAndPort withPort(HostAndPort address, int port) {
        return HostAndPort.fromParts(address.getHost(), port);
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
