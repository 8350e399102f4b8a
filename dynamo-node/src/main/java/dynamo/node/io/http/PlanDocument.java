package dynamo.node.io.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import dynamo.node.PlanView;
import dynamo.node.RingChanges;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.RingDiff;
import java.io.IOException;
import java.util.Optional;

/** What the admin port shows of changes that are staged, and of what would become of them. */
final class PlanDocument {
    private PlanDocument() {}

    /** Of a plan that is not refused. */
    static JsonDocument of(PlanView view) {
        return to -> {
            if (view instanceof PlanView.Planned plan) {
                write(plan, to);
            } else {
                to.writeNullField("plan");
                writeStaged(to, ImmutableList.of());
            }
        };
    }

    static void writeStaged(JsonGenerator to, ImmutableList<RingChanges.Change> staged) throws IOException {
        to.writeArrayFieldStart("staged");
        for (RingChanges.Change change : staged) {
            to.writeStartObject();
            to.writeStringField("change", change.kind());
            JsonDocument.write("node", change.node().map(NodeId::name), to);
            JsonDocument.write("by", change.by().map(NodeId::name), to);
            if (change.weight().isPresent()) {
                to.writeNumberField("weight", change.weight().getAsDouble());
            } else {
                to.writeNullField("weight");
            }
            JsonDocument.write("zone", change.zone(), to);
            to.writeStringField("askedBy", change.askedByNode() ? "node" : "operator");
            to.writeEndObject();
        }
        to.writeEndArray();
    }

    private static void write(PlanView.Planned plan, JsonGenerator to) throws IOException {
        Optional<RingDiff> diff = plan.diff();
        to.writeStringField("plan", plan.id());
        to.writeNumberField("epoch", plan.epoch());
        writeStaged(to, plan.staged());
        to.writeArrayFieldStart("warnings");
        for (String warning : plan.warnings()) {
            to.writeString(warning);
        }
        to.writeEndArray();
        to.writeNumberField("moves", diff.map(RingDiff::moves).orElse(0L));
        to.writeNumberField("minimum", diff.map(RingDiff::movesMin).orElse(0L));
        to.writeBooleanField("zonesSafe", plan.zonesSafe());
        to.writeArrayFieldStart("nodes");
        if (diff.isPresent()) {
            for (Member member : plan.members()) {
                write(member, diff.get().load(member.id()), to);
            }
        }
        to.writeEndArray();
    }

    private static void write(Member member, RingDiff.Load load, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("id", member.id().name());
        to.writeStringField("zone", member.zone());
        to.writeStringField("status", RingDocuments.text(member.status()));
        to.writeNumberField("weight", member.weight());
        to.writeNumberField("owned", load.ownedBefore());
        to.writeNumberField("ownedNext", load.ownedAfter());
        to.writeNumberField("replicas", load.replicasBefore());
        to.writeNumberField("replicasNext", load.replicasAfter());
        to.writeNumberField("in", load.in());
        to.writeNumberField("out", load.out());
        to.writeEndObject();
    }
}
