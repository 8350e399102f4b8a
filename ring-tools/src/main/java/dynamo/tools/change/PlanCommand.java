package dynamo.tools.change;

import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.PlanView;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Quantity;
import picocli.CommandLine.Command;

/** {@code ring plan}. */
@Command(
        name = "plan",
        description = {
            "",
            "What the staged changes would do together: what each node owns and stores before and after, what moves, and "
                    + "whether the homes of every partition stay in different zones. Nothing happens before ring commit.",
            "",
            "Ends with 4 when no ring can be made of the changes, and says why."
        },
        footer = {"", "Example:", "  ring join n4 && ring plan"})
public final class PlanCommand extends LookCommand {

    @Override
    protected Sight look() {
        AdminAnswer answer = get();
        PlanView plan = PlanView.of(answer.document());
        PlanPage pages = new PlanPage(plan, paint());
        String brief = plan.plan()
                .map(id -> "plan " + id + ": " + Quantity.count(plan.staged().size(), "change") + ", "
                        + Quantity.count(plan.moves(), "move"))
                .orElse("nothing staged");
        return new Sight(pages.onto(page()).toString(), pages.rows(), answer.text(), brief, Exit.GOOD);
    }

    private AdminAnswer get() {
        try {
            return admin().get("/v1/ring/plan");
        } catch (Failure failure) {
            throw failure.code().equals("ring-change-refused")
                    ? failure.then("ring clear forgets what is staged")
                    : failure;
        }
    }
}
