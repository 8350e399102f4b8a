package dynamo.tools.change;

import dynamo.tools.admin.PlanView;
import dynamo.tools.admin.PlanView.Change;
import dynamo.tools.admin.PlanView.Node;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Paint;
import dynamo.tools.console.Quantity;

/** What a plan would do, for who is to decide. */
final class PlanPage {
    private final PlanView plan;
    private final Paint paint;

    PlanPage(PlanView plan, Paint paint) {
        this.plan = plan;
        this.paint = paint;
    }

    Page onto(Page page) {
        if (plan.plan().isEmpty()) {
            return page.line("Nothing is staged on epoch " + plan.epoch() + ".")
                    .line("Stage a change with ring join, leave, replace, remove, down, weight or zone.");
        }
        page.line("Plan " + paint.bold(plan.plan().get()) + " on epoch " + plan.epoch() + "   "
                + Quantity.count(plan.staged().size(), "change") + " staged");
        for (Change change : plan.staged()) {
            page.line(
                    "  " + change.words() + (change.askedBy().equals("node") ? paint.dim("   asked by the node") : ""));
        }
        page.gap().listing(rows()).gap();
        page.line(moves());
        page.line(paint.mark(
                plan.zonesSafe() ? Mark.GOOD : Mark.BAD,
                plan.zonesSafe()
                        ? "zones: the homes of every partition are in as many zones as there are"
                        : "zones: some partition's homes share a zone although there are enough"));
        plan.warnings().forEach(warning -> page.line(paint.mark(Mark.BUSY, "warning") + ": " + warning));
        return page.line("Apply it: ring commit " + plan.plan().get() + "   Forget it: ring clear");
    }

    private String moves() {
        String moves = "Moves " + Quantity.count(plan.moves(), "replica");
        return plan.moves() == plan.minimum()
                ? moves + ", the least that leads there"
                : moves + "; " + Quantity.count(plan.minimum()) + " would be the least";
    }

    Listing rows() {
        Listing rows = new Listing()
                .words("", "")
                .words("NODE", "id")
                .words("ZONE", "zone")
                .words("MEMBER", "status")
                .number("WEIGHT", "weight")
                .number("OWNS", "owned")
                .number("", "ownedNext")
                .number("REPLICAS", "replicas")
                .number("", "replicasNext")
                .number("IN", "in")
                .number("OUT", "out");
        for (Node node : plan.nodes()) {
            boolean isTouched = node.in() > 0
                    || node.out() > 0
                    || node.owned() != node.ownedNext()
                    || !node.status().equals("valid");
            rows.row(
                    Cell.of(paint.mark(isTouched ? Mark.BUSY : Mark.GOOD)),
                    Cell.of(node.id()),
                    Cell.of(node.zone()),
                    Cell.of(node.status()),
                    Cell.decimal(node.weight(), 2),
                    Cell.count(node.owned()),
                    next(node.owned(), node.ownedNext()),
                    Cell.count(node.replicas()),
                    next(node.replicas(), node.replicasNext()),
                    some(node.in()),
                    some(node.out()));
        }
        return rows;
    }

    private Cell next(int now, int next) {
        return Cell.of(now == next ? "" : paint.arrow() + " " + Quantity.count(next), Integer.toString(next));
    }

    private static Cell some(int number) {
        return number == 0 ? Cell.of("-", "0") : Cell.count(number);
    }
}
