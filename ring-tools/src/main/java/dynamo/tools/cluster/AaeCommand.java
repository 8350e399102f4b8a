package dynamo.tools.cluster;

import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.AntiEntropyView;
import dynamo.tools.admin.AntiEntropyView.Compared;
import dynamo.tools.command.EachNode;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ring aae}. */
@Command(
        name = "aae",
        description = {
            "",
            "Anti-entropy: how far a node is with being like the other homes of its partitions. Homes compare hash trees and "
                    + "exchange what differs, with no schedule to keep. The table shows exchanges that repaired something or "
                    + "failed; -o wide and tsv show all. Each node knows its own: --all asks every node that --node names.",
            "",
            "Ends with 1 when an exchange failed the last time, or the node has lost rows and is not whole again."
        },
        footer = {"", "Example:", "  ring aae --all --node n1:8081,n2:8081,n3:8081"})
public final class AaeCommand extends LookCommand {
    private static final int ROWS_MAX = 20;

    @Mixin
    private EachNode nodes = new EachNode();

    @Override
    protected Sight look() {
        List<AdminAnswer> answers = nodes.get(admin(), "/v1/anti-entropy");
        List<AntiEntropyView> views = answers.stream()
                .map(answer -> AntiEntropyView.of(answer.document()))
                .toList();
        Page page = page();
        Listing all = columns();
        Listing notable = columns();
        int shown = 0;
        int left = 0;
        boolean isGood = true;
        for (AntiEntropyView view : views) {
            isGood &= isGood(view);
            head(page, view);
            for (Compared compared : view.partitions()) {
                row(all, view, compared);
                if (compared.failures() > 0 || compared.keysRepaired() > 0) {
                    if (shown < ROWS_MAX) {
                        row(notable, view, compared);
                    }
                    left += shown++ < ROWS_MAX ? 0 : 1;
                }
            }
        }
        Listing rows = page.isWide() ? all : notable;
        if (!rows.isEmpty()) {
            page.gap().listing(rows);
        }
        if (left > 0 && !page.isWide()) {
            page.line("and " + Quantity.count(left) + " more: -o wide");
        }
        return new Sight(
                page.toString(), all, EachNode.json(answers), brief(views), isGood ? Exit.GOOD : Exit.DEGRADED);
    }

    private void head(Page page, AntiEntropyView view) {
        long repaired =
                view.partitions().stream().mapToLong(Compared::keysRepaired).sum();
        long bytes = view.partitions().stream()
                .mapToLong(compared -> compared.bytesSent() + compared.bytesReceived())
                .sum();
        Mark mark = !isGood(view) ? Mark.BAD : view.treesUnbuilt() > 0 ? Mark.BUSY : Mark.GOOD;
        page.line(paint().mark(mark, view.node() + " is " + view.state()) + ": "
                + Quantity.count(view.treesBuilt(), "hash tree") + " built, " + Quantity.count(view.treesUnbuilt())
                + " to build; " + Quantity.count(view.running(), "exchange") + " running");
        page.line("  compared with peers: oldest " + oldest(view) + "; since its start "
                + Quantity.count(repaired, "key") + " repaired, " + Quantity.bytes(bytes) + " exchanged; scrubbed "
                + Cell.ago(view.scrubbed()).shown());
        if (view.tombstonesWaiting() > 0) {
            String whom = view.tombstonesWaitingFor().entrySet().stream()
                    .map(home -> home.getKey() + " (" + Quantity.count(home.getValue()) + ")")
                    .collect(Collectors.joining(", "));
            page.line("  " + Quantity.count(view.tombstonesWaiting(), "deleted key") + " kept until all homes know: "
                    + whom);
        }
    }

    private static String oldest(AntiEntropyView view) {
        if (view.partitions().stream()
                .anyMatch(compared -> compared.lastCompleted().isEmpty())) {
            return "never yet";
        }
        Optional<Duration> oldest = view.partitions().stream()
                .flatMap(compared -> compared.lastCompleted().stream())
                .max(Comparator.naturalOrder());
        return Cell.ago(oldest).shown();
    }

    private static boolean isGood(AntiEntropyView view) {
        return view.state().equals("WHOLE")
                && view.partitions().stream()
                        .allMatch(compared -> compared.lastError().isEmpty());
    }

    private static Listing columns() {
        return new Listing()
                .words("", "")
                .words("NODE", "node")
                .number("PARTITION", "id")
                .words("WITH", "peer")
                .number("COMPARED", "lastCompletedMillisAgo")
                .number("REPAIRED", "keysRepaired")
                .number("SENT", "bytesSent")
                .number("RECEIVED", "bytesReceived")
                .number("FAILED", "failures")
                .words("LAST ERROR", "lastError");
    }

    private void row(Listing rows, AntiEntropyView view, Compared compared) {
        Mark mark = compared.lastError().isPresent() ? Mark.BAD : Mark.GOOD;
        rows.row(
                Cell.of(paint().mark(mark)),
                Cell.of(view.node()),
                Cell.name(compared.partition()),
                Cell.of(compared.peer()),
                Cell.ago(compared.lastCompleted()),
                Cell.count(compared.keysRepaired()),
                Cell.bytes(compared.bytesSent()),
                Cell.bytes(compared.bytesReceived()),
                Cell.count(compared.failures()),
                compared.lastError().map(Cell::of).orElse(Cell.of("", "")));
    }

    private static String brief(List<AntiEntropyView> views) {
        return views.stream()
                .map(view ->
                        view.node() + " " + view.state() + ", " + view.running() + " running, oldest " + oldest(view))
                .collect(Collectors.joining("  "));
    }
}
