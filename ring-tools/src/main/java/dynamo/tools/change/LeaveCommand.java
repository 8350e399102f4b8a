package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** {@code ring leave}. */
@Command(
        name = "leave",
        description = {
            "",
            "The node hands over all it has, and serves until that is done. For one that is dead: ring replace, or ring remove."
        },
        footer = {"", "Example:", "  ring leave n3 && ring plan"})
public final class LeaveCommand extends ChangeCommand {

    @Override
    void describe(ObjectNode change) {
        change.put("change", "leave");
    }
}
