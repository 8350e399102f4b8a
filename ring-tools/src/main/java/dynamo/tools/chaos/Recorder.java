package dynamo.tools.chaos;

import dynamo.tools.check.HistoryWriter;
import dynamo.tools.check.Line;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The history of a run, and its clock. Threading: any. */
final class Recorder {
    private final HistoryWriter history;
    private final long began = System.nanoTime();

    Recorder(HistoryWriter history) {
        this.history = history;
    }

    /** Nanoseconds since the run began. */
    long now() {
        return System.nanoTime() - began;
    }

    void write(Line line) {
        try {
            history.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be written", e);
        }
    }
}
