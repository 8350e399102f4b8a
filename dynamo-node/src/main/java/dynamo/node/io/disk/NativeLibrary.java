package dynamo.node.io.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's native part, unpacked into the node's own directory, always under the same name. Left to itself RocksDB unpacks
 * 17 MB under a new name into the temporary directory at each start, and a process that is killed leaves them there.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    /** RocksDB's own setting, for operators who know a better place. */
    private static final String PLACE = "ROCKSDB_SHAREDLIB_DIR";

    private NativeLibrary() {}

    /** Once per process; later calls change nothing. */
    static void load(Path directory) throws IOException {
        if (System.getenv(PLACE) != null) {
            return;
        }
        DurableFiles.createDirectories(directory);
        try {
            NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.warn("no library can be unpacked and run in {} ({}); trying the temporary directory", directory, e);
        }
    }
}
