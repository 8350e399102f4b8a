package dynamo.tools.cluster;

import dynamo.tools.admin.TransfersView;
import dynamo.tools.admin.TransfersView.HandingOver;
import dynamo.tools.admin.TransfersView.Move;
import dynamo.tools.admin.TransfersView.Receiving;
import dynamo.tools.console.Bar;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Paint;
import dynamo.tools.console.Quantity;
import java.util.List;

/** Partitions on their way. */
final class TransferListings {
    private static final int ROWS_MAX = 12;
    private static final int BAR_WIDTH = 12;
    private static final List<String> STAGES = List.of("", "joint", "proven", "switched", "moved");

    private final Paint paint;

    TransferListings(Paint paint) {
        this.paint = paint;
    }

    void onPage(Page page, TransfersView transfers, String node) {
        List<Move> open = transfers.moves().stream()
                .filter(move -> !move.stage().equals("moved"))
                .toList();
        listing(page, "", moves(page.isWide() ? transfers.moves() : first(open)), open.size());
        listing(
                page,
                "Received by " + node + ":",
                receiving(page.isWide() ? transfers.receiving() : first(transfers.receiving())),
                transfers.receiving().size());
        listing(
                page,
                "Given away by " + node + ":",
                handingOver(page.isWide() ? transfers.handingOver() : first(transfers.handingOver())),
                transfers.handingOver().size());
    }

    private static void listing(Page page, String heading, Listing rows, int all) {
        if (rows.isEmpty()) {
            return;
        }
        page.gap();
        if (!heading.isEmpty()) {
            page.line(heading);
        }
        page.listing(rows);
        if (all > ROWS_MAX && !page.isWide()) {
            page.line("and " + Quantity.count(all - ROWS_MAX) + " more: -o wide");
        }
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(ROWS_MAX, all.size()));
    }

    Listing moves(TransfersView transfers) {
        return moves(transfers.moves());
    }

    private Listing moves(List<Move> moves) {
        Listing rows = new Listing()
                .words("", "")
                .number("PARTITION", "partition")
                .words("HOMES", "from")
                .words("", "to")
                .words("", "")
                .words("STAGE", "stage");
        for (Move move : moves) {
            int stage = Math.max(0, STAGES.indexOf(move.stage()));
            Mark mark = move.stage().equals("moved") ? Mark.GOOD : Mark.BUSY;
            String to = String.join(",", move.to());
            rows.row(
                    Cell.of(paint.mark(mark)),
                    Cell.name(move.partition()),
                    Cell.of(String.join(",", move.from())),
                    Cell.of(paint.arrow() + " " + to, to),
                    Cell.of(Bar.progress(stage / (STAGES.size() - 1.0), BAR_WIDTH, paint)),
                    Cell.of(move.stage()));
        }
        return rows;
    }

    private Listing receiving(List<Receiving> receiving) {
        Listing rows = new Listing()
                .words("", "")
                .number("PARTITION", "partition")
                .words("FROM", "from")
                .number("KEYS", "keys")
                .number("BYTES", "bytes")
                .words("STATE", "state");
        for (Receiving each : receiving) {
            rows.row(
                    Cell.of(paint.mark(Mark.BUSY)),
                    Cell.name(each.partition()),
                    Cell.of(each.from()),
                    Cell.count(each.keys()),
                    Cell.bytes(each.bytes()),
                    Cell.of(each.state()));
        }
        return rows;
    }

    private Listing handingOver(List<HandingOver> handingOver) {
        Listing rows = new Listing()
                .words("", "")
                .number("PARTITION", "partition")
                .words("TO", "to")
                .words("STATE", "state");
        for (HandingOver each : handingOver) {
            rows.row(
                    Cell.of(paint.mark(Mark.BUSY)),
                    Cell.name(each.partition()),
                    Cell.of(String.join(",", each.to())),
                    Cell.of(each.state()));
        }
        return rows;
    }
}
