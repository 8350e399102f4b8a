package dynamo.tools.check;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a history line by line; holds one line, and each id once. The first line is a run, nothing follows the end, and
 * there is one of each. A crash may have cut the last line: such a rest without a line end is left out, unless it is whole.
 *
 * <p>Errors: {@link HistoryException} with the number of the line.
 */
final class HistoryReader implements Closeable {
    static final int LINE_BYTES_MAX = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final LineParser parser = new LineParser();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private long number;
    private boolean isEnded;

    HistoryReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    static HistoryReader open(Path file) throws IOException {
        return new HistoryReader(Files.newInputStream(file));
    }

    /** Empty at the end of the file. */
    Optional<Line> next() throws IOException {
        boolean isWhole = readText();
        if (text.size() == 0 && !isWhole) {
            if (number == 1) {
                throw fault("an empty file is no history");
            }
            return Optional.empty();
        }
        Line line;
        try {
            line = parser.parse(text.toByteArray());
        } catch (HistoryException e) {
            if (!isWhole && number > 1) {
                return Optional.empty();
            }
            throw fault(String.valueOf(e.getMessage()));
        }
        checkPlace(line);
        return Optional.of(line);
    }

    /** Of the line that was read last; 1 for the first. */
    long number() {
        return number;
    }

    /** An error in the line that was read last. */
    HistoryException fault(String what) {
        return new HistoryException(number, what);
    }

    private void checkPlace(Line line) {
        boolean isRun = line instanceof Line.Run;
        if (isRun != (number == 1)) {
            throw fault(isRun ? "a second line of type \"run\"" : "a history begins with a line of type \"run\"");
        }
        if (isEnded) {
            throw fault("nothing may follow the line of type \"end\"");
        }
        isEnded = line instanceof Line.End;
    }

    /** @return whether it has its line end */
    private boolean readText() throws IOException {
        number++;
        text.reset();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return false;
            }
            if (text.size() == LINE_BYTES_MAX) {
                throw fault("longer than " + LINE_BYTES_MAX + " bytes");
            }
            text.write(next);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
