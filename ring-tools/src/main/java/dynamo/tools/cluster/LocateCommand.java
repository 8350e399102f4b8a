package dynamo.tools.cluster;

import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.PlaceView;
import dynamo.tools.admin.PlaceView.Replica;
import dynamo.tools.admin.PlaceView.Shown;
import dynamo.tools.cluster.Agreement.Standing;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ring locate}. */
@Command(
        name = "locate",
        description = {
            "",
            "The key's hash, its partition and preference list; and what each replica itself has of the key, read live. Tells "
                    + "which agree, and who is stale: it lacks a sibling, or holds one that another replica knows is superseded.",
            "",
            "Ends with 1 when a replica is stale or does not answer. Reads and anti-entropy mend stale replicas."
        },
        footer = {"", "Example:", "  ring locate cart alice"})
public final class LocateCommand extends LookCommand {
    private static final int WHAT_CHARS = 48;

    @Parameters(paramLabel = "BUCKET", description = "of the key")
    private String bucket = "";

    @Parameters(paramLabel = "KEY", description = "as text")
    private String key = "";

    @Override
    protected Sight look() {
        AdminAnswer answer = admin().get("/v1/ring/locate?bucket=" + encoded(bucket) + "&key=" + encoded(key));
        PlaceView place = PlaceView.of(answer.document());
        Agreement agreement = Agreement.of(place);
        String verdict = verdict(place, agreement);
        boolean isAgreed = place.replicas().stream().allMatch(replica -> agreement.of(replica) == Standing.AGREES);
        Listing rows = rows(place, agreement);
        Page page = page();
        page.line(paint().bold(bucket + "/" + key) + "   hash " + place.hash() + "   partition " + place.partition());
        page.line(paint().mark(isAgreed ? Mark.GOOD : Mark.BAD, verdict)).gap();
        page.listing(rows);
        Listing siblings = siblings(place, agreement);
        if (!siblings.isEmpty()) {
            page.gap().listing(siblings);
        }
        return new Sight(page.toString(), rows, answer.text(), verdict, isAgreed ? Exit.GOOD : Exit.DEGRADED);
    }

    private Listing rows(PlaceView place, Agreement agreement) {
        Listing rows = new Listing()
                .words("", "")
                .words("NODE", "node")
                .words("ROLE", "role")
                .words("STATE", "state")
                .words("RECORD", "standing")
                .number("SIBLINGS", "siblings")
                .words("LAST MODIFIED", "modified")
                .wideWords("CONTEXT", "context");
        for (Replica replica : place.replicas()) {
            Standing standing = agreement.of(replica);
            Mark mark = standing == Standing.AGREES ? Mark.GOOD : standing == Standing.STALE ? Mark.BUSY : Mark.BAD;
            int siblings = replica.record().map(held -> held.siblings().size()).orElse(0);
            Instant modified = replica.record().stream()
                    .flatMap(held -> held.siblings().stream())
                    .map(Shown::modified)
                    .max(Instant::compareTo)
                    .orElse(Instant.EPOCH);
            rows.row(
                    Cell.of(paint().mark(mark)),
                    Cell.of(replica.node()),
                    Cell.of(replica.role()),
                    Cell.of(replica.state()),
                    Cell.of(paint().in(mark, standingWords(replica, standing, agreement)), standing.name()),
                    Cell.count(siblings),
                    modified.equals(Instant.EPOCH) ? Cell.NONE : Cell.of(modified.toString()),
                    replica.record().map(held -> Cell.of(held.context())).orElse(Cell.NONE));
        }
        return rows;
    }

    private static String standingWords(Replica replica, Standing standing, Agreement agreement) {
        return switch (standing) {
            case AGREES -> replica.record().isEmpty() ? "agrees: nothing stored" : "agrees";
            case STALE -> "stale: " + agreement.difference(replica);
            case UNKNOWN -> "not known";
        };
    }

    /** Every sibling that some replica holds, and whether it stands. */
    private Listing siblings(PlaceView place, Agreement agreement) {
        Map<String, Shown> found = new LinkedHashMap<>();
        place.replicas().stream()
                .flatMap(replica -> replica.record().stream())
                .flatMap(held -> held.siblings().stream())
                .forEach(sibling -> found.putIfAbsent(sibling.id(), sibling));
        Listing rows = new Listing()
                .words("SIBLING", "id")
                .words("MODIFIED", "modified")
                .words("TYPE", "contentType")
                .words("VALUE", "value");
        for (Shown sibling : found.values()) {
            boolean isOld = agreement.superseded().contains(sibling.id());
            rows.row(
                    Cell.of(sibling.id()),
                    Cell.of(sibling.modified().toString()),
                    Cell.of(sibling.deleted() ? "-" : sibling.contentType()),
                    Cell.of((isOld ? "superseded: " : "") + shortened(sibling.what())));
        }
        return rows;
    }

    private static String shortened(String value) {
        String line = value.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "·");
        return line.length() <= WHAT_CHARS ? line : line.substring(0, WHAT_CHARS - 1) + "…";
    }

    private static String verdict(PlaceView place, Agreement agreement) {
        long agree = place.replicas().stream()
                .filter(replica -> agreement.of(replica) == Standing.AGREES)
                .count();
        String counted = agree + " of " + place.replicas().size() + " replicas agree";
        if (agreement.wanted().isEmpty()) {
            return counted + ": nothing stored";
        }
        int siblings = agreement.wanted().size();
        return counted + ": "
                + (agreement.isDeleted() ? "deleted" : siblings == 1 ? "one value" : siblings + " siblings");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
