package dynamo.tools.doctor;

import dynamo.client.CallOptions;
import dynamo.client.DynamoClient;
import dynamo.client.DynamoException;
import dynamo.client.NodeAddress;
import dynamo.client.Read;
import dynamo.contract.Key;
import dynamo.tools.console.Quantity;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether a client is served: reads a key, which need not be there, through each data port. */
final class DataCheck {
    private static final Key PROBE = new Key("ring-doctor", Bytes.utf8("probe"));

    private DataCheck() {}

    static List<Finding> of(List<NodeAddress> ports, Duration timeout) {
        List<Finding> found = new ArrayList<>();
        long slowestNanos = 0;
        for (NodeAddress port : ports) {
            long start = System.nanoTime();
            try (DynamoClient client = DynamoClient.builder()
                    .seeds(List.of(port))
                    .rounds(1)
                    .routing(false)
                    .hedging(false)
                    .build()) {
                Read<Content.Value> read = client.get(PROBE, CallOptions.DEFAULT.withTimeout(timeout));
                slowestNanos = Math.max(slowestNanos, read.info().node().isEmpty() ? 0 : System.nanoTime() - start);
            } catch (DynamoException e) {
                String fix = e.status() == 0
                        ? "name the data ports of nodes that run: --data HOST:PORT"
                        : "see who is away: ring members";
                found.add(Finding.bad("reads", "a read through " + port + " fails: " + e.getMessage(), fix));
            }
        }
        if (found.isEmpty()) {
            found.add(Finding.good(
                    "reads",
                    "a quorum answers through " + Quantity.count(ports.size(), "data port") + ", within "
                            + Quantity.duration(Duration.ofNanos(slowestNanos))));
        }
        return found;
    }
}
