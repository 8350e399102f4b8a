package dynamo.tools.cluster;

import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.AdminPort;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.RingView;
import dynamo.tools.admin.Rings;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Quantity;
import picocli.CommandLine.Command;

/** {@code ring balance}. */
@Command(
        name = "balance",
        description = {
            "",
            "What each node owns, and the replicas it is a home of, beside its share by weight. A replica is a partition's "
                    + "copy at a node: replicas are what a node stores and serves.",
            "",
            "Ends with 1 when a node is more than 5 %% off its share, and farther than whole partitions explain."
        },
        footer = {"", "Examples:", "  ring balance", "  ring forecast --nodes 6 --zones a,b,c    (what it could be)"})
public final class BalanceCommand extends LookCommand {

    @Override
    protected Sight look() {
        AdminPort admin = admin();
        AdminAnswer answer = admin.get("/v1/cluster");
        ClusterView cluster = ClusterView.of(answer.document());
        Balance balance =
                Balance.of(Rings.of(cluster, RingView.of(admin.get("/v1/ring").document())));
        Listing rows = LoadListing.of(balance, paint());
        Mark mark = !cluster.settled() ? Mark.BUSY : balance.isEven() ? Mark.GOOD : Mark.BAD;
        String verdict = verdict(balance, mark);
        Page page = page().line(paint().mark(mark, verdict)).gap().listing(rows);
        return new Sight(page.toString(), rows, answer.text(), verdict, mark == Mark.BAD ? Exit.DEGRADED : Exit.GOOD);
    }

    private static String verdict(Balance balance, Mark mark) {
        String worst = "at most " + Quantity.percent(balance.worst()) + " off";
        return switch (mark) {
            case GOOD -> "balanced: every node has the replicas that are its due, " + worst;
            case BUSY -> "a handoff is under way (ring transfers --watch): nodes are " + worst + " until it is done";
            case BAD ->
                "uneven: nodes are " + worst + " their share; zones of equal size and 20 partitions a node help "
                        + "(ring forecast)";
        };
    }
}
