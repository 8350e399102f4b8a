package dynamo.node.io.disk;

import dynamo.node.env.Clock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the file system has room for client writes: looked up at most every {@value #POLL_MILLIS} ms, when asked.
 *
 * <p>A commit that found no space outweighs the free bytes until the next look: a quota is not in them. So when they
 * look fine and are not, one commit per look tries again.
 *
 * <p>Threading: any.
 */
final class FreeSpace {
    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
    private static final int POLL_MILLIS = 500;

    private final FileStore fileSystem;
    private final long reserveBytes;
    private final Clock clock;
    private volatile long lookedAtNanos;
    private volatile boolean isEnough;

    FreeSpace(Path directory, long reserveBytes, Clock clock) throws IOException {
        this.fileSystem = Files.getFileStore(directory);
        this.reserveBytes = reserveBytes;
        this.clock = clock;
        this.isEnough = true;
        look();
    }

    boolean isEnough() {
        if (clock.elapsedNanos() - lookedAtNanos >= TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS)) {
            look();
        }
        return isEnough;
    }

    void onCommitFoundNone() {
        lookedAtNanos = clock.elapsedNanos();
        become(false, "a commit found no space");
    }

    private void look() {
        lookedAtNanos = clock.elapsedNanos();
        try {
            long usable = fileSystem.getUsableSpace();
            become(usable >= reserveBytes, usable + " bytes free, reserve " + reserveBytes);
        } catch (IOException e) {
            become(false, e.toString());
        }
    }

    private void become(boolean enough, String why) {
        if (enough != isEnough) {
            LOG.info("{}: {}", enough ? "disk has space again" : "disk full, no client writes", why);
        }
        isEnough = enough;
    }
}
