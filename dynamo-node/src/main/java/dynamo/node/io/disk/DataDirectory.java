package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import com.google.common.io.BaseEncoding;
import dynamo.node.io.disk.DataDirectoryException.Reason;
import dynamo.ring.NodeId;
import dynamo.version.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's directory: who it belongs to, and the store of its rows.
 *
 * <p>{@code LOCK} is held while it is open. {@code IDENTITY} is there from the moment the first initialisation can no
 * longer fail; {@code store} holds the rows. The first initialisation makes {@code store.new}, then {@code IDENTITY}, then
 * renames: a crash leaves a directory that the next start completes or makes from the beginning, and a {@code store} that
 * went missing later is never taken for a new one.
 */
public final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final String IDENTITY = "IDENTITY";
    private static final String STORE = "store";
    private static final String STORE_NEW = "store.new";
    private static final String NATIVE = "native";

    /** What may lie in a directory that is still to be initialised. */
    private static final ImmutableList<String> HARMLESS =
            ImmutableList.of("LOCK", NATIVE, STORE_NEW, IDENTITY + ".new", "lost+found");

    private static final int SECRET_BYTES = 32;
    private static final int CLUSTER_ID_BYTES = 8;

    /**
     * What the configuration says; the directory's own word counts where it has one.
     *
     * @param cluster empty: any; drawn if the directory is new
     * @param secret likewise
     * @param members of the first ring; none when the node is to join a cluster
     * @param joined whom it asked about that cluster
     */
    public record Wanted(
            NodeId node,
            Optional<String> cluster,
            Optional<String> secret,
            int n,
            int partitions,
            ImmutableList<String> members,
            ImmutableList<String> joined) {}

    private final Path path;
    private final DirectoryLock lock;
    private final Identity identity;
    private final boolean isNew;
    private final ImmutableList<String> differences;

    private DataDirectory(
            Path path, DirectoryLock lock, Identity identity, boolean isNew, ImmutableList<String> differences) {
        this.path = path;
        this.lock = lock;
        this.identity = identity;
        this.isNew = isNew;
        this.differences = differences;
    }

    /** Whether a node has been made of this directory: it then knows better than the configuration. */
    public static boolean isInitialised(Path path) {
        return Files.exists(path.resolve(IDENTITY));
    }

    /** Creates and initialises the directory where that has not been done. */
    public static DataDirectory open(Path path, Wanted wanted) throws DataDirectoryException {
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new DataDirectoryException(Reason.STRANGE, path + " is not a directory");
            }
            DurableFiles.createDirectories(path);
            DirectoryLock lock = DirectoryLock.take(path);
            try {
                return opened(path, wanted, lock);
            } catch (IOException | DataDirectoryException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DataDirectoryException(Reason.IO, "cannot use " + path + ": " + e, e);
        }
    }

    private static DataDirectory opened(Path path, Wanted wanted, DirectoryLock lock)
            throws IOException, DataDirectoryException {
        boolean isNew = !isInitialised(path);
        if (isNew) {
            initialise(path, wanted);
        }
        Identity identity = read(path.resolve(IDENTITY));
        checkOwner(path, identity, wanted);
        completeStore(path);
        NativeLibrary.load(path.resolve(NATIVE));
        return new DataDirectory(path, lock, identity, isNew, differences(identity, wanted));
    }

    private static void initialise(Path path, Wanted wanted) throws IOException, DataDirectoryException {
        for (String name : DurableFiles.list(path)) {
            if (!HARMLESS.contains(name)) {
                throw new DataDirectoryException(
                        Reason.STRANGE,
                        path + " holds \"" + name + "\" but no " + IDENTITY + ", so it is no data directory");
            }
        }
        DurableFiles.makePrivate(path);
        NativeLibrary.load(path.resolve(NATIVE));
        Path store = path.resolve(STORE_NEW);
        DurableFiles.deleteTree(store);
        DurableFiles.createDirectories(store);
        RocksStorage.create(store);
        Identity identity = new Identity(
                wanted.cluster()
                        .orElseGet(() -> BaseEncoding.base16().lowerCase().encode(drawn(CLUSTER_ID_BYTES))),
                wanted.node(),
                wanted.n(),
                wanted.partitions(),
                wanted.secret()
                        .orElseGet(() -> BaseEncoding.base64Url().omitPadding().encode(drawn(SECRET_BYTES))),
                wanted.members(),
                wanted.joined());
        DurableFiles.replace(path.resolve(IDENTITY), IdentityFile.encode(identity));
        LOG.info("new data directory {}: {}", path, identity);
    }

    private static Identity read(Path file) throws IOException, DataDirectoryException {
        byte[] content = Files.readAllBytes(file);
        try {
            int format = IdentityFile.format(content);
            if (format > IdentityFile.FORMAT) {
                throw new DataDirectoryException(
                        Reason.NEWER_FORMAT,
                        file + " has format " + format + ", this release knows up to " + IdentityFile.FORMAT);
            }
            return IdentityFile.decode(content);
        } catch (MalformedException e) {
            throw new DataDirectoryException(Reason.DAMAGED, file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static void checkOwner(Path path, Identity identity, Wanted wanted) throws DataDirectoryException {
        if (!identity.node().equals(wanted.node())) {
            throw new DataDirectoryException(
                    Reason.FOREIGN, path + " belongs to node " + identity.node() + ", this is " + wanted.node());
        }
        Optional<String> other = wanted.cluster().filter(cluster -> !cluster.equals(identity.cluster()));
        if (other.isPresent()) {
            throw new DataDirectoryException(
                    Reason.FOREIGN,
                    path + " belongs to cluster " + identity.cluster() + ", this node to " + other.get());
        }
    }

    private static void completeStore(Path path) throws IOException, DataDirectoryException {
        Path store = path.resolve(STORE);
        if (Files.isDirectory(store)) {
            return;
        }
        if (!Files.isDirectory(path.resolve(STORE_NEW))) {
            throw new DataDirectoryException(
                    Reason.DAMAGED,
                    path + " has an " + IDENTITY + " but no " + STORE + ": its rows are gone. To start this node empty,"
                            + " empty the directory; the other nodes then restore its copies");
        }
        DurableFiles.rename(path.resolve(STORE_NEW), store);
    }

    private static ImmutableList<String> differences(Identity identity, Wanted wanted) {
        ImmutableList.Builder<String> said = ImmutableList.builder();
        if (wanted.secret().filter(secret -> !secret.equals(identity.secret())).isPresent()) {
            said.add("the secret is not the one of the data directory, which is used");
        }
        if (identity.hasJoined()) {
            if (wanted.members().size() > 1) {
                said.add("this directory was made by joining " + identity.joined() + "; members " + wanted.members()
                        + " cannot change that");
            }
            return said.build(); // n and partitions were the cluster's to say from the start
        }
        if (identity.n() != wanted.n()) {
            said.add("n is " + identity.n() + " since the cluster was created; " + wanted.n() + " is ignored");
        }
        if (identity.partitions() != wanted.partitions()) {
            said.add("partitions are " + identity.partitions() + " since the cluster was created; "
                    + wanted.partitions() + " is ignored");
        }
        if (!identity.members().equals(wanted.members())) {
            said.add("members were " + identity.members() + " when this directory was made; " + wanted.members()
                    + " cannot change that");
        }
        return said.build();
    }

    public Identity identity() {
        return identity;
    }

    /** Whether this very call to {@link #open} initialised it. */
    public boolean isNew() {
        return isNew;
    }

    /** Where the configuration says otherwise and is not followed; each a sentence for the operator. */
    public ImmutableList<String> differences() {
        return differences;
    }

    /** For {@link RocksStorage#open}. */
    public Path store() {
        return path.resolve(STORE);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("releasing {}", path, e);
        }
    }

    private static byte[] drawn(int bytes) {
        byte[] drawn = new byte[bytes];
        new SecureRandom().nextBytes(drawn);
        return drawn;
    }
}
