package dynamo.tools.cluster;

import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.TransfersView;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Bar;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Quantity;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code ring transfers}. */
@Command(
        name = "transfers",
        description = {
            "",
            "How far the handoff of partitions is that the last commit began. A partition whose homes change is written to old "
                    + "and new homes (joint), its new home proves that it is whole (proven), reads go there (switched), and the "
                    + "old copy is dropped (moved). With --watch it stays until the handoff is done."
        },
        footer = {"", "Examples:", "  ring transfers", "  ring transfers --watch"})
public final class TransfersCommand extends LookCommand {
    private static final int BAR_WIDTH = 40;
    private static final double NANOS = 1e9;

    private long firstNanos;
    private int firstMoved = -1;

    @Override
    protected Sight look() {
        AdminAnswer answer = admin().get("/v1/transfers");
        TransfersView transfers = TransfersView.of(answer.document());
        TransferListings listings = new TransferListings(paint());
        Page page = page();
        page.line(paint().mark(transfers.settled() ? Mark.GOOD : Mark.BUSY, verdict(transfers)));
        if (!transfers.settled()) {
            page.line(progress(transfers));
        }
        for (TransfersView.Waiting waiting : transfers.waitingFor()) {
            page.line("  waits for " + waiting.node() + ": " + waiting.why());
        }
        listings.onPage(page, transfers, answer.document().path("node").asText("the node asked"));
        String brief = verdict(transfers)
                + (transfers.settled() ? "" : "  " + Quantity.percent(transfers.part()) + pace(transfers));
        return new Sight(
                page.toString(), listings.moves(transfers).tsv(), answer.text(), brief, Exit.GOOD, transfers.settled());
    }

    private String progress(TransfersView transfers) {
        return "  " + Bar.progress(transfers.part(), BAR_WIDTH, paint()) + " " + Quantity.percent(transfers.part())
                + pace(transfers);
    }

    private static String verdict(TransfersView transfers) {
        String epoch = "epoch " + transfers.epoch() + ": ";
        if (transfers.settled()) {
            return epoch + "settled, nothing moves";
        }
        return epoch + (transfers.cancelling() ? "going back to the old ring, " : "")
                + Quantity.count(transfers.moved()) + " of " + Quantity.count(transfers.moving(), "partition")
                + " moved";
    }

    /** What is left, at the pace since this command first looked; nothing while that is not known. */
    private String pace(TransfersView transfers) {
        long now = System.nanoTime();
        if (firstMoved < 0) {
            firstMoved = transfers.moved();
            firstNanos = now;
        }
        double perSecond = (transfers.moved() - firstMoved) / Math.max((now - firstNanos) / NANOS, 1e-3);
        if (!(perSecond > 0)) {
            return "";
        }
        long seconds = Math.round((transfers.moving() - transfers.moved()) / perSecond);
        return "   about " + Quantity.duration(Duration.ofSeconds(seconds)) + " left";
    }
}
