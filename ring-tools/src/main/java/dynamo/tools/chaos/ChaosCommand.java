package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.tools.check.report.CheckCommand;
import dynamo.tools.command.RingCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/chaos run}, which calls it: the script knows how to hurt a node. */
@Command(
        name = "chaos",
        description = {
            "",
            "Runs clients on real nodes that are hurt as a seed decides, then heals all, waits until the replicas agree or will "
                    + "not, and judges by what the clients were told whether the store kept its promises. A node that ends by "
                    + "itself breaks one too. The same seed hurts the same nodes at the same times. Called by scripts/chaos run.",
            "",
            "Writes history.jsonl and a report into the directory --out. Ends with 0 when the history is valid, and with 1 when "
                    + "it is not, or cannot be decided."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/chaos run --time 60s --nemesis kill,partition",
            "  scripts/chaos run --time 600s --nemesis all --workload mixed --seed 7 --out report"
        })
public final class ChaosCommand extends RingCommand {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(s|m|h)?");
    /** A checker takes a million calls, and a turn is two at most, and something. */
    private static final int TURNS_MAX = 400_000;

    private static final String COMMON = "kill,pause,partition";

    @Option(names = "--time", paramLabel = "TIME", description = "how long faults are made, such as 120s or 10m (120s)")
    private String time = "120s";

    @Option(names = "--seed", paramLabel = "S", description = "what is done, to whom and when (drawn, and printed)")
    private @Nullable Long seed;

    @Option(
            names = "--nemesis",
            paramLabel = "FAULTS",
            description =
                    "some of kill, pause, partition, one-way, clock, disk-full, slow-disk, wipe, power-cut and join-leave, "
                            + "with commas between; all or none (" + COMMON + ")")
    private String nemesis = COMMON;

    @Option(
            names = "--workload",
            paramLabel = "KIND",
            description = "set, register, delete, counter-by-merge, append or mixed (mixed)")
    private String workload = "mixed";

    @Option(names = "--nodes", paramLabel = "N", description = "3 to 9 (5)")
    private int nodes = 5;

    @Option(names = "--clients", paramLabel = "N", description = "1 to 64 (8)")
    private int clients = 8;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "turns of all clients together in a second, 1 to 10000 (100)")
    private int rate = 100;

    @Option(names = "--out", paramLabel = "DIR", description = "for history and report (.dynamo/chaos-runs/SEED)")
    private @Nullable Path out;

    @Option(names = "--dir", paramLabel = "DIR", description = "for the cluster; must not be there (.dynamo/chaos-run)")
    private @Nullable Path dir;

    @Option(names = "--keep", description = "leave the cluster running")
    private boolean isKept;

    @Override
    public Integer call() throws IOException {
        Stage stage = Stage.of(surroundings(), Optional.ofNullable(dir), "chaos-run");
        ChaosPlan plan = plan();
        Path directory = Optional.ofNullable(out).orElse(stage.home().resolve("chaos-runs/" + plan.seed()));
        Path history = directory.resolve("history.jsonl");
        if (Files.exists(history)) {
            throw Failure.usage(history + " is there already", "name another directory with --out");
        }
        Files.createDirectories(directory);
        new ChaosRun(plan, stage, surroundings(), isKept).run(history);
        Sight sight = CheckCommand.sight(history, Optional.of(directory), page(), paint());
        print(sight);
        note("see " + directory.resolve("report.html") + "; the history is " + history);
        return sight.exit();
    }

    private ChaosPlan plan() {
        check(nodes >= 3 && nodes <= 9, "--nodes wants 3 to 9");
        check(clients >= 1 && clients <= 64, "--clients wants 1 to 64");
        check(rate >= 1 && rate <= 10_000, "--rate wants 1 to 10000");
        Matcher length = TIME.matcher(time);
        check(length.matches(), "--time wants a time such as 120s or 10m");
        long unit = ImmutableMap.of("s", 1L, "m", 60L, "h", 3600L)
                .getOrDefault(Optional.ofNullable(length.group(2)).orElse("s"), 1L);
        Duration whole = Duration.ofSeconds(Long.parseLong(length.group(1)) * unit);
        check(whole.toSeconds() >= 10, "--time wants 10 seconds or more");
        check(whole.toSeconds() * rate <= TURNS_MAX, "--time by --rate wants at most " + TURNS_MAX + " turns");
        try {
            ImmutableList<Kind> kinds = Kind.parse(workload);
            long drawn = seed == null ? new SplittableRandom().nextInt(1, 1_000_000) : seed;
            return new ChaosPlan(drawn, whole, nodes, clients, rate, workload, kinds, Fault.parse(nemesis));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "");
        }
    }

    private static void check(boolean isSo, String what) {
        if (!isSo) {
            throw Failure.usage(what, "");
        }
    }
}
