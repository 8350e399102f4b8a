package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.tools.console.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ring zone}. */
@Command(
        name = "zone",
        description = {
            "",
            "A zone is what fails together, such as a rack or a data hall. The homes of a partition are in as many zones as "
                    + "there are."
        },
        footer = {"", "Example:", "  ring zone n3 rack-b && ring plan"})
public final class ZoneCommand extends ChangeCommand {

    @Parameters(index = "1", paramLabel = "ZONE", description = "1 to 64 of A-Z a-z 0-9 _ . -")
    private String zone = "";

    @Override
    void describe(ObjectNode change) {
        change.put("change", "zone").put("zone", checked(zone));
    }

    static String checked(String zone) {
        if (!zone.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw Failure.usage("a zone is 1 to 64 of A-Z a-z 0-9 _ . -", "");
        }
        return zone;
    }
}
