package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;

/** How {@link Gossip} is written. */
final class GossipForms {
    private static final ImmutableList<Gossip.Status> STATUSES = ImmutableList.copyOf(Gossip.Status.values());

    /** A message of updates carries few; only a state names every member. */
    private static final int UPDATES_MAX = 256;

    private static final int UPDATE_BYTES_MIN = 6;

    private GossipForms() {}

    static void writePing(Gossip.Ping ping, Encoder to) {
        updates(ping.updates(), to);
    }

    static Gossip.Ping readPing(Decoder from) {
        return new Gossip.Ping(updates(UPDATES_MAX, from));
    }

    static void writePingRequest(Gossip.PingRequest request, Encoder to) {
        Fields.nodeId(request.target(), to);
        updates(request.updates(), to);
    }

    static Gossip.PingRequest readPingRequest(Decoder from) {
        return new Gossip.PingRequest(Fields.nodeId(from), updates(UPDATES_MAX, from));
    }

    static void writeAck(Gossip.Ack ack, Encoder to) {
        updates(ack.updates(), to);
    }

    static Gossip.Ack readAck(Decoder from) {
        return new Gossip.Ack(updates(UPDATES_MAX, from));
    }

    static void writeNack(Gossip.Nack nack, Encoder to) {
        // says all by its type
    }

    static Gossip.Nack readNack(Decoder from) {
        return new Gossip.Nack();
    }

    static void writeSpread(Gossip.Spread spread, Encoder to) {
        updates(spread.updates(), to);
    }

    static Gossip.Spread readSpread(Decoder from) {
        return new Gossip.Spread(updates(UPDATES_MAX, from));
    }

    static void writeDigest(Gossip.Digest digest, Encoder to) {
        to.i64(digest.digest());
    }

    static Gossip.Digest readDigest(Decoder from) {
        return new Gossip.Digest(from.i64());
    }

    static void writeState(Gossip.State state, Encoder to) {
        to.bool(state.wantsReply());
        updates(state.members(), to);
    }

    static Gossip.State readState(Decoder from) {
        return new Gossip.State(from.bool(), updates(Ring.MEMBERS_MAX, from));
    }

    private static void updates(ImmutableList<Gossip.Update> updates, Encoder to) {
        to.varint(updates.size());
        updates.forEach(update -> update(update, to));
    }

    private static ImmutableList<Gossip.Update> updates(int max, Decoder from) {
        int size = from.count(Math.min(max, from.remaining() / UPDATE_BYTES_MIN));
        ImmutableList.Builder<Gossip.Update> updates = ImmutableList.builderWithExpectedSize(size);
        for (int i = 0; i < size; i++) {
            updates.add(update(from));
        }
        return updates.build();
    }

    private static void update(Gossip.Update update, Encoder to) {
        Fields.nodeId(update.node(), to);
        Fields.constant(update.status(), to);
        to.varint(update.incarnation());
        boolean hasWitness = !update.by().equals(update.node());
        to.string(hasWitness ? update.by().name() : "").string(update.address());
    }

    private static Gossip.Update update(Decoder from) {
        NodeId node = Fields.nodeId(from);
        Gossip.Status status = Fields.constant(STATUSES, from);
        long incarnation = from.varint();
        String by = from.string(NodeId.CHARS_MAX);
        String address = from.string(Gossip.Update.ADDRESS_CHARS_MAX);
        if (by.equals(node.name())) {
            throw new MalformedException("an update by its own member names nobody");
        }
        return new Gossip.Update(node, status, incarnation, by.isEmpty() ? node : new NodeId(by), address);
    }
}
