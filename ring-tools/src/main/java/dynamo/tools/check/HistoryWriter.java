package dynamo.tools.check;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a history. Each line is handed to the operating system before {@code write} returns, so that a process that dies
 * leaves every line it was done with, and at most a part of one more; a machine that dies may lose the last seconds. Nothing
 * is queued: whoever is faster than the disk waits.
 *
 * <p>Errors: {@link HistoryException} for a line that is too long, of which nothing is written. After an {@link IOException} the
 * file may end in half a line, and every further write fails too.
 *
 * <p>Threading: any thread.
 */
public final class HistoryWriter implements Closeable {
    private final OutputStream out;
    private boolean isBroken;

    /** Writes a file that must not exist yet: a history is not overwritten. */
    public HistoryWriter(Path file) throws IOException {
        this(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** @param out without a buffer of its own */
    HistoryWriter(OutputStream out) {
        this.out = out;
    }

    public void write(Line line) throws IOException {
        byte[] text = LineEncoder.encode(line);
        if (text.length - 1 > HistoryReader.LINE_BYTES_MAX) {
            throw new HistoryException("a line of " + text.length + " bytes, and at most "
                    + HistoryReader.LINE_BYTES_MAX + " are allowed");
        }
        append(text);
    }

    private synchronized void append(byte[] text) throws IOException {
        if (isBroken) {
            throw new IOException("an earlier line could not be written");
        }
        isBroken = true;
        out.write(text);
        isBroken = false;
    }

    @Override
    public synchronized void close() throws IOException {
        isBroken = true;
        out.close();
    }
}
