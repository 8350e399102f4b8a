package dynamo.tools.doctor;

import com.fasterxml.jackson.databind.node.MissingNode;
import dynamo.client.NodeAddress;
import dynamo.tools.admin.AdminAnswer;
import dynamo.tools.admin.AdminPort;
import dynamo.tools.admin.AntiEntropyView;
import dynamo.tools.admin.ClusterView;
import dynamo.tools.admin.HintsView;
import dynamo.tools.console.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one node says of itself and the cluster.
 *
 * @param silence why it does not answer; empty where it does
 * @param skew of its clock against this machine's; HTTP tells seconds only
 */
record NodeReport(
        NodeAddress address,
        String silence,
        ClusterView cluster,
        AdminAnswer ready,
        HintsView hints,
        AntiEntropyView antiEntropy,
        Metrics metrics,
        Duration skew) {

    static NodeReport of(AdminPort admin, NodeAddress address) {
        AdminPort node = admin.of(address);
        try {
            AdminAnswer cluster = node.ask("GET", "/v1/cluster", "");
            return new NodeReport(
                    address,
                    cluster.isGood() ? "" : address + " answers " + cluster.status() + ", as no admin port does",
                    ClusterView.of(cluster.document()),
                    node.ask("GET", "/health/ready", ""),
                    HintsView.of(node.ask("GET", "/v1/hints", "").document()),
                    AntiEntropyView.of(node.ask("GET", "/v1/anti-entropy", "").document()),
                    Metrics.parse(node.ask("GET", "/metrics", "").text()),
                    skew(cluster.date()));
        } catch (Failure failure) {
            return silent(address, failure.text().replaceAll(";.*", ""));
        }
    }

    private static NodeReport silent(NodeAddress address, String why) {
        var nothing = MissingNode.getInstance();
        return new NodeReport(
                address,
                why,
                ClusterView.of(nothing),
                new AdminAnswer(address, 0, "", nothing, Optional.empty()),
                HintsView.of(nothing),
                AntiEntropyView.of(nothing),
                Metrics.parse(""),
                Duration.ZERO);
    }

    private static Duration skew(Optional<Instant> date) {
        return date.map(theirs -> Duration.between(Instant.now(), theirs.plusMillis(500)))
                .orElse(Duration.ZERO);
    }

    boolean answers() {
        return silence.isEmpty();
    }

    /** Its name, or where it is as long as that is not known. */
    String name() {
        return cluster.node().isEmpty() ? address.toString() : cluster.node();
    }
}
