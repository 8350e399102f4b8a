package dynamo.tools;

import dynamo.tools.command.RingRoot;
import dynamo.tools.command.Surroundings;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code ring} command. Its exit codes: 0 good, 1 a check failed, 2 wrong usage, 3 not reachable, 4 refused. */
public final class RingTools {
    private static final int SUGGESTIONS_MAX = 2;

    private RingTools() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    /** @return the exit code */
    public static int run(Surroundings surroundings, String... arguments) {
        int exit = commandLine(surroundings, arguments).execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return exit;
    }

    static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        CommandLine ring = new CommandLine(new RingRoot(surroundings));
        Commands.named(arguments).forEach(command -> command.addTo(ring));
        ring.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setParameterExceptionHandler(RingTools::misused)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(command, failure));
        ring.getHelpSectionMap()
                .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> Commands.overview());
        return ring;
    }

    /** One line: what is wrong, what may have been meant, and where to look it up. */
    private static int misused(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String what = oneLine(String.valueOf(wrong.getMessage()));
        String hint = "";
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            boolean isCommand = command.getParent() == null && !first.startsWith("-");
            what = isCommand ? "there is no command " + first : what;
            hint = unmatched.getSuggestions().stream()
                    .limit(SUGGESTIONS_MAX)
                    .collect(Collectors.collectingAndThen(
                            Collectors.joining(" or "),
                            meant -> meant.isEmpty() ? "" : "; did you mean " + meant + "?"));
        }
        say(command, what + hint + " (" + name + " --help)");
        return Exit.USAGE;
    }

    private static int failed(CommandLine command, Exception failure) {
        if (failure instanceof Failure known) {
            say(command, known.text());
            return known.exit();
        }
        String why = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        say(command, oneLine(why));
        return Exit.UNREACHABLE;
    }

    private static void say(CommandLine command, String line) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + line);
        err.flush();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
