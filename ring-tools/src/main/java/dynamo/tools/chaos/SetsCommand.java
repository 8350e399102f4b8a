package dynamo.tools.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.client.CallOptions;
import dynamo.client.Resolver;
import dynamo.tools.command.RingCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Listing;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/chaos sets}, after what Kingsbury did to Riak (Call me maybe, 2013). */
@Command(
        name = "chaos-sets",
        description = {
            "",
            "Writers at different nodes add elements to one set, each by an update of the Java client, while a partition comes "
                    + "and goes; three times: siblings united, last writer wins, and last writer wins with homes only. Counts which "
                    + "of the elements whose update succeeded are there at the end. Called by scripts/chaos sets.",
            "",
            "Ends with 0 when uniting siblings lost nothing."
        },
        footer = {"", "Examples:", "  scripts/chaos sets", "  scripts/chaos sets --elements 500 -o json"})
public final class SetsCommand extends RingCommand {
    @Option(names = "--elements", paramLabel = "N", description = "of all writers together, 5 to 100000 (2000)")
    private int elements = 2000;

    @Option(names = "--rate", paramLabel = "R", description = "additions of all writers in a second (50)")
    private int rate = 50;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "for the cluster; must not be there (.dynamo/chaos-sets)")
    private @Nullable Path dir;

    /** A way to write, and what it is called. */
    private record Way(String name, Resolver<Set<String>> resolver, UnaryOperator<CallOptions> options) {}

    private static final ImmutableList<Way> WAYS = ImmutableList.of(
            new Way("siblings, united", Resolver.union(), options -> options),
            new Way("last writer wins", Resolver.lastWriterWins(), options -> options),
            new Way("last writer wins, homes only", Resolver.lastWriterWins(), CallOptions::strict));

    @Override
    public Integer call() {
        if (elements < SetExperiment.WRITERS || elements > 100_000 || rate < 1) {
            throw Failure.usage("--elements wants 5 to 100000, and --rate 1 or more", "");
        }
        Stage stage = Stage.of(surroundings(), Optional.ofNullable(dir), "chaos-sets");
        ImmutableMap<Way, SetExperiment.Result> results = results(stage);
        int exit = Objects.requireNonNull(results.get(WAYS.get(0))).lost() == 0 ? Exit.GOOD : Exit.DEGRADED;
        Listing listing = listing(results);
        print(new Sight(page().listing(listing).toString(), listing, document(results), "", exit));
        return exit;
    }

    private ImmutableMap<Way, SetExperiment.Result> results(Stage stage) {
        ImmutableMap.Builder<Way, SetExperiment.Result> results = ImmutableMap.builder();
        stage.up(SetExperiment.WRITERS);
        try {
            List<Stage.StageNode> nodes = stage.nodes();
            for (Way way : WAYS) {
                note(way.name + " ...");
                results.put(
                        way,
                        new SetExperiment(stage, nodes, way.resolver, way.options)
                                .run(way.name.replaceAll("[ ,]+", "-"), elements, rate));
            }
        } finally {
            stage.down();
        }
        return results.buildOrThrow();
    }

    private static Listing listing(ImmutableMap<Way, SetExperiment.Result> results) {
        Listing listing = new Listing()
                .words("WRITTEN BY", "way")
                .number("SUCCEEDED", "succeeded")
                .number("FAILED", "failed")
                .number("THERE", "there")
                .number("LOST", "lost")
                .number("LOST %", "lostPercent");
        results.forEach((way, result) -> listing.row(
                Cell.of(way.name),
                Cell.count(result.succeeded()),
                Cell.count(result.failed()),
                Cell.count(result.there()),
                Cell.count(result.lost()),
                Cell.of(String.format("%.1f", 100.0 * result.lost() / Math.max(1, result.succeeded())))));
        return listing;
    }

    private static String document(ImmutableMap<Way, SetExperiment.Result> results) {
        ArrayNode ways = JsonNodeFactory.instance.arrayNode();
        results.forEach((way, result) -> ways.addObject()
                .put("way", way.name)
                .put("succeeded", result.succeeded())
                .put("failed", result.failed())
                .put("there", result.there())
                .put("lost", result.lost()));
        return ways.toString();
    }
}
