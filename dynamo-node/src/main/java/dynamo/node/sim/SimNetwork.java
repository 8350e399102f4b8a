package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.node.message.Envelope;
import dynamo.node.message.MessageCodec;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The network between the nodes: a wire for each two of them, and a port for each process that runs. */
final class SimNetwork {
    private final EventQueue queue;
    private final SplittableRandom random;
    private final Trace trace;
    private final Tally tally;
    private final List<Wire> wires = new ArrayList<>();
    private final Map<NodeId, Port> ports = new TreeMap<>();
    private final Consumer<Envelope> watcher;
    private final Graveyard graveyard = new Graveyard(this);
    private NetworkFaults faults;

    /** @param watcher sees every message that is sent over a wire */
    SimNetwork(
            ImmutableList<NodeId> nodes,
            NetworkFaults faults,
            EventQueue queue,
            Seed seed,
            Trace trace,
            Tally tally,
            Consumer<Envelope> watcher) {
        this.faults = faults;
        this.queue = queue;
        this.random = seed.fork("network").random();
        this.trace = trace;
        this.tally = tally;
        this.watcher = watcher;
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = i + 1; j < nodes.size(); j++) {
                wires.add(new Wire(this, nodes.get(i), nodes.get(j)));
            }
        }
    }

    /** A process starts. */
    Port attach(NodeId node, SimLoop loop) {
        Port port = new Port(this, node, loop);
        ports.put(node, port);
        wiresOf(node).forEach(Wire::dialLater);
        return port;
    }

    /**
     * A process ends.
     *
     * @param silently as when its machine loses power: no peer is told, each notices in its time
     */
    void detach(NodeId node, boolean silently) {
        Port port = ports.remove(node);
        if (port != null) {
            port.close();
            long noticeMax = silently ? faults.deathNoticeMax() : faults.resetNoticeMax();
            wiresOf(node).forEach(wire -> wire.end(noticeMax));
        }
    }

    /** Its connections stay, until a peer runs out of patience. */
    void pause(NodeId node) {
        Port port = ports.get(node);
        if (port != null) {
            port.setPaused(true);
            for (Wire wire : wiresOf(node)) {
                at(now() + drawnUpTo(faults.idleMax()), () -> {
                    if (port.isAlive() && !port.isResponsive()) {
                        wire.end(faults.resetNoticeMax());
                    }
                });
            }
        }
    }

    void resume(NodeId node) {
        Port port = ports.get(node);
        if (port != null) {
            port.setPaused(false);
        }
    }

    Wire wire(NodeId a, NodeId b) {
        return wires.stream()
                .filter(wire -> wire.joins(a) && wire.other(a).equals(b))
                .findFirst()
                .orElseThrow();
    }

    ImmutableList<Wire> wires() {
        return ImmutableList.copyOf(wires);
    }

    /** No new faults; what is late comes soon. */
    void calm() {
        faults = faults.calm();
        wires.forEach(wire -> wire.setExtraDelay(0));
        graveyard.open();
    }

    Graveyard graveyard() {
        return graveyard;
    }

    /** A frame that was under way for long; whoever runs there now gets it. */
    void arrivesLate(NodeId to, Bytes frame) {
        Port port = ports.get(to);
        if (port == null) {
            count("message lost with its receiver");
            return;
        }
        Envelope envelope = MessageCodec.decode(frame);
        tally.hit(Probe.LATE_FRAME);
        trace("arrive late", to, envelope.correlation(), frame.hashCode(), envelope);
        port.arrived(envelope);
    }

    private List<Wire> wiresOf(NodeId node) {
        return wires.stream().filter(wire -> wire.joins(node)).toList();
    }

    @Nullable
    Port port(NodeId node) {
        return ports.get(node);
    }

    NetworkFaults faults() {
        return faults;
    }

    SplittableRandom random() {
        return random;
    }

    long now() {
        return queue.now();
    }

    void at(long nanos, Runnable task) {
        queue.at(nanos, task);
    }

    boolean draws(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    long drawnUpTo(long max) {
        return random.nextLong(max + 1);
    }

    long delayNanos() {
        return draws(faults.slowChance())
                ? drawnUpTo(faults.slowMax())
                : random.nextLong(faults.delayMin(), faults.delayMax() + 1);
    }

    void dropped(NodeId from, NodeId to, Envelope envelope) {
        trace.add("unsent", from.name(), envelope.correlation(), 0, new Trace.Both(to, envelope));
        tally.count("message to nobody connected");
    }

    void lost(String why, Envelope envelope) {
        trace.add("lost", envelope.from().name(), envelope.correlation(), 0, why);
        tally.count(why);
    }

    void sent(Envelope envelope) {
        watcher.accept(envelope);
    }

    void count(String fault) {
        tally.count(fault);
    }

    void trace(String type, NodeId where, long a, long b, Object detail) {
        trace.add(type, where.name(), a, b, detail);
    }

    /** A message to oneself meets the codec too. */
    Envelope throughBytes(Envelope envelope) {
        return MessageCodec.decode(MessageCodec.encode(envelope));
    }
}
