package dynamo.node.io.net;

import java.time.Duration;

/**
 * Bounds of what peers may cost a node, and how soon it notices that one is gone.
 *
 * @param frameBytesMax a frame without its header; both sides of a connection should agree
 * @param outgoingBytesMax waiting for one peer: beyond it messages to that peer are dropped. The message that crosses it
 *     is still taken, so a peer costs at most this and one frame
 * @param inboundSpare connections that others may hold open, handshaken or not, beside four for each peer that this node
 *     keeps one to. Each costs at most one frame half read
 * @param connectTimeout until the peer's machine answers: short, so that a healed network is noticed soon
 * @param handshakeTimeout from then until the peer accepts
 * @param keepAlive a side that was silent for so long says something
 * @param silentMax so many intervals of {@code keepAlive} without a byte end a connection
 * @param redialMin pause before the second try to reach a peer; doubles with each further one
 * @param redialMax longest pause
 */
public record TransportLimits(
        int frameBytesMax,
        int outgoingBytesMax,
        int inboundSpare,
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration keepAlive,
        int silentMax,
        Duration redialMin,
        Duration redialMax) {

    /** A record of 32 MiB and what surrounds it. */
    public static final int FRAME_BYTES_MAX_DEFAULT = 40 << 20;

    private static final int INBOUND_PER_PEER = 4;

    /** For a cluster of any size. */
    public static final TransportLimits DEFAULT = new TransportLimits(
            FRAME_BYTES_MAX_DEFAULT,
            64 << 20,
            64,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            5,
            Duration.ofMillis(50),
            Duration.ofSeconds(1));

    public TransportLimits {
        if (frameBytesMax < 1 || outgoingBytesMax < 1 || inboundSpare < 1 || silentMax < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
        if (redialMin.isZero() || redialMin.isNegative() || redialMax.compareTo(redialMin) < 0) {
            throw new IllegalArgumentException("redial pauses are " + redialMin + " to " + redialMax);
        }
    }

    /**
     * Connections that others may hold open: each peer dials once, and may come back before its old connection is gone.
     *
     * @param peers this node keeps a connection to now: the bound grows with the cluster
     */
    int inboundMax(int peers) {
        return INBOUND_PER_PEER * peers + inboundSpare;
    }
}
