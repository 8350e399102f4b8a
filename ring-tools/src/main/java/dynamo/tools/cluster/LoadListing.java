package dynamo.tools.cluster;

import dynamo.tools.cluster.Balance.Load;
import dynamo.tools.console.Bar;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Paint;
import java.util.List;
import java.util.Locale;

/** What nodes have of a ring, a row each, with bars to compare by eye. */
public final class LoadListing {
    private static final int BAR_WIDTH = 20;

    private LoadListing() {}

    public static Listing of(Balance balance, Paint paint) {
        return of(balance, balance.loads(), paint);
    }

    /** @param shown some of the loads */
    public static Listing of(Balance balance, List<Load> shown, Paint paint) {
        double most = balance.loads().stream().mapToDouble(Load::replicas).max().orElse(1);
        Listing rows = new Listing()
                .words("", "")
                .words("NODE", "id")
                .words("ZONE", "zone")
                .number("WEIGHT", "weight")
                .number("OWNS", "owned")
                .number("REPLICAS", "replicas")
                .number("SHARE", "replicasShare")
                .number("OFF", "off")
                .words("", "");
        for (Load load : shown) {
            Mark mark = load.isEven() ? Mark.GOOD : Mark.BAD;
            rows.row(
                    Cell.of(paint.mark(mark)),
                    Cell.of(load.member().id().name()),
                    Cell.of(load.member().zone()),
                    Cell.decimal(load.member().weight(), 2),
                    Cell.count(load.owned()),
                    Cell.count(load.replicas()),
                    Cell.decimal(load.replicasShare(), 1),
                    Cell.of(
                            paint.in(mark, signed(load.off())),
                            Cell.percent(load.off()).raw()),
                    Cell.of(Bar.length(load.replicas() / most, BAR_WIDTH, paint)));
        }
        return rows;
    }

    private static String signed(double part) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * part);
    }
}
