package dynamo.node.io.disk;

import dynamo.node.io.disk.DataDirectoryException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a data directory to one process. The kernel ends the lock with the process, so a crash leaves none behind; the
 * file holds the owner's process id, for people.
 */
final class DirectoryLock implements AutoCloseable {
    private static final int PID_BYTES_MAX = 32;

    /**
     * Locked by this process. The kernel lets one process lock a file twice, and drops both locks when it closes either.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel file;

    private DirectoryLock(Path directory, FileChannel file) {
        this.directory = directory;
        this.file = file;
    }

    static DirectoryLock take(Path directory) throws IOException, DataDirectoryException {
        Path real = directory.toRealPath();
        if (!OURS.add(real)) {
            throw new DataDirectoryException(Reason.LOCKED, real + " is in use by this very process");
        }
        try {
            return take(real, DurableFiles.openOrCreate(real.resolve("LOCK")));
        } catch (IOException | DataDirectoryException e) {
            OURS.remove(real);
            throw e;
        }
    }

    private static DirectoryLock take(Path real, FileChannel file) throws IOException, DataDirectoryException {
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw new DataDirectoryException(Reason.LOCKED, real + " is in use by process " + owner(file));
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new DirectoryLock(real, file);
        } catch (IOException | DataDirectoryException e) {
            file.close();
            throw e;
        }
    }

    private static String owner(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(PID_BYTES_MAX);
        file.read(content, 0);
        String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("\\d+") ? text : "(unknown)";
    }

    @Override
    public void close() throws IOException {
        file.close();
        OURS.remove(directory);
    }
}
