package dynamo.tools.cluster;

import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.AdminPort;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.RingView;
import dynamo.tools.admin.RingView.Partition;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Page;
import dynamo.tools.console.Quantity;
import dynamo.tools.draw.Picture;
import dynamo.tools.draw.Pictures;
import dynamo.tools.draw.SvgFile;
import dynamo.tools.draw.TerminalRing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ring show}. */
@Command(
        name = "show",
        description = {
            "",
            "The ring drawn in the terminal: round like a clock from partition 0, a letter and a colour for each owner; an inner "
                    + "band while partitions move. -o wide adds a letter for every partition; -o tsv lists them all.",
            "",
            "--svg writes a picture: partitions by owner, zones around them, a legend; readable without colour, light or dark."
        },
        footer = {"", "Examples:", "  ring show", "  ring show --svg ring.svg", "  ring show --svg - > ring.svg"})
public final class ShowCommand extends LookCommand {
    private static final int LINES_USUAL = 30;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "write an SVG picture instead; - is the standard output")
    private @Nullable String svg;

    @Override
    protected Sight look() {
        AdminPort admin = admin();
        ClusterView cluster = ClusterView.of(admin.get("/v1/cluster").document());
        AdminAnswer answer = admin.get("/v1/ring");
        RingView ring = RingView.of(answer.document());
        Picture picture = Pictures.of(cluster, ring);
        if (svg != null) {
            return Sight.verbatim(SvgFile.write(svg, picture), Exit.GOOD);
        }
        int lines = surroundings().lines().orElse(LINES_USUAL);
        TerminalRing drawing = new TerminalRing(picture, paint(), surroundings().columns(), lines);
        Page page = page().block(drawing.text());
        if (page.isWide()) {
            page.gap().block(drawing.grid());
        }
        String brief = "epoch " + ring.epoch() + "  "
                + Quantity.count(ring.partitions().size(), "partition")
                + (picture.isMoving() ? ", some on their way" : "");
        return new Sight(page.toString(), rows(ring), answer.text(), brief, Exit.GOOD);
    }

    private static Listing rows(RingView ring) {
        Listing rows = new Listing()
                .number("PARTITION", "id")
                .words("OWNER", "owner")
                .words("PENDING", "pending")
                .words("PREFERENCE LIST", "preferenceList");
        for (Partition partition : ring.partitions()) {
            rows.row(
                    Cell.name(partition.id()),
                    Cell.of(partition.owner()),
                    partition.pending().map(Cell::of).orElse(Cell.NONE),
                    Cell.of(String.join(",", partition.preferenceList())));
        }
        return rows;
    }
}
