package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ring replace}. */
@Command(
        name = "replace",
        description = {
            "",
            "The new node takes over exactly what the old one owns, and nothing else moves. The new one was started with --join "
                    + "and waits. The old one may be dead: its data then comes from the other replicas."
        },
        footer = {"", "Example:", "  ring replace n3 --by n7 && ring plan"})
public final class ReplaceCommand extends ChangeCommand {

    @Option(names = "--by", required = true, paramLabel = "NODE", description = "the new node")
    private String by = "";

    @Override
    void describe(ObjectNode change) {
        change.put("change", "replace").put("by", name(by));
    }
}
