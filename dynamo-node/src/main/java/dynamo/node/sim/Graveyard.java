package dynamo.node.sim;

import dynamo.node.message.Envelope;
import dynamo.node.message.Message;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Frames that arrive long after they were sent, at whatever process then runs: seconds to a minute later, and at the latest
 * soon after the chaos. Some are second copies of frames that had arrived; a scenario may hold back others and let them go.
 */
final class Graveyard {
    private static final long MILLIS = 1_000_000;
    private static final long LATE_NANOS_MIN = 1_000 * MILLIS;
    private static final long LATE_NANOS_MAX = 60_000 * MILLIS;
    private static final long OPENING_NANOS_MAX = 2_000 * MILLIS;

    private static final class Frame {
        final NodeId to;
        final Bytes bytes;
        boolean gone;

        Frame(NodeId to, Bytes bytes) {
            this.to = to;
            this.bytes = bytes;
        }
    }

    private final SimNetwork network;
    private final List<Frame> buried = new ArrayList<>();
    private final List<Frame> held = new ArrayList<>();
    private BiPredicate<NodeId, Envelope> holdsBack = (to, envelope) -> false;

    Graveyard(SimNetwork network) {
        this.network = network;
    }

    /**
     * Whether the message may come again. A put that is passed on mints, and a whole record replaces a row that cannot be
     * read: both are for the moment in which they were asked for, and a connection delivers them once.
     */
    static boolean mayComeAgain(Message message) {
        return !(message instanceof Request.Coordinate) && !(message instanceof Request.Write write && write.whole());
    }

    void bury(NodeId to, Bytes bytes) {
        Frame frame = new Frame(to, bytes);
        buried.add(frame);
        long late = LATE_NANOS_MIN + network.drawnUpTo(LATE_NANOS_MAX - LATE_NANOS_MIN);
        network.at(network.now() + late, () -> rise(frame));
    }

    /** All that is buried arrives soon. */
    void open() {
        for (Frame frame : buried) {
            if (!frame.gone) {
                network.at(network.now() + network.drawnUpTo(OPENING_NANOS_MAX), () -> rise(frame));
            }
        }
        buried.clear();
    }

    /** From now on, what this tells to be held back does not arrive. */
    void holdBack(BiPredicate<NodeId, Envelope> which) {
        holdsBack = which;
    }

    boolean takes(NodeId to, Envelope envelope, Bytes bytes) {
        boolean taken = holdsBack.test(to, envelope);
        if (taken) {
            held.add(new Frame(to, bytes));
        }
        return taken;
    }

    int held() {
        return held.size();
    }

    /** What was held back arrives now, in order, and nothing more is held back. */
    void release() {
        holdsBack = (to, envelope) -> false;
        held.forEach(this::rise);
        held.clear();
    }

    private void rise(Frame frame) {
        if (!frame.gone) {
            frame.gone = true;
            network.arrivesLate(frame.to, frame.bytes);
        }
    }
}
