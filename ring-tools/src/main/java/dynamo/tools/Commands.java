package dynamo.tools;

import com.google.common.collect.ImmutableList;
import dynamo.tools.bench.BenchCommand;
import dynamo.tools.bench.CompareCommand;
import dynamo.tools.change.CancelCommand;
import dynamo.tools.change.ClearCommand;
import dynamo.tools.change.CommitCommand;
import dynamo.tools.change.DownCommand;
import dynamo.tools.change.JoinCommand;
import dynamo.tools.change.LeaveCommand;
import dynamo.tools.change.PlanCommand;
import dynamo.tools.change.RemoveCommand;
import dynamo.tools.change.ReplaceCommand;
import dynamo.tools.change.WeightCommand;
import dynamo.tools.change.ZoneCommand;
import dynamo.tools.chaos.ChaosCommand;
import dynamo.tools.chaos.SetsCommand;
import dynamo.tools.check.report.CheckCommand;
import dynamo.tools.cluster.AaeCommand;
import dynamo.tools.cluster.BalanceCommand;
import dynamo.tools.cluster.HintsCommand;
import dynamo.tools.cluster.LocateCommand;
import dynamo.tools.cluster.MembersCommand;
import dynamo.tools.cluster.ShowCommand;
import dynamo.tools.cluster.StatusCommand;
import dynamo.tools.cluster.TransfersCommand;
import dynamo.tools.data.DeleteCommand;
import dynamo.tools.data.GetCommand;
import dynamo.tools.data.PutCommand;
import dynamo.tools.data.SiblingsCommand;
import dynamo.tools.doctor.DoctorCommand;
import dynamo.tools.forecast.ForecastCommand;
import dynamo.tools.packages.LoadCommand;
import dynamo.tools.packages.VerifyCommand;
import dynamo.tools.simulate.SimulateCommand;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * All commands, in the order of the help. Only those that a command line names are made: to look at the annotations of all
 * of them takes longer than most of them run.
 */
final class Commands {

    /** @param headline what it does, in a few words */
    record Entry(String group, String name, String headline, Supplier<Callable<Integer>> maker) {

        void addTo(CommandLine ring) {
            CommandLine command = new CommandLine(maker.get());
            if (!command.getCommandSpec().mixinStandardHelpOptions()) {
                command.getCommandSpec().mixinStandardHelpOptions(true);
            }
            command.getCommandSpec()
                    .usageMessage()
                    .header(headline + ".")
                    .abbreviateSynopsis(true)
                    .sortOptions(false);
            ring.addSubcommand(name, command);
        }
    }

    private static final String LOOK = "Look at a cluster";
    private static final String CHANGE = "Change it: stage, plan, commit";
    private static final String DATA = "Read and write";
    private static final String OFFLINE = "Without a cluster";
    private static final String MEASURE = "Measure";

    static final ImmutableList<Entry> ALL = ImmutableList.of(
            new Entry(LOOK, "status", "Is all well, who is a member, and what is to be done", StatusCommand::new),
            new Entry(LOOK, "members", "Members, and nodes that wait to be let in", MembersCommand::new),
            new Entry(LOOK, "show", "Draw the ring, here or as SVG", ShowCommand::new),
            new Entry(LOOK, "locate", "Where a key lies, and what each replica has of it", LocateCommand::new),
            new Entry(LOOK, "balance", "What each node has, beside its share", BalanceCommand::new),
            new Entry(LOOK, "transfers", "How far a handoff of partitions is", TransfersCommand::new),
            new Entry(LOOK, "hints", "Writes kept for nodes that are away", HintsCommand::new),
            new Entry(LOOK, "aae", "How replicas become alike (anti-entropy)", AaeCommand::new),
            new Entry(LOOK, "doctor", "Check everything, and say how to mend it", DoctorCommand::new),
            new Entry(CHANGE, "join", "Stage: let a node in", JoinCommand::new),
            new Entry(CHANGE, "leave", "Stage: a node hands over what it has, and goes", LeaveCommand::new),
            new Entry(CHANGE, "replace", "Stage: a node takes another's place", ReplaceCommand::new),
            new Entry(CHANGE, "remove", "Stage: give up a dead node", RemoveCommand::new),
            new Entry(CHANGE, "down", "Stage: do not wait for a dead node", DownCommand::new),
            new Entry(CHANGE, "weight", "Stage: a node's share of the data", WeightCommand::new),
            new Entry(CHANGE, "zone", "Stage: what a node fails together with", ZoneCommand::new),
            new Entry(CHANGE, "plan", "What the staged changes would do", PlanCommand::new),
            new Entry(CHANGE, "commit", "Do what a plan showed", CommitCommand::new),
            new Entry(CHANGE, "clear", "Forget what is staged", ClearCommand::new),
            new Entry(CHANGE, "cancel", "Stop a handoff, and go back to the old ring", CancelCommand::new),
            new Entry(DATA, "get", "Read a value", GetCommand::new),
            new Entry(DATA, "put", "Write a value", PutCommand::new),
            new Entry(DATA, "delete", "Delete a key", DeleteCommand::new),
            new Entry(DATA, "siblings", "Show concurrent values, and resolve them", SiblingsCommand::new),
            new Entry(OFFLINE, "forecast", "What a ring would be: balance, moves, zones", ForecastCommand::new),
            new Entry(OFFLINE, "simulate", "Run whole clusters in virtual time, under faults", SimulateCommand::new),
            new Entry(OFFLINE, "check", "Judge the history of a chaos run", CheckCommand::new),
            new Entry(OFFLINE, "completion", "Print a completion script for bash and zsh", CompletionCommand::new),
            new Entry(MEASURE, "bench", "Put load on a cluster and measure it", BenchCommand::new),
            new Entry(MEASURE, "chaos", "Hurt real nodes under load, and judge: scripts/chaos run", ChaosCommand::new),
            new Entry(MEASURE, "chaos-sets", "What merging keeps and last-writer-wins loses", SetsCommand::new),
            new Entry(MEASURE, "compare", "Count keys that differ between nodes", CompareCommand::new),
            new Entry(MEASURE, "load", "Write every package of a Debian index", LoadCommand::new),
            new Entry(MEASURE, "verify", "Read back what ring load wrote", VerifyCommand::new));

    private Commands() {}

    /** Those that may be meant; all where none is named, so that something like it can be found. */
    static ImmutableList<Entry> named(String... arguments) {
        Set<String> words = Set.copyOf(Arrays.stream(arguments).collect(Collectors.toSet()));
        ImmutableList<Entry> named =
                ALL.stream().filter(entry -> words.contains(entry.name)).collect(ImmutableList.toImmutableList());
        boolean isHelp = arguments.length == 0
                || words.contains("--help")
                || words.contains("-h")
                || words.contains("--version")
                || words.contains("-V");
        boolean isAllWanted = words.contains("completion") || named.isEmpty() && !isHelp;
        return isAllWanted ? ALL : named;
    }

    /** The list of commands in the help, by what they are for. */
    static String overview() {
        StringBuilder text = new StringBuilder();
        String group = "";
        for (Entry entry : ALL) {
            if (!entry.group.equals(group)) {
                group = entry.group;
                text.append('\n').append(group).append(":\n");
            }
            text.append(String.format("  %-12s%s%n", entry.name, entry.headline));
        }
        return text.toString();
    }
}
