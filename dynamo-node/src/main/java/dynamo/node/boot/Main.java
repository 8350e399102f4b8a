package dynamo.node.boot;

import com.google.common.collect.ImmutableList;
import dynamo.node.boot.Catalogue.StorageKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
        new Main(System.getenv(), System.out, System.err).run(args).ifPresent(System::exit);
    }

    /** The exit code; empty when a node runs now, and ends by itself or when asked to. */
    OptionalInt run(String... args) {
        Flags flags = new Flags();
        CommandLine command = new CommandLine(flags);
        try {
            command.parseArgs(args);
        } catch (ParameterException e) {
            err.println("dynamo-node: " + e.getLocalizedMessage() + hint(e));
            return OptionalInt.of(Exit.USAGE.code());
        }
        if (flags.isHelp()) {
            help(command);
            return OptionalInt.of(Exit.OK.code());
        }
        if (flags.isVersion()) {
            out.println("dynamo-node " + version());
            return OptionalInt.of(Exit.OK.code());
        }
        try {
            return configured(flags);
        } catch (ConfigException e) {
            e.faults().forEach(fault -> err.println("dynamo-node: " + fault));
            return OptionalInt.of(Exit.CONFIG.code());
        }
    }

    private OptionalInt configured(Flags flags) throws ConfigException {
        Settings settings = settings(flags);
        BootConfig config = BootConfig.of(settings);
        if (flags.isPrint()) {
            out.print(settings.toYaml());
            return OptionalInt.of(Exit.OK.code());
        }
        if (flags.isCheck()) {
            out.println("the configuration is good");
            return OptionalInt.of(Exit.OK.code());
        }
        return start(config, flags.portsFile());
    }

    private OptionalInt start(BootConfig config, Optional<Path> portsFile) {
        Logging.set(config.logLevel());
        RunningNode node;
        try {
            node = RunningNode.start(
                    config, new Ending(err, Runtime.getRuntime()::halt, () -> System.exit(Exit.OK.code())));
        } catch (StartException e) {
            err.println("dynamo-node: " + e.getMessage());
            return OptionalInt.of(e.exitCode());
        }
        try {
            if (portsFile.isPresent()) {
                node.listening().writeTo(portsFile.get());
            }
        } catch (IOException e) {
            node.close();
            err.println("dynamo-node: cannot write " + portsFile.orElseThrow() + ": " + e.getMessage());
            return OptionalInt.of(Exit.UNAVAILABLE.code());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
        greet(config, node);
        return OptionalInt.empty();
    }

    /** Runs while the JVM shuts down, when its exit code is chosen already; halting is the way to say 0 after SIGTERM. */
    private static void stop(RunningNode node) {
        node.close();
        Runtime.getRuntime().halt(Exit.OK.code());
    }

    private void greet(BootConfig config, RunningNode node) {
        Listening listening = node.listening();
        out.println("node " + config.node() + " of cluster " + node.clusterId() + ": clients at http://"
                + listening.data() + ", operators at http://" + listening.admin() + ", peers at " + listening.peer());
        if (config.storage() == StorageKind.MEMORY) {
            out.println("in memory only: everything is gone when it stops");
        }
        out.println("try: curl -i -X PUT -d hello http://" + listening.data() + "/v1/kv/greetings/world");
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
        out.println(
                "It ends with 0 when asked to stop, 64 for wrong flags, 69 when a port is taken or the cluster to join");
        out.println(
                "does not answer, 74 when the disk fails, 75 when another process uses the data directory, 78 when the");
        out.println(
                "configuration cannot be used, the cluster to join refuses it or the directory is another node's, and 70");
        out.println("for a fault in the program.");
    }

    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("unreleased");
    }
}
