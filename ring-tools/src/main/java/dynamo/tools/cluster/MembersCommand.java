package dynamo.tools.cluster;

import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Quantity;
import picocli.CommandLine.Command;

/** {@code ring members}. */
@Command(
        name = "members",
        description = {
            "",
            "A row for each member, and for each node that was started with --join and waits to be let in. STATE is what "
                    + "gossip says of the node, MEMBER what the plan says of it. -o wide adds weights and who knows the epoch."
        },
        footer = {
            "",
            "Examples:",
            "  ring members -o wide",
            "  ring members -o tsv | awk -F'\\t' '$4 == \"DEAD\" { print $1 }'"
        })
public final class MembersCommand extends LookCommand {

    @Override
    protected Sight look() {
        AdminAnswer answer = admin().get("/v1/cluster");
        ClusterView cluster = ClusterView.of(answer.document());
        var rows = new MemberListing(paint()).flat(cluster);
        String brief = "epoch " + cluster.epoch() + "  "
                + Quantity.count(cluster.members().size(), "member") + ", "
                + Quantity.count(cluster.candidates().size(), "candidate");
        return new Sight(page().listing(rows).toString(), rows, answer.text(), brief, Exit.GOOD);
    }
}
