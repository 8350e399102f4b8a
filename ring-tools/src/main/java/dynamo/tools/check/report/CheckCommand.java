package dynamo.tools.check.report;

import dynamo.tools.check.Checker;
import dynamo.tools.check.History;
import dynamo.tools.check.HistoryException;
import dynamo.tools.check.Verdict;
import dynamo.tools.command.RingCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Page;
import dynamo.tools.console.Paint;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ring check}. */
@Command(
        name = "check",
        description = {
            "",
            "Judges the history of a chaos run (JSON lines) by causality alone: acknowledged writes lost, false siblings, "
                    + "deletes that came undone, values nobody wrote, broken sessions, replicas that differ; and nodes that ended by "
                    + "themselves. Needs no cluster.",
            "",
            "Ends with 0 when the history is valid, with 1 when it is invalid or undecided, and with 2, and the number of the "
                    + "line, when it is no history."
        },
        footer = {
            "",
            "Examples:",
            "  ring check history.jsonl",
            "  ring check history.jsonl -o json",
            "  ring check history.jsonl --report report"
        })
public final class CheckCommand extends RingCommand {
    private static final int VIOLATIONS_SHOWN = 20;

    @Parameters(paramLabel = "FILE", description = "a history")
    private Path file = Path.of("history.jsonl");

    @Option(names = "--report", paramLabel = "DIR", description = "write report.html and report.json there too")
    private @Nullable Path report;

    @Override
    public Integer call() {
        Sight sight = sight(file, Optional.ofNullable(report), page(), paint());
        if (report != null) {
            note("wrote " + report.resolve("report.html"));
        }
        print(sight);
        return sight.exit();
    }

    /**
     * The verdict over a history.
     *
     * @param report where report.html and report.json are to be written
     */
    public static Sight sight(Path file, Optional<Path> report, Page page, Paint paint) {
        History history = history(file);
        Verdict verdict = Checker.check(history);
        report.ifPresent(directory -> write(file, history, verdict, directory));
        return new Sight(
                new VerdictPage(page, paint)
                        .of(verdict, history.run(), VIOLATIONS_SHOWN)
                        .toString(),
                VerdictPage.rows(verdict, VIOLATIONS_SHOWN),
                VerdictDocument.of(verdict, history.run(), VIOLATIONS_SHOWN),
                VerdictPage.headline(verdict),
                verdict.word() == Verdict.Word.VALID ? Exit.GOOD : Exit.DEGRADED);
    }

    private static void write(Path file, History history, Verdict verdict, Path directory) {
        try {
            Report.write(file, history, verdict, directory);
        } catch (IOException e) {
            throw Failure.usage(
                    "cannot write a report to " + directory + " (" + e.getMessage() + ")", "name another directory");
        }
    }

    private static History history(Path file) {
        try {
            return History.read(file);
        } catch (HistoryException e) {
            throw Failure.usage(file + ": " + e.getMessage(), "");
        } catch (NoSuchFileException e) {
            throw Failure.usage(file + ": there is no such file", "");
        } catch (IOException e) {
            throw Failure.usage(file + ": cannot be read: " + e.getMessage(), "");
        }
    }
}
