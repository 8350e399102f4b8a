package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableList;
import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.PlanView;
import dynamo.tools.admin.PlanView.Change;
import dynamo.tools.command.RingCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Question;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ring cancel}. */
@Command(
        name = "cancel",
        description = {
            "",
            "Stops the handoff under way and brings the old ring back. Partitions that have switched already are handed back, "
                    + "which is a handoff of its own; nothing is lost. For changes that are staged only: ring clear.",
            "",
            "Asks first: type y, or give --yes."
        },
        footer = {"", "Example:", "  ring cancel && ring transfers --watch"})
public final class CancelCommand extends RingCommand {

    @Override
    public Integer call() {
        if (!settings().isYes()) {
            boolean isTerminal = surroundings().isInTerminal() && surroundings().isOutTerminal();
            new Question(surroundings().in(), surroundings().err(), isTerminal)
                    .confirm(
                            "The handoff under way stops, and the ring from before it comes back.",
                            List.of("y", "yes"));
        }
        AdminAnswer answer = cancel();
        ImmutableList<Change> staged = PlanView.changes(answer.document().path("staged"));
        boolean isStaged = staged.stream().anyMatch(change -> change.change().equals("cancel"));
        Page page = page();
        if (isStaged) {
            page.line(paint().mark(Mark.BUSY, "staged") + ": cancel the handoff under way");
            page.line("Nothing has changed yet. See what goes back: ring plan");
        } else {
            page.line(paint().mark(Mark.GOOD, "the handoff is cancelled")).line("Watch: ring transfers --watch");
        }
        print(new Sight(page.toString(), ChangeCommand.listing(staged), answer.text(), "", Exit.GOOD));
        return Exit.GOOD;
    }

    private AdminAnswer cancel() {
        try {
            return admin().post(
                            "/v1/ring/changes",
                            JsonNodeFactory.instance.objectNode().put("change", "cancel"));
        } catch (Failure failure) {
            throw failure.code().equals("ring-change-refused") ? failure.then("see: ring transfers") : failure;
        }
    }
}
