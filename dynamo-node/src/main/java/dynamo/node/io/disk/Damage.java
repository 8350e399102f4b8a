package dynamo.node.io.disk;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a store remembers of damage, in files beside the database: that rows were lost, until that has been told, and that a
 * sorted file is to be got rid of.
 */
final class Damage {
    /** The logs of a database that did not open whole. */
    private static final String LOGS = "damaged-log";

    /** The same, told: kept for somebody who wants to look into them, until the next ones replace them. */
    private static final String OLD_LOGS = "damaged-log.old";

    /** Says which sorted file stopped this node. */
    private static final String TABLE = "damaged-table";

    /** Says the same when the database has been copied without what was damaged. */
    private static final String COPIED = "damaged-table.copied";

    private Damage() {}

    /** A loss not told yet. */
    static Optional<String> untold(Path store) throws IOException {
        if (Files.exists(store.resolve(LOGS))) {
            return Optional.of("the log was damaged, and what came after the damage is gone");
        }
        return read(store.resolve(COPIED)).map(why -> "rows could not be read and are gone: " + why);
    }

    /** Nothing is untold any more. */
    static void told(Path store) throws IOException {
        if (Files.exists(store.resolve(LOGS))) {
            DurableFiles.deleteTree(store.resolve(OLD_LOGS));
            DurableFiles.rename(store.resolve(LOGS), store.resolve(OLD_LOGS));
        }
        if (Files.deleteIfExists(store.resolve(COPIED))) {
            DurableFiles.syncDirectory(store);
        }
    }

    /** By links: the database deletes its names of the files and leaves these, and no space is needed. */
    static void setLogsAside(Path store, Path database) throws IOException {
        Path aside = store.resolve(LOGS);
        DurableFiles.createDirectories(aside);
        ImmutableList<String> kept = DurableFiles.list(aside);
        for (String name : DurableFiles.list(database)) {
            if (name.endsWith(".log") && !kept.contains(name)) {
                Files.createLink(aside.resolve(name), database.resolve(name));
            }
        }
        DurableFiles.syncDirectory(aside);
    }

    static void onTable(Path store, String why) throws IOException {
        DurableFiles.replace(store.resolve(TABLE), why.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> table(Path store) throws IOException {
        return read(store.resolve(TABLE));
    }

    static void tableCopied(Path store) throws IOException {
        DurableFiles.rename(store.resolve(TABLE), store.resolve(COPIED));
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
