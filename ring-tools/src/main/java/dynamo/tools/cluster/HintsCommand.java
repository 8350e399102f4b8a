package dynamo.tools.cluster;

import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.HintsView;
import dynamo.tools.command.EachNode;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Bar;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Quantity;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ring hints}. */
@Command(
        name = "hints",
        description = {
            "",
            "Writes that a node keeps for others that are away, to hand them over when they are back (hinted handoff). Each "
                    + "node keeps its own: --all asks every node that --node names."
        },
        footer = {"", "Example:", "  ring hints --all --node n1:8081,n2:8081,n3:8081 --watch"})
public final class HintsCommand extends LookCommand {
    private static final int BAR_WIDTH = 10;

    @Mixin
    private EachNode nodes = new EachNode();

    @Override
    protected Sight look() {
        List<AdminAnswer> answers = nodes.get(admin(), "/v1/hints");
        List<HintsView> views =
                answers.stream().map(answer -> HintsView.of(answer.document())).toList();
        Listing rows = new Listing()
                .words("", "")
                .words("KEPT BY", "node")
                .words("FOR", "home")
                .number("HINTS", "hints")
                .number("BYTES", "bytes")
                .words("STATE", "state");
        for (HintsView view : views) {
            for (HintsView.Home home : view.homes()) {
                rows.row(
                        Cell.of(paint().mark(Mark.BUSY)),
                        Cell.of(view.node()),
                        Cell.of(home.node()),
                        Cell.count(home.hints()),
                        Cell.bytes(home.bytes()),
                        Cell.of(home.state()));
            }
        }
        Page page = page();
        views.forEach(view -> page.line(sentence(view)));
        if (!rows.isEmpty()) {
            page.gap().listing(rows);
        }
        return new Sight(page.toString(), rows, EachNode.json(answers), brief(views), Exit.GOOD);
    }

    private String sentence(HintsView view) {
        double part = view.bytesMax() == 0 ? 0 : (double) view.bytes() / view.bytesMax();
        String room = Quantity.bytes(view.bytes()) + " of " + Quantity.bytes(view.bytesMax()) + " used";
        long hints = hints(view);
        String kept = hints == 0 ? "keeps no hints" : "keeps " + Quantity.count(hints, "hint");
        return paint().mark(hints == 0 ? Mark.GOOD : Mark.BUSY) + " " + view.node() + " " + kept + "   "
                + Bar.progress(part, BAR_WIDTH, paint()) + " " + room;
    }

    private static String brief(List<HintsView> views) {
        return views.stream()
                .map(view -> view.node() + " " + Quantity.count(hints(view), "hint"))
                .collect(Collectors.joining("  "));
    }

    private static long hints(HintsView view) {
        return view.homes().stream().mapToLong(HintsView.Home::hints).sum();
    }
}
