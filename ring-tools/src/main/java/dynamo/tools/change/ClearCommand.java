package dynamo.tools.change;

import dynamo.tools.command.RingCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Mark;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ring clear}. */
@Command(
        name = "clear",
        description = {"", "Forgets all staged changes. What was committed goes on: ring cancel stops that."},
        footer = {"", "Example:", "  ring clear"})
public final class ClearCommand extends RingCommand {

    @Override
    public Integer call() {
        admin().delete("/v1/ring/changes");
        String page = page().line(paint().mark(Mark.GOOD, "nothing is staged any more"))
                .toString();
        print(new Sight(page, ChangeCommand.listing(List.of()), "{\"staged\":[]}", "", Exit.GOOD));
        return Exit.GOOD;
    }
}
