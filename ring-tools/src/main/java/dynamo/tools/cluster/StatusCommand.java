package dynamo.tools.cluster;

import com.google.common.collect.ImmutableList;
import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.AdminPort;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.ClusterView.Member;
import dynamo.tools.admin.RingView;
import dynamo.tools.cluster.Complaints.Complaint;
import dynamo.tools.command.LookCommand;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.tools.console.Quantity;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code ring status}. */
@Command(
        name = "status",
        description = {
            "",
            "Says in a line whether all is well, lists the members with what they own, and tells of everything that is not as "
                    + "usual what to do about it. HINTS are writes that the node which was asked keeps for a member.",
            "",
            "Ends with 1 when a member that should be up is not, or a partition has fewer homes up than a quorum."
        },
        footer = {"", "Examples:", "  ring status", "  ring status --node n1:8081,n2:8081 --watch"})
public final class StatusCommand extends LookCommand {

    @Override
    protected Sight look() {
        AdminPort admin = admin();
        AdminAnswer answer = admin.get("/v1/cluster");
        ClusterView cluster = ClusterView.of(answer.document());
        Optional<Homes> homes = homes(admin, cluster);
        ImmutableList<Complaint> complaints = Complaints.of(cluster);
        Mark worst = complaints.stream().map(Complaint::mark).reduce(Mark.GOOD, Mark::worse);
        if (homes.isPresent() && homes.get().below() > 0) {
            worst = Mark.BAD;
        }
        MemberListing listings = new MemberListing(paint());
        Page page = page();
        page.line(head(cluster));
        page.line(paint().mark(worst, verdict(cluster, worst))).gap();
        page.listing(listings.byZone(cluster));
        homes.ifPresent(counted -> page.gap().line("Partitions: " + counted.words()));
        if (!complaints.isEmpty()) {
            page.gap();
        }
        for (Complaint complaint : complaints) {
            page.line(paint().mark(complaint.mark()) + " " + complaint.text());
        }
        return new Sight(
                page.toString(),
                listings.flat(cluster),
                answer.text(),
                "epoch " + cluster.epoch() + "  " + verdict(cluster, worst),
                worst == Mark.BAD ? Exit.DEGRADED : Exit.GOOD);
    }

    /** Only people are told, and only where the node says how many homes a partition has. */
    private Optional<Homes> homes(AdminPort admin, ClusterView cluster) {
        return cluster.replicas() == 0
                ? Optional.empty()
                : Optional.of(
                        Homes.count(cluster, RingView.of(admin.get("/v1/ring").document())));
    }

    private String head(ClusterView cluster) {
        String head = "Cluster " + paint().bold(cluster.clusterId()) + "   epoch " + cluster.epoch();
        if (cluster.partitions() > 0) {
            head += "   " + Quantity.count(cluster.partitions(), "partition") + ", N=" + cluster.n();
        }
        return head + "   version " + cluster.version() + paint().dim("   as " + cluster.node() + " sees it");
    }

    private static String verdict(ClusterView cluster, Mark worst) {
        long up = cluster.members().stream().filter(Member::isUp).count();
        long members = cluster.members().size();
        String who = up == members
                ? Quantity.count(members, "member") + " up"
                : Quantity.count(up) + " of " + Quantity.count(members, "member") + " up";
        return switch (worst) {
            case GOOD -> "healthy: " + who;
            case BUSY -> "working: " + who;
            case BAD -> "degraded: " + who;
        };
    }
}
