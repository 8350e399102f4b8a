package dynamo.tools.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;
import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.PlanView;
import dynamo.tools.admin.PlanView.Change;
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
import picocli.CommandLine.Parameters;

/** Stages a change of one node. */
abstract class ChangeCommand extends RingCommand {

    @Parameters(index = "0", paramLabel = "NODE", description = "name of the node")
    private String node = "";

    /** The change's name in the contract, and what else there is to say of it. */
    abstract void describe(ObjectNode change);

    /** What is to be known before, where it is to be confirmed. */
    String warning() {
        return "";
    }

    final String node() {
        return name(node);
    }

    static String name(String node) {
        try {
            return new NodeId(node).name();
        } catch (IllegalArgumentException e) {
            throw Failure.usage("\"" + node + "\" is no node: " + e.getMessage(), "ring members lists them");
        }
    }

    @Override
    public final Integer call() {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.put("node", node());
        describe(change);
        if (!warning().isEmpty() && !settings().isYes()) {
            question().confirm(warning(), List.of(node()));
        }
        AdminAnswer answer = stage(change);
        ImmutableList<Change> staged = PlanView.changes(answer.document().path("staged"));
        Page page = page();
        page.line(paint().mark(Mark.BUSY, "staged") + ": " + wordsOf(change, staged));
        if (staged.size() > 1) {
            page.line("  together with: " + others(change, staged));
        }
        page.line("Nothing has changed yet. See what it would do: ring plan");
        print(new Sight(page.toString(), listing(staged), answer.text(), "", Exit.GOOD));
        return Exit.GOOD;
    }

    private AdminAnswer stage(ObjectNode change) {
        try {
            return admin().post("/v1/ring/changes", change);
        } catch (Failure failure) {
            throw failure.code().equals("ring-change-refused")
                    ? failure.then("ring members shows who is what, ring plan what is staged")
                    : failure;
        }
    }

    final Question question() {
        return new Question(
                surroundings().in(),
                surroundings().err(),
                surroundings().isInTerminal() && surroundings().isOutTerminal());
    }

    /** As the node understood it. */
    private static String wordsOf(ObjectNode change, ImmutableList<Change> staged) {
        return staged.stream()
                .filter(each -> isSame(change, each))
                .map(Change::words)
                .findFirst()
                .orElse(change.path("change").asText() + " "
                        + change.path("node").asText());
    }

    private static String others(ObjectNode change, ImmutableList<Change> staged) {
        return String.join(
                ", ",
                staged.stream()
                        .filter(each -> !isSame(change, each))
                        .map(Change::words)
                        .toList());
    }

    private static boolean isSame(ObjectNode change, Change other) {
        return other.change().equals(change.path("change").asText())
                && other.node().equals(change.path("node").asText());
    }

    static Listing listing(List<Change> staged) {
        Listing rows = new Listing()
                .words("CHANGE", "change")
                .words("NODE", "node")
                .words("BY", "by")
                .number("WEIGHT", "weight")
                .words("ZONE", "zone")
                .words("ASKED BY", "askedBy");
        for (Change each : staged) {
            rows.row(
                    Cell.of(each.change()),
                    Cell.of(each.node()),
                    each.by().map(Cell::of).orElse(Cell.NONE),
                    each.weight().map(weight -> Cell.decimal(weight, 2)).orElse(Cell.NONE),
                    each.zone().map(Cell::of).orElse(Cell.NONE),
                    Cell.of(each.askedBy()));
        }
        return rows;
    }
}
