package dynamo.node.io.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The logs of a database that did not open whole, kept aside before it is opened without their end. While they lie there,
 * each start reports the loss; afterwards they wait under another name for somebody who wants to look into them, until the
 * next ones replace them.
 */
final class DamagedLog {
    private static final String PENDING = "damaged-log";
    private static final String OLD = "damaged-log.old";

    private DamagedLog() {}

    static boolean isSetAside(Path store) {
        return Files.exists(store.resolve(PENDING));
    }

    /** By links: the database deletes its names of the files and leaves these, and no space is needed. */
    static void setAside(Path store, Path database) throws IOException {
        Path pending = store.resolve(PENDING);
        DurableFiles.createDirectories(pending);
        for (String name : DurableFiles.list(database)) {
            if (name.endsWith(".log") && !Files.exists(pending.resolve(name))) {
                Files.createLink(pending.resolve(name), database.resolve(name));
            }
        }
        DurableFiles.syncDirectory(pending);
    }

    /** Nothing is reported any more. */
    static void forget(Path store) throws IOException {
        if (isSetAside(store)) {
            DurableFiles.deleteTree(store.resolve(OLD));
            DurableFiles.rename(store.resolve(PENDING), store.resolve(OLD));
        }
    }
}
