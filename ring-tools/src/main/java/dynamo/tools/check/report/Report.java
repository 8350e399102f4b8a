package dynamo.tools.check.report;

import dynamo.tools.check.Checker;
import dynamo.tools.check.History;
import dynamo.tools.check.HistoryException;
import dynamo.tools.check.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code report.html} and {@code report.json}. */
public final class Report {
    static final int VIOLATIONS_SHOWN = 50;

    private Report() {}

    /**
     * Reads and judges the history first.
     *
     * @param directory made where it is missing; reports in it are overwritten
     * @throws HistoryException when it is no history
     */
    public static void write(Path history, Path directory) throws IOException {
        History read = History.read(history);
        write(history, read, Checker.check(read), directory);
    }

    /** @param file that the history was read from */
    public static void write(Path file, History history, Verdict verdict, Path directory) throws IOException {
        Series series = Series.of(history);
        Files.createDirectories(directory);
        Files.write(directory.resolve("report.html"), bytes(new ReportPage(file, history, verdict, series).text()));
        Files.write(directory.resolve("report.json"), bytes(ReportDocument.of(history, verdict, series)));
    }

    /** Unlike {@code Files.writeString}, takes halves of surrogate pairs, as strings of a history may have them. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
