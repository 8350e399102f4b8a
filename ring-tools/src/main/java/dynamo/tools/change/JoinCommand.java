package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ring join}. */
@Command(
        name = "join",
        description = {
            "",
            "For a node that was started with --join and waits: ring members shows it. Its zone and weight are those of its "
                    + "configuration, unless told otherwise here."
        },
        footer = {"", "Example:", "  ring join n4 && ring plan"})
public final class JoinCommand extends ChangeCommand {

    @Option(names = "--weight", paramLabel = "W", description = "its share of the data, beside those of the others")
    private @Nullable Double weight;

    @Option(names = "--zone", paramLabel = "ZONE", description = "what it fails together with")
    private @Nullable String zone;

    @Override
    void describe(ObjectNode change) {
        change.put("change", "join");
        if (weight != null) {
            change.put("weight", WeightCommand.checked(weight));
        }
        if (zone != null) {
            change.put("zone", ZoneCommand.checked(zone));
        }
    }
}
