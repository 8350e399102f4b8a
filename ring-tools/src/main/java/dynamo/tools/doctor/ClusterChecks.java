package dynamo.tools.doctor;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Ring;
import dynamo.ring.RingDiff;
import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.ClusterView.Member;
import dynamo.tools.cluster.Balance;
import dynamo.tools.cluster.Complaints;
import dynamo.tools.cluster.Complaints.Complaint;
import dynamo.tools.console.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What can be said of the cluster as a whole. */
final class ClusterChecks {
    private static final int PARTITIONS_PER_NODE = 20;
    private static final int PARTITIONS_NAMED = 8;

    private final List<NodeReport> reports;
    private final List<NodeReport> answering;

    ClusterChecks(List<NodeReport> reports) {
        this.reports = reports;
        this.answering = reports.stream().filter(NodeReport::answers).toList();
    }

    /** Whom we reach, and whether they speak of the same thing. */
    List<Finding> reached() {
        List<Finding> found = new ArrayList<>();
        for (NodeReport report : reports) {
            if (!report.answers()) {
                found.add(Finding.bad(
                        "reach",
                        report.silence(),
                        "start it, or see http.admin.host and http.admin.port of its configuration"));
            }
        }
        if (answering.isEmpty()) {
            return found;
        }
        if (found.isEmpty()) {
            found.add(Finding.good("reach", Quantity.count(answering.size(), "admin port") + " asked, all answer"));
        }
        int members = answering.get(0).cluster().members().size();
        if (reports.size() < members) {
            found.add(Finding.look(
                    "reach",
                    "only " + reports.size() + " of " + Quantity.count(members, "member")
                            + " asked; what each node knows of itself is checked of those",
                    "name them all: --node n1:8081,n2:8081,... or RING_NODE"));
        }
        found.add(same(
                "cluster", "cluster", report -> report.cluster().clusterId(), true, "name nodes of one cluster only"));
        found.add(same(
                "epoch",
                "epoch",
                report -> Long.toString(report.cluster().epoch()),
                false,
                "it spreads within seconds; if not, see whether nodes reach each other: ring members"));
        found.add(same("version", "version", report -> report.cluster().version(), false, "upgrade the others too"));
        return found;
    }

    private interface Part {
        String of(NodeReport report);
    }

    private Finding same(String check, String noun, Part part, boolean isGrave, String fix) {
        List<String> values = answering.stream().map(part::of).distinct().toList();
        if (values.size() == 1) {
            return Finding.good(check, "all are of " + noun + " " + values.get(0));
        }
        String who = answering.stream()
                .map(report -> report.name() + " " + part.of(report))
                .collect(Collectors.joining(", "));
        String what = "nodes differ in " + noun + ": " + who;
        return isGrave ? Finding.bad(check, what, fix) : Finding.look(check, what, fix);
    }

    static List<Finding> members(ClusterView cluster) {
        ImmutableList<Complaint> complaints = Complaints.of(cluster);
        List<Finding> found = new ArrayList<>();
        complaints.forEach(
                complaint -> found.add(new Finding(complaint.mark(), "members", complaint.what(), complaint.next())));
        if (cluster.members().stream().allMatch(Member::isUp)) {
            found.add(0, Finding.good("members", "all " + cluster.members().size() + " are up"));
        }
        return found;
    }

    static Finding quorums(AdminAnswer health) {
        if (health.isGood()) {
            return Finding.good("quorums", "every partition can reach its quorums");
        }
        List<String> partitions = new ArrayList<>();
        health.document().path("partitions").forEach(partition -> partitions.add(partition.asText()));
        String named = partitions.isEmpty()
                ? ""
                : " (partitions "
                        + String.join(", ", partitions.subList(0, Math.min(PARTITIONS_NAMED, partitions.size())))
                        + (partitions.size() > PARTITIONS_NAMED ? " and more)" : ")");
        return Finding.bad("quorums", health.detail() + named, "start the members that are away: ring members");
    }

    static List<Finding> ring(ClusterView cluster, Ring ring) {
        List<Finding> found = new ArrayList<>();
        found.add(copies(ring));
        found.add(zones(ring));
        Balance balance = Balance.of(ring);
        String off = "at most " + Quantity.percent(balance.worst()) + " off its share";
        found.add(
                balance.isEven() || !cluster.settled()
                        ? Finding.good("balance", "every node is " + off)
                        : Finding.look(
                                "balance", "some node is " + off, "ring balance shows who; ring forecast what helps"));
        int perNode = ring.partitions() / ring.members().size();
        if (perNode < PARTITIONS_PER_NODE) {
            found.add(Finding.look(
                    "balance",
                    "only " + perNode + " partitions a node: shares are coarse",
                    "they are fixed when a cluster is created (cluster.partitions); 20 a node are good"));
        }
        return found;
    }

    private static Finding copies(Ring ring) {
        return ring.replicas() < ring.n()
                ? Finding.look(
                        "copies",
                        "every value has " + ring.replicas() + " of the " + ring.n() + " copies that are wanted",
                        "start more nodes with --join, then ring join NODE")
                : Finding.good("copies", "every partition has " + ring.replicas() + " homes");
    }

    private static Finding zones(Ring ring) {
        RingDiff diff = RingDiff.between(ring, ring);
        long zones = ring.members().stream()
                .filter(member -> member.status().owns())
                .map(member -> member.zone())
                .distinct()
                .count();
        if (zones == 1) {
            return Finding.good("zones", "no zones are told, so nodes that fail together are not kept apart");
        }
        if (!diff.areZonesSafe()) {
            return Finding.bad(
                    "zones",
                    "some partition has its homes in " + diff.zonesWorst() + " of " + diff.zonesWanted() + " zones",
                    "ring plan shows whether a change mends it; make zones of equal size: ring zone NODE ZONE");
        }
        return zones < ring.replicas()
                ? Finding.look(
                        "zones",
                        zones + " zones for " + ring.replicas()
                                + " homes: with one of them away some keys have no quorum",
                        "use as many zones as there are homes")
                : Finding.good("zones", "the homes of every partition are in " + diff.zonesWorst() + " zones");
    }
}
