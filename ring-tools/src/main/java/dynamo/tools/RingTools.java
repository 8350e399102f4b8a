package dynamo.tools;

import dynamo.tools.bench.BenchCommand;
import dynamo.tools.bench.CompareCommand;
import dynamo.tools.packages.LoadCommand;
import dynamo.tools.packages.VerifyCommand;
import dynamo.tools.simulate.SimulateCommand;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code ring} command. Its exit codes: 0 good, 1 a check failed, 2 wrong usage, 3 not reachable, 4 refused. */
@Command(
        name = "ring",
        mixinStandardHelpOptions = true,
        header = "Looks at a cluster, measures it, and changes it.",
        description = "",
        subcommands = {
            BenchCommand.class,
            CompareCommand.class,
            LoadCommand.class,
            VerifyCommand.class,
            SimulateCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = RingTools.Version.class,
        usageHelpAutoWidth = true,
        footer = {"", "Exit codes: 0 good, 1 a check failed, 2 wrong usage, 3 not reachable, 4 refused."})
public final class RingTools {

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RingTools())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("ring: " + failure.getMessage());
                    return 3;
                });
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = RingTools.class.getPackage().getImplementationVersion();
            return new String[] {"ring " + Optional.ofNullable(version).orElse("unreleased")};
        }
    }
}
