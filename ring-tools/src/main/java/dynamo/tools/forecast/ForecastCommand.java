package dynamo.tools.forecast;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Member;
import dynamo.ring.Ring;
import dynamo.tools.cluster.LoadListing;
import dynamo.tools.command.RingCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Format;
import dynamo.tools.draw.Pictures;
import dynamo.tools.draw.SvgFile;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ring forecast}. */
@Command(
        name = "forecast",
        description = {
            "",
            "Claims a ring of made-up nodes, as a cluster would, and shows what comes of it: balance, whether homes are in "
                    + "different zones, what is left when a zone or two nodes fail; and with --add or --remove what moves, beside "
                    + "the least that could. Needs no cluster.",
            "",
            "Ends with 1 when a node is more than 5 %% off its share or zones are not kept apart, with 4 when no such ring exists."
        },
        footer = {
            "",
            "Examples:",
            "  ring forecast --nodes 5 --zones a,b,c --add 1",
            "  ring forecast --nodes 12 --zones a=6,b=3,c=3 --weights 2,1",
            "  ring forecast --nodes 200 --partitions 4096 --remove 3 -o json"
        })
public final class ForecastCommand extends RingCommand {
    private static final int NODES_MAX = 1000;

    @Option(names = "--nodes", required = true, paramLabel = "COUNT", description = "1 to 1000")
    private int nodes;

    @Option(names = "--partitions", paramLabel = "Q", description = "a power of two, 8 to 65536 (256)")
    private int partitions = 256;

    @Option(names = "--n", paramLabel = "N", description = "copies of each value (3)")
    private int n = 3;

    @Option(
            names = "--zones",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "ZONE[=COUNT],...",
            description = "zones that take turns, or with how many nodes each (all nodes in one)")
    private List<String> zones = List.of();

    @Option(
            names = "--weights",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "W,...",
            description = "of the nodes in order; the last holds for all others (1)")
    private List<Double> weights = List.of();

    @Option(names = "--add", paramLabel = "COUNT", description = "then so many nodes join")
    private int added;

    @Option(names = "--remove", paramLabel = "COUNT", description = "then so many nodes leave, the last ones")
    private int removed;

    @Option(names = "--svg", paramLabel = "FILE", description = "draw the ring instead; - is the standard output")
    private @Nullable String svg;

    @Override
    public Integer call() {
        Forecast forecast = forecast();
        int exit = forecast.last().isGood() ? Exit.GOOD : Exit.DEGRADED;
        if (svg != null) {
            out().print(SvgFile.write(
                    svg, Pictures.of("a forecast", forecast.last().ring())));
            out().flush();
            return exit;
        }
        String text = settings().format() == Format.JSON
                ? ForecastDocument.of(forecast)
                : new ForecastPage(page(), paint()).of(forecast).toString();
        print(new Sight(text, LoadListing.of(forecast.last().balance(), paint()), text, "", exit));
        return exit;
    }

    private Forecast forecast() {
        check(nodes >= 1 && nodes <= NODES_MAX, "--nodes wants 1 to " + NODES_MAX);
        check(
                partitions >= Ring.PARTITIONS_MIN
                        && partitions <= Ring.PARTITIONS_MAX
                        && Integer.bitCount(partitions) == 1,
                "--partitions wants a power of two from " + Ring.PARTITIONS_MIN + " to " + Ring.PARTITIONS_MAX);
        check(n >= 1 && n <= Ring.N_MAX, "--n wants 1 to " + Ring.N_MAX);
        check(added >= 0 && nodes + added <= NODES_MAX, "--add wants 0 to " + (NODES_MAX - nodes));
        check(removed >= 0 && removed < nodes, "--remove wants less than --nodes");
        check(
                weights.stream().allMatch(weight -> weight >= Member.WEIGHT_MIN && weight <= Member.WEIGHT_MAX),
                "--weights wants numbers from 0.01 to 100");
        Nodes maker = new Nodes(zones, weights, nodes + added);
        ImmutableList<Member> first = maker.make(nodes);
        Forecast forecast = Forecast.of(first, partitions, n);
        if (added + removed == 0) {
            return forecast;
        }
        ImmutableList<Member> all = maker.make(added);
        return forecast.after(all.subList(nodes, all.size()), removed);
    }

    private static void check(boolean isRight, String otherwise) {
        if (!isRight) {
            throw Failure.usage(otherwise, "");
        }
    }
}
