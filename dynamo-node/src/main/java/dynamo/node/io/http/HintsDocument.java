package dynamo.node.io.http;

import dynamo.node.HintsView;
import dynamo.node.Node;

/** What the admin port shows of the hints a node keeps. */
final class HintsDocument {
    private HintsDocument() {}

    /** Called on the node's loop. */
    static JsonDocument of(Node node) {
        HintsView hints = node.hints();
        return to -> {
            to.writeStringField("node", node.self().name());
            to.writeNumberField("bytes", hints.bytes());
            to.writeNumberField("bytesMax", hints.bytesMax());
            to.writeArrayFieldStart("homes");
            for (HintsView.Home home : hints.homes()) {
                to.writeStartObject();
                to.writeStringField("node", home.node().name());
                to.writeNumberField("hints", home.hints());
                to.writeNumberField("bytes", home.bytes());
                to.writeStringField("state", home.state());
                to.writeEndObject();
            }
            to.writeEndArray();
        };
    }
}
