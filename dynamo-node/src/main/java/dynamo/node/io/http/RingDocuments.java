package dynamo.node.io.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multiset;
import com.google.common.hash.Hashing;
import dynamo.contract.Key;
import dynamo.contract.json.SiblingsWriter;
import dynamo.node.HintsView;
import dynamo.node.Node;
import dynamo.node.ReplicaView;
import dynamo.node.RingView;
import dynamo.node.message.Gossip;
import dynamo.ring.KeyHash;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.PreferenceList;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.Siblings;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** What the admin port shows of members, partitions and the places of a key. */
final class RingDocuments {
    /** Of a preference list; in a large cluster it names every node. */
    private static final int NAMED_MAX = 16;

    private RingDocuments() {}

    /** Called on the node's loop; what it gives may be written anywhere. */
    static JsonDocument cluster(Node node, AdminInfo info) {
        RingView view = node.ringViews().view();
        ImmutableList<Seen> seen = view.members().stream()
                .map(shown -> new Seen(
                        shown,
                        node.status(shown.member().id()),
                        node.isReachable(shown.member().id())))
                .collect(ImmutableList.toImmutableList());
        ImmutableSet<NodeId> reachable = view.candidates().stream()
                .map(RingView.CandidateView::id)
                .filter(node::isReachable)
                .collect(ImmutableSet.toImmutableSet());
        ImmutableMap<NodeId, Long> hints = node.hints().homes().stream()
                .collect(ImmutableMap.toImmutableMap(HintsView.Home::node, HintsView.Home::hints));
        return to -> {
            to.writeStringField("clusterId", info.clusterId());
            to.writeNumberField("epoch", view.epoch());
            JsonDocument.write("proposer", view.proposer().map(NodeId::name), to);
            to.writeStringField("node", node.self().name());
            to.writeStringField("version", info.version());
            to.writeNumberField("partitions", view.target().partitions());
            to.writeNumberField("n", view.target().n());
            to.writeNumberField("replicas", view.target().replicas());
            to.writeBooleanField("settled", view.settled());
            to.writeBooleanField("agreed", view.agreed());
            Multiset<NodeId> homes = homes(view.inForce());
            Multiset<NodeId> next = view.settled() ? homes : homes(view.target());
            to.writeArrayFieldStart("members");
            for (Seen each : seen) {
                NodeId id = each.shown.member().id();
                to.writeStartObject();
                writeMember(to, each);
                to.writeNumberField("ownership", view.inForce().ownership(id));
                to.writeNumberField("replicas", homes.count(id));
                to.writeNumberField("replicasNext", next.count(id));
                to.writeNumberField("hintsPending", hints.getOrDefault(id, 0L));
                to.writeBooleanField("epochSeen", each.shown.hasAdopted());
                to.writeEndObject();
            }
            to.writeEndArray();
            to.writeArrayFieldStart("candidates");
            for (RingView.CandidateView candidate : view.candidates()) {
                writeCandidate(to, candidate, reachable.contains(candidate.id()));
            }
            to.writeEndArray();
        };
    }

    /** A member, and what the asked node sees of it. */
    private record Seen(RingView.MemberView shown, Gossip.Status state, boolean isReachable) {}

    /** How many partitions each node is a home of. */
    private static Multiset<NodeId> homes(Ring ring) {
        Multiset<NodeId> homes = HashMultiset.create();
        for (int partition = 0; partition < ring.partitions(); partition++) {
            homes.addAll(ring.preferenceList(partition).primaries());
        }
        return homes;
    }

    private static void writeMember(JsonGenerator to, Seen seen) throws IOException {
        Member member = seen.shown.member();
        to.writeStringField("id", member.id().name());
        to.writeStringField("zone", member.zone());
        to.writeNumberField("weight", member.weight());
        writeAddress(to, seen.shown.address());
        to.writeStringField("state", seen.state.name());
        to.writeBooleanField("reachable", seen.isReachable);
        to.writeStringField("status", text(seen.shown.status()));
    }

    private static void writeCandidate(JsonGenerator to, RingView.CandidateView candidate, boolean isReachable)
            throws IOException {
        to.writeStartObject();
        to.writeStringField("id", candidate.id().name());
        writeAddress(to, candidate.address());
        to.writeStringField("zone", candidate.zone());
        to.writeNumberField("weight", candidate.weight());
        JsonDocument.write("replaces", candidate.replaces().map(NodeId::name), to);
        to.writeBooleanField("reachable", isReachable);
        to.writeEndObject();
    }

    private static void writeAddress(JsonGenerator to, String address) throws IOException {
        JsonDocument.write("address", address.isEmpty() ? Optional.empty() : Optional.of(address), to);
    }

    static String text(Member.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** The epoch, and what tells apart all that was shown within it. */
    static String entityTag(long epoch, Bytes shown) {
        return '"' + Long.toString(epoch) + "-" + HexFormat.of().toHexDigits(digest(shown)) + '"';
    }

    private static long digest(Bytes shown) {
        return Hashing.murmur3_128().hashBytes(shown.asByteBuffer()).asLong();
    }

    static JsonDocument ring(RingView.Partitions view) {
        return to -> {
            to.writeNumberField("epoch", view.epoch());
            to.writeNumberField("replicas", view.target().replicas());
            to.writeArrayFieldStart("partitions");
            for (int partition = 0; partition < view.target().partitions(); partition++) {
                PreferenceList list = view.placement(partition).list();
                to.writeStartObject();
                to.writeNumberField("id", partition);
                to.writeStringField("owner", list.owner().name());
                JsonDocument.write(
                        "pending",
                        Optional.ofNullable(view.pending().get(partition)).map(NodeId::name),
                        to);
                to.writeArrayFieldStart("preferenceList");
                for (int i = 0; i < Math.min(NAMED_MAX, list.entries().size()); i++) {
                    to.writeString(list.entries().get(i).node().name());
                }
                to.writeEndArray();
                to.writeEndObject();
            }
            to.writeEndArray();
        };
    }

    /** Called on the node's loop; what it gives may be written anywhere. */
    static JsonDocument place(Node node, Key key, ImmutableList<ReplicaView> replicas, RecordAnswers records) {
        KeyHash hash = KeyHash.of(key.bucket(), key.key());
        long epoch = node.epoch();
        int partition = hash.partition(node.ring().partitions());
        Optional<String> stage = node.ringViews().stage(partition);
        return to -> {
            to.writeNumberField("epoch", epoch);
            to.writeStringField("bucket", key.bucket());
            SiblingsWriter.writeKey(to, key.key());
            to.writeStringField("hash", hash.hex());
            to.writeNumberField("partition", partition);
            if (stage.isPresent()) {
                to.writeStringField("stage", stage.get());
            }
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
