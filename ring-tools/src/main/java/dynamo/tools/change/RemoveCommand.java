package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** {@code ring remove}. */
@Command(
        name = "remove",
        description = {
            "",
            "For a node that is dead and does not come back: others become homes in its place, and are filled from the replicas "
                    + "that live. What only it had is lost. A node that lives should leave instead: ring leave.",
            "",
            "Asks before it stages the change: type the node's name, or give --yes."
        },
        footer = {"", "Example:", "  ring remove n3 && ring plan"})
public final class RemoveCommand extends ChangeCommand {

    @Override
    void describe(ObjectNode change) {
        change.put("change", "remove");
    }

    @Override
    String warning() {
        return "Removing " + node()
                + ": what nobody but it has is lost. If it lives, or may come back, use ring leave.";
    }
}
