package dynamo.tools.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dynamo.tools.admin.AdminPort;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.RingView;
import dynamo.tools.admin.Rings;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Cell;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Listing;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ring doctor}. */
@Command(
        name = "doctor",
        description = {
            "",
            "Checks whom it reaches, whether they agree, who is away, quorums, copies, zones, balance, hints, replicas, disks, "
                    + "files, clocks, and a read through each data port; and says what to do about what it finds. Name all "
                    + "nodes, for each knows only itself in some matters. It changes nothing.",
            "",
            "Ends with 1 when a check failed; what is only to be looked at ends with 0."
        },
        footer = {"", "Example:", "  ring doctor --node n1:8081,n2:8081,n3:8081 --data n1:8080,n2:8080,n3:8080"})
public final class DoctorCommand extends LookCommand {

    @Override
    protected Sight look() {
        List<Finding> found = examine(admin());
        Listing rows = new Listing()
                .words("", "")
                .words("CHECK", "check")
                .words("RESULT", "result")
                .words("FOUND", "what")
                .words("", "fix");
        for (Finding finding : found) {
            rows.row(
                    Cell.of(""),
                    Cell.of(finding.check()),
                    Cell.of(finding.result()),
                    Cell.of(finding.what()),
                    Cell.of("", finding.fix()));
        }
        long failed = count(found, Mark.BAD);
        String verdict = verdict(found, failed);
        return new Sight(
                page(found, verdict).toString(), rows, json(found), verdict, failed > 0 ? Exit.DEGRADED : Exit.GOOD);
    }

    private List<Finding> examine(AdminPort admin) {
        List<NodeReport> reports =
                admin.nodes().stream().map(node -> NodeReport.of(admin, node)).toList();
        ClusterChecks checks = new ClusterChecks(reports);
        List<Finding> found = new ArrayList<>(checks.reached());
        for (NodeReport report : reports) {
            if (report.answers()) {
                found.addAll(ofCluster(admin.of(report.address()), report.cluster()));
                break;
            }
        }
        found.addAll(new NodeChecks(reports).all());
        found.addAll(DataCheck.of(settings().data(), shortest(settings().timeout())));
        return found;
    }

    private static List<Finding> ofCluster(AdminPort node, ClusterView cluster) {
        List<Finding> found = new ArrayList<>(ClusterChecks.members(cluster));
        found.add(ClusterChecks.quorums(node.ask("GET", "/health/cluster", "")));
        RingView ring = RingView.of(node.get("/v1/ring").document());
        found.addAll(ClusterChecks.ring(cluster, Rings.of(cluster, ring)));
        return found;
    }

    private static Duration shortest(Duration timeout) {
        Duration longest = Duration.ofSeconds(60);
        return timeout.compareTo(longest) < 0 ? timeout : longest;
    }

    private Page page(List<Finding> found, String verdict) {
        Mark worst = found.stream().map(Finding::mark).reduce(Mark.GOOD, Mark::worse);
        int width = found.stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(0);
        Page page = page().line(paint().mark(worst, verdict)).gap();
        for (Finding finding : found) {
            String space = " ".repeat(width - finding.check().length() + 2);
            page.line(paint().mark(finding.mark()) + " " + finding.check() + space
                    + paint().in(finding.mark(), finding.what()));
            if (!finding.fix().isEmpty()) {
                page.line(" ".repeat(width + 4) + paint().arrow() + " " + finding.fix());
            }
        }
        return page;
    }

    private static String verdict(List<Finding> found, long failed) {
        long look = count(found, Mark.BUSY);
        String all = Quantity.count(found.size(), "finding");
        if (failed > 0) {
            return all + ": " + Quantity.count(failed) + " failed, " + Quantity.count(look) + " to look at";
        }
        return look > 0 ? all + ": none failed, " + Quantity.count(look) + " to look at" : all + ": all is well";
    }

    private static long count(List<Finding> found, Mark mark) {
        return found.stream().filter(finding -> finding.mark() == mark).count();
    }

    private static String json(List<Finding> found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode checks = json.putArray("checks");
        for (Finding finding : found) {
            checks.addObject()
                    .put("check", finding.check())
                    .put("result", finding.result())
                    .put("what", finding.what())
                    .put("fix", finding.fix());
        }
        return json.toString();
    }
}
