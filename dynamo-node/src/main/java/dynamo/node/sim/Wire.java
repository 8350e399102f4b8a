package dynamo.node.sim;

import dynamo.ring.NodeId;
import org.jspecify.annotations.Nullable;

/** What joins two nodes for the whole run: whether it is cut in either direction, and the connection over it, if any. */
final class Wire {
    private final SimNetwork network;
    private final NodeId low;
    private final NodeId high;
    private @Nullable Connection connection;
    private boolean cutToLow;
    private boolean cutToHigh;
    private long extraNanos;
    private long cuts;
    private boolean dialling;
    private boolean severed;

    Wire(SimNetwork network, NodeId low, NodeId high) {
        this.network = network;
        this.low = low;
        this.high = high;
    }

    NodeId low() {
        return low;
    }

    NodeId high() {
        return high;
    }

    boolean joins(NodeId node) {
        return node.equals(low) || node.equals(high);
    }

    NodeId other(NodeId node) {
        return node.equals(low) ? high : low;
    }

    boolean isCut(NodeId towards) {
        return towards.equals(low) ? cutToLow : cutToHigh;
    }

    long delayNanos(NodeId towards) {
        return network.delayNanos() + extraNanos;
    }

    /** A slow link. */
    void setExtraDelay(long nanos) {
        extraNanos = nanos;
    }

    private void cut(NodeId towards) {
        cutToLow |= towards.equals(low);
        cutToHigh |= towards.equals(high);
        long mine = ++cuts;
        long idle = network.drawnUpTo(network.faults().idleMax());
        network.at(network.now() + idle, () -> {
            if (mine == cuts && (cutToLow || cutToHigh)) {
                end(network.faults().resetNoticeMax());
            }
        });
    }

    void cutBoth() {
        cut(low);
        cut(high);
    }

    void cutOneWay(boolean towardsLow) {
        cut(towardsLow ? low : high);
    }

    /** Cut until it is mended; healing does not help. */
    void sever(boolean toLow, boolean toHigh) {
        severed = true;
        cutToLow = false;
        cutToHigh = false;
        if (toLow) {
            cut(low);
        }
        if (toHigh) {
            cut(high);
        }
    }

    void mend() {
        severed = false;
        heal();
    }

    void heal() {
        if (severed) {
            return;
        }
        cuts++;
        cutToLow = false;
        cutToHigh = false;
        if (connection != null) {
            connection.release();
        }
        dialLater();
    }

    /** The connection ends; each end hears of it in its own time. */
    void end(long noticeMax) {
        Connection ended = connection;
        if (ended == null) {
            return;
        }
        connection = null;
        ended.end();
        notice(low, high, ended, noticeMax);
        notice(high, low, ended, noticeMax);
        dialLater();
    }

    private void notice(NodeId node, NodeId peer, Connection ended, long noticeMax) {
        Port port = network.port(node);
        if (port != null) {
            network.at(network.now() + network.drawnUpTo(noticeMax), () -> port.ended(peer, ended));
        }
    }

    void dialLater() {
        if (!dialling && connection == null) {
            dialling = true;
            network.at(network.now() + network.drawnUpTo(network.faults().reconnectMax()), this::dial);
        }
    }

    private void dial() {
        dialling = false;
        Port lowPort = network.port(low);
        Port highPort = network.port(high);
        if (lowPort == null || highPort == null || connection != null) {
            return; // a starting process dials by itself
        }
        if (cutToLow || cutToHigh || !lowPort.isResponsive() || !highPort.isResponsive()) {
            dialLater();
            return;
        }
        connection = new Connection(network, this, lowPort, highPort);
        network.trace("connect", low, 0, 0, high);
        lowPort.opened(high, connection);
        highPort.opened(low, connection);
    }
}
