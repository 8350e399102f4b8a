package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;
import dynamo.tools.Invocation;
import dynamo.tools.Output;
import dynamo.tools.http.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ring bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        header = "Put load on a cluster and measure it.",
        description = {
            "",
            "A closed loop keeps every connection busy and shows what the cluster can do. An open loop (--rate) starts "
                    + "operations when they are due, whatever the cluster does, and counts latencies from then.",
            "",
            "A request whose connection is lost, or that comes to a node which is just starting, is sent to another node under "
                    + "the same Request-Id, and is an error only if that fails too. What was shed (429) counts apart.",
            "",
            "An update is a PUT with the last context this client was given for the key, never a blind one; where it has "
                    + "none, or siblings stood beside what it wrote, it reads first and so resolves them.",
            ""
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class BenchCommand implements Callable<Integer> {

    private static final int INSERTS_MAX = 5_000_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--urls",
            split = ",",
            defaultValue = "http://127.0.0.1:8080",
            paramLabel = "URL",
            description = "data ports of the nodes (default: ${DEFAULT-VALUE})")
    private List<String> urls = List.of();

    @Option(
            names = "--workload",
            defaultValue = "A",
            paramLabel = "MIX",
            description =
                    "A: 50 %% get, 50 %% update; B: 95, 5; C: only get; D: 95 %% get, 5 %% insert; W: only update; or such as "
                            + "get=90,update=8,insert=2 (default: ${DEFAULT-VALUE})")
    private String mix = "A";

    @Option(
            names = "--distribution",
            defaultValue = "zipfian",
            paramLabel = "NAME",
            description = "uniform, zipfian, latest or sequential (default: ${DEFAULT-VALUE})")
    private KeyChooser.Kind distribution = KeyChooser.Kind.ZIPFIAN;

    @Option(names = "--keys", defaultValue = "100000", description = "how many keys (default: ${DEFAULT-VALUE})")
    private int keys;

    @Option(names = "--value-bytes", defaultValue = "1024", description = "default: ${DEFAULT-VALUE}")
    private int valueBytes;

    @Option(names = "--bucket", defaultValue = "bench", description = "default: ${DEFAULT-VALUE}")
    private String bucket = "bench";

    @Option(names = "--load", description = "first write every key that is not there")
    private boolean isLoad;

    @Option(names = "--connections", defaultValue = "64", description = "default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--threads", defaultValue = "1", description = "of this generator (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--rate", defaultValue = "0", description = "operations a second, in an open loop; 0: closed loop")
    private double rate;

    @Option(names = "--warmup", defaultValue = "10", description = "seconds (default: ${DEFAULT-VALUE})")
    private int warmupSeconds;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "measured; 0: only load (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--phase",
            paramLabel = "NAME=SECONDS[@RATE]",
            description =
                    "instead of --seconds, and repeatable: parts of the run with figures of their own, each at its own "
                            + "rate or at --rate; what begins is said on stderr")
    private List<String> phases = List.of();

    @Option(
            names = "--timeout",
            defaultValue = "10",
            description = "seconds for one operation, all its tries included (default: ${DEFAULT-VALUE})")
    private int timeoutSeconds;

    @Option(
            names = "--try-timeout",
            defaultValue = "2",
            description =
                    "seconds after which a node is given up, and the request sent to another (default: ${DEFAULT-VALUE})")
    private int tryTimeoutSeconds;

    @Option(names = "--query", defaultValue = "", description = "of every request, such as r=1 or w=all")
    private String query = "";

    @Option(names = "--seed", defaultValue = "1", description = "of the choice of operations and keys")
    private long seed;

    @Option(names = "--pids", split = ",", description = "processes of the nodes, for their CPU time and memory")
    private List<Long> pids = List.of();

    @Option(names = "--timeline", paramLabel = "FILE", description = "write a CSV line for every second into FILE")
    private @Nullable Path timeline;

    @Option(names = "-o", defaultValue = "table", description = "table or json (a line for each phase)")
    private Output output = Output.TABLE;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Plan plan = plan();
        PrintWriter out = commandLine().getOut();
        BenchRun run = new BenchRun(plan, new Processes(ImmutableList.copyOf(pids)));
        if (isLoad) {
            Optional<BenchRun.Outcome> loaded = run.load();
            if (loaded.isEmpty()) {
                commandLine().getErr().println("ring bench: the cluster does not take the keys");
                return 3;
            }
            print(out, new Report(plan, "load", loaded.get(), !pids.isEmpty()));
        }
        if (seconds == 0 && phases.isEmpty()) {
            return 0;
        }
        ImmutableList<BenchRun.Outcome> outcomes = run.measure(this::announce);
        print(out, plan, outcomes);
        if (timeline != null) {
            Files.writeString(timeline, Timeline.csv(plan.phases(), outcomes));
        }
        return outcomes.stream().allMatch(outcome -> outcome.tally().isClean()) ? 0 : 1;
    }

    private void announce(Phase phase) {
        if (!phases.isEmpty()) {
            commandLine().getErr().println("phase " + phase.name());
            commandLine().getErr().flush();
        }
    }

    private void print(PrintWriter out, Plan plan, ImmutableList<BenchRun.Outcome> outcomes) {
        if (outcomes.size() > 1 && output == Output.TABLE) {
            out.println(PhaseTable.of(plan, outcomes, !pids.isEmpty()));
            out.flush();
            return;
        }
        for (int i = 0; i < outcomes.size(); i++) {
            print(out, new Report(plan, plan.phases().get(i).name(), outcomes.get(i), !pids.isEmpty()));
        }
    }

    private void print(PrintWriter out, Report report) {
        out.println(output == Output.JSON ? report.json().toString() : report.table());
        out.flush();
    }

    private Plan plan() {
        try {
            check(keys > 0 && keys <= 50_000_000, "--keys wants 1 to 50000000");
            check(valueBytes > 0 && valueBytes <= 8 << 20, "--value-bytes wants 1 to 8388608");
            check(threads > 0 && threads <= 64, "--threads wants 1 to 64");
            check(connections >= threads && connections <= 10_000, "--connections wants " + threads + " to 10000");
            check(rate >= 0 && rate <= 1_000_000, "--rate wants 0 to 1000000");
            check(warmupSeconds >= 0 && seconds >= 0 && seconds <= 86_400, "--seconds wants 0 to 86400");
            check(timeoutSeconds > 0, "--timeout wants at least 1");
            check(tryTimeoutSeconds > 0, "--try-timeout wants at least 1");
            Mix parsed = Mix.parse(mix);
            int keysMax = parsed.inserts() > 0 ? keys + INSERTS_MAX : keys;
            return new Plan(
                    urls.stream().map(Endpoint::parse).collect(ImmutableList.toImmutableList()),
                    bucket,
                    parsed,
                    distribution,
                    keys,
                    keysMax,
                    valueBytes,
                    connections,
                    threads,
                    Duration.ofSeconds(warmupSeconds),
                    parsedPhases(),
                    Duration.ofSeconds(timeoutSeconds),
                    Duration.ofSeconds(tryTimeoutSeconds),
                    query,
                    seed);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private ImmutableList<Phase> parsedPhases() {
        if (phases.isEmpty()) {
            return ImmutableList.of(new Phase("measured", Duration.ofSeconds(Math.max(1, seconds)), rate));
        }
        ImmutableList<Phase> parsed =
                phases.stream().map(text -> Phase.parse(text, rate)).collect(ImmutableList.toImmutableList());
        boolean isOpen = parsed.get(0).rate() > 0;
        check(parsed.stream().allMatch(phase -> phase.rate() > 0 == isOpen), "phases have a rate all, or none of them");
        return parsed;
    }

    private static void check(boolean isRight, String otherwise) {
        if (!isRight) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private CommandLine commandLine() {
        return Invocation.of(spec);
    }
}
