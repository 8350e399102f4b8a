package dynamo.node.boot;

import com.google.common.net.HostAndPort;
import dynamo.node.io.net.Introduction;
import dynamo.node.io.net.SeedNode;
import dynamo.node.io.net.TransportConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a node of the cluster that is to be joined what cluster that is; again for a while, for it may be about to start. */
final class Introducing {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Introducing.class);
    private static final Duration PATIENCE_OF_ONE_TRY = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 200;

    private final Duration patience;

    Introducing(Duration patience) {
        this.patience = patience;
    }

    /** Blocks. */
    Introduction ask(BootConfig config) throws StartException {
        HostAndPort place = config.join().orElseThrow();
        SeedNode seed =
                new SeedNode(place, TransportConfig.secretDigest(config.secret().orElseThrow()));
        try {
            Introduction said = ask(seed, place);
            check(said, config, place);
            LOG.info(
                    "joins cluster {} through {} at {}: n={}, {} partitions",
                    said.clusterId(),
                    said.node(),
                    place,
                    said.n(),
                    said.partitions());
            return said;
        } catch (SeedNode.RefusedException e) {
            throw new StartException(Exit.CONFIG.code(), place + " lets this node not join: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartException(
                    Exit.UNAVAILABLE.code(), "no node of the cluster to join answers at " + place + why(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(Exit.UNAVAILABLE.code(), "interrupted while it asked " + place, e);
        }
    }

    private Introduction ask(SeedNode seed, HostAndPort place)
            throws IOException, SeedNode.RefusedException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean isTold = false;
        while (true) {
            long left = deadline - System.nanoTime();
            try {
                return seed.ask(Duration.ofNanos(Math.min(left, PATIENCE_OF_ONE_TRY.toNanos())));
            } catch (IOException e) {
                if (left <= TimeUnit.MILLISECONDS.toNanos(2 * PAUSE_MILLIS)) {
                    throw e;
                }
                if (!isTold) {
                    isTold = true;
                    LOG.warn("no answer from {} yet{}; goes on asking for {} s", place, why(e), patience.toSeconds());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static String why(IOException e) {
        return ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private static void check(Introduction said, BootConfig config, HostAndPort place) throws StartException {
        if (said.node().equals(config.node())) {
            throw contradiction("the node at " + place + " has this node's own name, " + said.node()
                    + "; a new node needs another node.id");
        }
        if (config.clusterId().filter(id -> !id.equals(said.clusterId())).isPresent()) {
            throw contradiction("the node at " + place + " is of cluster " + said.clusterId() + ", and cluster.id is "
                    + config.clusterId().get());
        }
    }

    private static StartException contradiction(String why) {
        return new StartException(Exit.CONFIG.code(), why);
    }
}
