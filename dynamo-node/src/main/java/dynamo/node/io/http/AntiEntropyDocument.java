package dynamo.node.io.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dynamo.node.AntiEntropyView;
import dynamo.node.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What the admin port shows of how replicas become alike. */
final class AntiEntropyDocument {
    private AntiEntropyDocument() {}

    /** Called on the node's loop. */
    static JsonDocument of(Node node) {
        AntiEntropyView view = node.antiEntropy();
        return to -> {
            to.writeStringField("node", node.self().name());
            to.writeStringField("state", view.state());
            to.writeNumberField("treesBuilt", view.treesBuilt());
            to.writeNumberField("treesUnbuilt", view.treesUnbuilt());
            to.writeArrayFieldStart("running");
            for (AntiEntropyView.Running running : view.running()) {
                to.writeStartObject();
                to.writeNumberField("partition", running.partition());
                to.writeStringField("peer", running.peer().name());
                to.writeStringField("state", running.state());
                to.writeEndObject();
            }
            to.writeEndArray();
            writeMillis("scrubbedMillisAgo", view.scrubbed(), to);
            to.writeNumberField("tombstonesWaiting", view.tombstonesWaiting());
            to.writeObjectFieldStart("tombstonesWaitingFor");
            for (var home : view.tombstonesWaitingFor().entrySet()) {
                to.writeNumberField(home.getKey().name(), home.getValue());
            }
            to.writeEndObject();
            to.writeNumberField("actorsClosing", view.actorsClosing());
            to.writeArrayFieldStart("partitions");
            for (AntiEntropyView.Compared compared : view.compared()) {
                write(compared, to);
            }
            to.writeEndArray();
        };
    }

    private static void write(AntiEntropyView.Compared compared, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeNumberField("id", compared.partition());
        to.writeStringField("peer", compared.peer().name());
        writeMillis("lastCompletedMillisAgo", compared.lastCompleted(), to);
        to.writeNumberField("keysRepaired", compared.keysRepaired());
        to.writeNumberField("bytesSent", compared.bytesSent());
        to.writeNumberField("bytesReceived", compared.bytesReceived());
        to.writeNumberField("failures", compared.failures());
        if (compared.lastError().isPresent()) {
            to.writeStringField("lastError", compared.lastError().get());
        } else {
            to.writeNullField("lastError");
        }
        to.writeEndObject();
    }

    private static void writeMillis(String name, Optional<Duration> ago, JsonGenerator to) throws IOException {
        if (ago.isPresent()) {
            to.writeNumberField(name, ago.get().toMillis());
        } else {
            to.writeNullField(name);
        }
    }
}
