package dynamo.node.sim;

import dynamo.node.message.Envelope;
import dynamo.node.message.MessageCodec;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection between two processes: each way a queue in order, as TCP has it. A cut holds messages back; the end of
 * the connection loses a suffix of what is under way, while what remains may still arrive after the next one opened.
 */
final class Connection {
    /** Messages under way in one direction, beyond which the sender drops them. */
    private static final int UNDER_WAY_MAX = 4096;

    /** One direction. */
    private static final class Lane {
        final Port to;
        final ArrayDeque<Flight> underWay = new ArrayDeque<>();
        long lastArrival;

        Lane(Port to) {
            this.to = to;
        }
    }

    private static final class Flight {
        final Bytes frame;
        final long correlation;
        boolean lost;
        boolean held;

        Flight(Bytes frame, long correlation) {
            this.frame = frame;
            this.correlation = correlation;
        }
    }

    /** What the receiver's machine had taken, and the receiver not read yet, may outlive the connection. */
    private static final int LATE_INSTEAD = 10;

    private final SimNetwork network;
    private final Wire wire;
    private final Lane toLow;
    private final Lane toHigh;
    private boolean open = true;

    Connection(SimNetwork network, Wire wire, Port low, Port high) {
        this.network = network;
        this.wire = wire;
        this.toLow = new Lane(low);
        this.toHigh = new Lane(high);
    }

    void send(NodeId from, Envelope envelope) {
        Lane lane = from.equals(toLow.to.self()) ? toHigh : toLow;
        Bytes frame = MessageCodec.encode(envelope);
        network.sent(envelope);
        network.trace("send", from, envelope.correlation(), frame.hashCode(), new Trace.Both(lane.to.self(), envelope));
        if (!open || !lane.to.isAlive()) {
            network.lost("message to a connection that ended", envelope);
        } else if (lane.underWay.size() >= UNDER_WAY_MAX) {
            network.lost("message to a peer that does not keep up", envelope);
        } else if (network.draws(network.faults().lossChance())) {
            network.lost("message lost", envelope);
        } else {
            Flight flight = new Flight(frame, envelope.correlation());
            lane.underWay.add(flight);
            fly(lane, flight);
            if (network.draws(network.faults().resetChance())) {
                network.count("connection reset");
                wire.end(network.faults().resetNoticeMax());
            }
        }
    }

    /** A cut was healed: what it held back goes on, in order. */
    void release() {
        List<Lane> lanes = List.of(toLow, toHigh);
        for (Lane lane : lanes) {
            for (Flight flight : lane.underWay) {
                if (flight.held && !wire.isCut(lane.to.self())) {
                    flight.held = false;
                    fly(lane, flight);
                }
            }
        }
    }

    /** Ends it both ways. Of what is under way a random prefix still arrives, unless a cut holds it. */
    void end() {
        open = false;
        List<Lane> lanes = List.of(toLow, toHigh);
        for (Lane lane : lanes) {
            int arriving = network.random().nextInt(lane.underWay.size() + 1);
            for (Flight flight : new ArrayList<>(lane.underWay)) {
                flight.lost = flight.held || arriving-- <= 0;
            }
            lane.underWay.removeIf(flight -> flight.lost);
        }
    }

    private void fly(Lane lane, Flight flight) {
        lane.lastArrival = Math.max(lane.lastArrival + 1, network.now() + wire.delayNanos(lane.to.self()));
        network.at(lane.lastArrival, () -> arrive(lane, flight));
    }

    private void arrive(Lane lane, Flight flight) {
        if (flight.lost) {
            network.count("message lost with its connection");
            if (network.draws(LATE_INSTEAD * network.faults().lateChance())
                    && Graveyard.mayComeAgain(MessageCodec.decode(flight.frame).message())) {
                network.graveyard().bury(lane.to.self(), flight.frame);
            }
            return;
        }
        if (open && (wire.isCut(lane.to.self()) || isBehindHeld(lane, flight))) {
            flight.held = true;
            return;
        }
        lane.underWay.remove(flight);
        deliver(lane, flight);
    }

    /** A message may not overtake one that a cut held back. */
    private static boolean isBehindHeld(Lane lane, Flight flight) {
        Flight first = lane.underWay.peek();
        return first != null && first != flight && first.held;
    }

    private void deliver(Lane lane, Flight flight) {
        NodeId to = lane.to.self();
        if (!lane.to.isAlive()) {
            network.count("message lost with its receiver");
            return;
        }
        Envelope envelope = MessageCodec.decode(flight.frame);
        if (network.graveyard().takes(to, envelope, flight.frame)) {
            return;
        }
        network.trace("arrive", to, flight.correlation, flight.frame.hashCode(), "");
        lane.to.arrived(envelope);
        if (Graveyard.mayComeAgain(envelope.message())) {
            if (network.draws(network.faults().duplicateChance())) {
                network.count("message duplicated");
                network.at(network.now() + wire.delayNanos(to), () -> deliver(lane, flight));
            }
            if (network.draws(network.faults().lateChance())) {
                network.graveyard().bury(to, flight.frame);
            }
        }
    }
}
