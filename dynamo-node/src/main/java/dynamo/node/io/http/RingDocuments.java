package dynamo.node.io.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.contract.Key;
import dynamo.contract.json.SiblingsWriter;
import dynamo.node.HintsView;
import dynamo.node.Node;
import dynamo.node.ReplicaView;
import dynamo.node.message.Gossip;
import dynamo.ring.KeyHash;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.PreferenceList;
import dynamo.ring.Ring;
import dynamo.version.Siblings;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;

/** What the admin port shows of members, partitions and the places of a key. */
final class RingDocuments {
    /** Of a preference list; in a large cluster it names every node. */
    private static final int NAMED_MAX = 16;

    private RingDocuments() {}

    /** Called on the node's loop. */
    static JsonDocument cluster(Node node, AdminInfo info) {
        Ring ring = node.ring();
        ImmutableList<Gossip.Status> states = ring.members().stream()
                .map(member -> node.status(member.id()))
                .collect(ImmutableList.toImmutableList());
        ImmutableList<Boolean> reachable = ring.members().stream()
                .map(member -> node.isReachable(member.id()))
                .collect(ImmutableList.toImmutableList());
        ImmutableMap<NodeId, Long> hints = node.hints().homes().stream()
                .collect(ImmutableMap.toImmutableMap(HintsView.Home::node, HintsView.Home::hints));
        return to -> {
            to.writeStringField("clusterId", info.clusterId());
            to.writeNumberField("epoch", ring.epoch());
            to.writeStringField("node", node.self().name());
            to.writeStringField("version", info.version());
            to.writeArrayFieldStart("members");
            for (int i = 0; i < ring.members().size(); i++) {
                Member member = ring.members().get(i);
                long kept = hints.getOrDefault(member.id(), 0L);
                writeMember(to, ring, member, states.get(i), reachable.get(i), kept);
            }
            to.writeEndArray();
        };
    }

    private static void writeMember(
            JsonGenerator to, Ring ring, Member member, Gossip.Status state, boolean isReachable, long hints)
            throws IOException {
        to.writeStartObject();
        to.writeStringField("id", member.id().name());
        to.writeStringField("zone", member.zone());
        to.writeStringField("state", state.name());
        to.writeBooleanField("reachable", isReachable);
        to.writeStringField("status", "valid");
        to.writeNumberField("ownership", ring.ownership(member.id()));
        to.writeNumberField("hintsPending", hints);
        to.writeEndObject();
    }

    /** The epoch, and what tells two rings of one epoch apart. */
    static String entityTag(Ring ring) {
        return '"' + Long.toString(ring.epoch()) + "-" + HexFormat.of().toHexDigits(ring.digest()) + '"';
    }

    static JsonDocument ring(Ring ring) {
        return to -> {
            to.writeNumberField("epoch", ring.epoch());
            to.writeArrayFieldStart("partitions");
            for (int partition = 0; partition < ring.partitions(); partition++) {
                to.writeStartObject();
                to.writeNumberField("id", partition);
                to.writeStringField("owner", ring.owner(partition).name());
                to.writeNullField("pending");
                to.writeArrayFieldStart("preferenceList");
                ImmutableList<PreferenceList.Entry> entries =
                        ring.preferenceList(partition).entries();
                for (int i = 0; i < Math.min(NAMED_MAX, entries.size()); i++) {
                    to.writeString(entries.get(i).node().name());
                }
                to.writeEndArray();
                to.writeEndObject();
            }
            to.writeEndArray();
        };
    }

    static JsonDocument place(Ring ring, Key key, ImmutableList<ReplicaView> replicas, RecordAnswers records) {
        KeyHash hash = KeyHash.of(key.bucket(), key.key());
        return to -> {
            to.writeStringField("bucket", key.bucket());
            SiblingsWriter.writeKey(to, key.key());
            to.writeStringField("hash", hash.hex());
            to.writeNumberField("partition", hash.partition(ring.partitions()));
            to.writeArrayFieldStart("preferenceList");
            for (ReplicaView replica : replicas) {
                writeReplica(to, key, replica, records);
            }
            to.writeEndArray();
        };
    }

    private static void writeReplica(JsonGenerator to, Key key, ReplicaView replica, RecordAnswers records)
            throws IOException {
        NodeId node = replica.entry().node();
        Optional<Siblings> record = replica.record();
        to.writeStartObject();
        to.writeStringField("node", node.name());
        to.writeStringField("role", replica.entry().role().name());
        to.writeStringField("state", replica.state().name());
        if (record.isPresent()) {
            to.writeObjectFieldStart("record");
            SiblingsWriter.writeRecord(
                    to, records.context(key, record.get()), record.get().shown());
            to.writeEndObject();
        } else {
            to.writeNullField("record");
        }
        to.writeEndObject();
    }
}
