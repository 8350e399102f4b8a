package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** {@code ring down}. */
@Command(
        name = "down",
        description = {
            "",
            "Says that a dead node need not be waited for, so that a plan can be committed and a handoff end without it. It "
                    + "owns what it owned, and is a full member again when it is back.",
            "",
            "Asks before it stages the change: type the node's name, or give --yes."
        },
        footer = {"", "Example:", "  ring down n3 && ring plan"})
public final class DownCommand extends ChangeCommand {

    @Override
    void describe(ObjectNode change) {
        change.put("change", "down");
    }

    @Override
    String warning() {
        return "Marking " + node() + " as down: nobody waits for what it has and others lack. Be sure that it is dead.";
    }
}
