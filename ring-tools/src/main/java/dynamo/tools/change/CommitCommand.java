package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.AdminPort;
import dynamo.tools.admin.PlanView;
import dynamo.tools.command.RingCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Question;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ring commit}. */
@Command(
        name = "commit",
        description = {
            "",
            "Does what ring plan showed under this name, and nothing else: what was staged since makes another plan. Partitions "
                    + "begin to move; reads and writes go on. ring cancel goes back.",
            "",
            "Shows the plan and asks first: type its name, or y, or give --yes."
        },
        footer = {"", "Example:", "  ring commit 7c1f03ab && ring transfers --watch"})
public final class CommitCommand extends RingCommand {

    @Parameters(index = "0", paramLabel = "PLAN", description = "its name, as ring plan shows it")
    private String plan = "";

    @Override
    public Integer call() {
        AdminPort admin = admin();
        if (!settings().isYes()) {
            ask(admin);
        }
        AdminAnswer answer = commit(admin);
        long epoch = answer.document().path("epoch").asLong();
        Page page = page().line(paint().mark(Mark.GOOD, "committed plan " + plan + ": epoch " + epoch))
                .line("Partitions move now. Watch them: ring transfers --watch   Go back: ring cancel");
        Listing rows =
                new Listing().number("EPOCH", "epoch").words("PLAN", "plan").row(Cell.name(epoch), Cell.of(plan));
        print(new Sight(page.toString(), rows, answer.text(), "", Exit.GOOD));
        return Exit.GOOD;
    }

    private void ask(AdminPort admin) {
        boolean isTerminal = surroundings().isInTerminal() && surroundings().isOutTerminal();
        Question question = new Question(surroundings().in(), surroundings().err(), isTerminal);
        String shown = "";
        if (isTerminal) {
            PlanView view = PlanView.of(admin.get("/v1/ring/plan").document());
            if (!view.plan().equals(Optional.of(plan))) {
                throw unknown(view);
            }
            shown = new PlanPage(view, paint()).onto(page()).toString();
        }
        question.confirm(shown, List.of(plan, "y"));
    }

    private AdminAnswer commit(AdminPort admin) {
        try {
            return admin.post(
                    "/v1/ring/commit", JsonNodeFactory.instance.objectNode().put("plan", plan));
        } catch (Failure failure) {
            throw failure.code().equals("plan-unknown") ? failure.then("see what is staged now: ring plan") : failure;
        }
    }

    private Failure unknown(PlanView view) {
        return Failure.refused(
                "plan-unknown",
                view.plan()
                        .map(id -> "the plan is " + id + " now, not " + plan)
                        .orElse("nothing is staged, so there is no plan " + plan),
                "look at it first: ring plan");
    }
}
