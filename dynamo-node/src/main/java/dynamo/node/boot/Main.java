package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code java -jar dynamo-node.jar}: reads the configuration and starts a node with it. */
public final class Main {

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    Main(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        Optional<Exit> exit = new Main(System.getenv(), System.out, System.err).run(args);
        exit.ifPresent(ended -> System.exit(ended.code()));
    }

    /** Empty when a node runs now and decides itself when to end. */
    Optional<Exit> run(String... args) {
        Flags flags = new Flags();
        CommandLine command = new CommandLine(flags);
        try {
            command.parseArgs(args);
        } catch (ParameterException e) {
            err.println("dynamo-node: " + e.getLocalizedMessage() + hint(e));
            return Optional.of(Exit.USAGE);
        }
        if (flags.isHelp()) {
            help(command);
            return Optional.of(Exit.OK);
        }
        if (flags.isVersion()) {
            out.println("dynamo-node " + version());
            return Optional.of(Exit.OK);
        }
        try {
            return configured(flags);
        } catch (ConfigException e) {
            e.faults().forEach(fault -> err.println("dynamo-node: " + fault));
            return Optional.of(Exit.CONFIG);
        }
    }

    private Optional<Exit> configured(Flags flags) throws ConfigException {
        Settings settings = settings(flags);
        BootConfig config = BootConfig.of(settings);
        if (flags.isPrint()) {
            out.print(settings.toYaml());
            return Optional.of(Exit.OK);
        }
        if (flags.isCheck()) {
            out.println("the configuration is good");
            return Optional.of(Exit.OK);
        }
        throw new IllegalStateException("no node yet for " + config + flags.portsFile());
    }

    private Settings settings(Flags flags) throws ConfigException {
        ImmutableList.Builder<Raw> inOrder = ImmutableList.builder();
        Optional<Path> file = flags.configFile(environment);
        if (file.isPresent()) {
            inOrder.addAll(ConfigFile.read(file.get()));
        }
        inOrder.addAll(Environment.read(environment));
        inOrder.addAll(flags.settings());
        return Settings.of(inOrder.build());
    }

    private static String hint(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            ImmutableList<String> known = ImmutableList.copyOf(
                    e.getCommandLine().getCommandSpec().optionsMap().keySet());
            return Suggestion.of(unmatched.getUnmatched().get(0), known) + " (--help lists all)";
        }
        return " (--help lists all)";
    }

    private void help(CommandLine command) {
        command.usage(out);
        out.println();
        out.println("Settings, each also as an environment variable (node.id is DYNAMO_NODE_ID):");
        for (Setting<?> setting : Catalogue.ALL) {
            String byDefault = setting.byDefault().isEmpty() ? "not set" : setting.byDefault();
            out.printf("  %-20s %s%n", setting.key(), setting.help());
            out.printf("  %-20s %s [%s]%n", "", setting.form(), byDefault);
        }
        out.println();
        out.println("It ends with 0 when asked to stop, 64 for wrong flags, 69 when a port is taken, 74 when the disk");
        out.println("fails, 78 when the configuration cannot be used, and 70 for a fault in the program.");
    }

    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("unreleased");
    }
}
