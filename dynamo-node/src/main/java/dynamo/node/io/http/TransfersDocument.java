package dynamo.node.io.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import dynamo.node.TransfersView;
import dynamo.ring.NodeId;
import java.io.IOException;

/** What the admin port shows of partitions on their way to other homes. */
final class TransfersDocument {
    private TransfersDocument() {}

    static JsonDocument of(TransfersView view) {
        return to -> {
            to.writeNumberField("epoch", view.epoch());
            to.writeBooleanField("settled", view.settled());
            to.writeBooleanField("cancelling", view.cancelling());
            to.writeObjectFieldStart("partitions");
            to.writeNumberField("moving", view.moving());
            to.writeNumberField("moved", view.moved());
            to.writeNumberField("total", view.total());
            to.writeEndObject();
            to.writeArrayFieldStart("waitingFor");
            for (TransfersView.Waiting waiting : view.waitingFor()) {
                to.writeStartObject();
                to.writeStringField("node", waiting.node().name());
                to.writeStringField("why", waiting.why());
                to.writeEndObject();
            }
            to.writeEndArray();
            to.writeArrayFieldStart("moves");
            for (TransfersView.Move move : view.moves()) {
                to.writeStartObject();
                to.writeNumberField("partition", move.partition());
                write("from", move.from(), to);
                write("to", move.to(), to);
                to.writeStringField("stage", move.stage());
                to.writeEndObject();
            }
            to.writeEndArray();
            to.writeBooleanField("truncated", view.truncated());
            writeOwn(view, to);
        };
    }

    /** What the asked node has to do with it. */
    private static void writeOwn(TransfersView view, JsonGenerator to) throws IOException {
        to.writeNumberField("lacking", view.lacking());
        to.writeArrayFieldStart("receiving");
        for (TransfersView.Receiving receiving : view.receiving()) {
            to.writeStartObject();
            to.writeNumberField("partition", receiving.partition());
            to.writeStringField("from", receiving.from().name());
            to.writeNumberField("keys", receiving.keys());
            to.writeNumberField("bytes", receiving.bytes());
            to.writeStringField("state", receiving.state());
            to.writeEndObject();
        }
        to.writeEndArray();
        to.writeArrayFieldStart("handingOver");
        for (TransfersView.Leftover leftover : view.handingOver()) {
            to.writeStartObject();
            to.writeNumberField("partition", leftover.partition());
            write("to", leftover.to(), to);
            to.writeStringField("state", leftover.state());
            to.writeEndObject();
        }
        to.writeEndArray();
    }

    private static void write(String name, ImmutableList<NodeId> nodes, JsonGenerator to) throws IOException {
        to.writeArrayFieldStart(name);
        for (NodeId node : nodes) {
            to.writeString(node.name());
        }
        to.writeEndArray();
    }
}
