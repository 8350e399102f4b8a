package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.ring.Member;
import dynamo.tools.console.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ring weight}. */
@Command(
        name = "weight",
        description = {"", "A node of weight 2 gets twice the data of one of weight 1, as far as zones permit."},
        footer = {"", "Example:", "  ring weight n3 2 && ring plan"})
public final class WeightCommand extends ChangeCommand {

    @Parameters(index = "1", paramLabel = "W", description = "0.01 to 100; 1 is usual")
    private double weight;

    @Override
    void describe(ObjectNode change) {
        change.put("change", "weight").put("weight", checked(weight));
    }

    static double checked(double weight) {
        if (!(weight >= Member.WEIGHT_MIN && weight <= Member.WEIGHT_MAX)) {
            throw Failure.usage("a weight is a number from 0.01 to 100, not " + weight, "1 is usual");
        }
        return weight;
    }
}
