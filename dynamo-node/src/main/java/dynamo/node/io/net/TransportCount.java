package dynamo.node.io.net;

/** What a transport counts, from its start on. */
public enum TransportCount {
    /** Given to a connection; whether they arrived is not known here. */
    MESSAGES_SENT,
    /** Bytes of them, frames included. */
    BYTES_SENT,
    /** Arrived whole and undamaged; those of the node to itself are not counted. */
    MESSAGES_RECEIVED,
    /** Bytes of them, frames included. */
    BYTES_RECEIVED,
    /** Had nowhere to go. */
    DROPPED_NOT_CONNECTED,
    /** The peer, or the way to it, does not keep up. */
    DROPPED_SLOW,
    /** Larger than a frame may be. */
    DROPPED_OVERSIZE,
    /** Attempts to reach a peer. */
    DIALS,
    /** Own connections that were accepted by the peer. */
    CONNECTED,
    /** Own connections that ended after that. */
    DISCONNECTED,
    /** Handshakes this node refused, on either end. */
    REFUSED,
    /** Handshakes in which the other side refused this node. */
    REFUSED_BY_PEER,
    /** Questions of who is here, from nodes that want to join, that were answered. */
    INTRODUCTIONS,
    /** Connections that did not finish their handshake in time. */
    HANDSHAKE_TIMEOUTS,
    /** Connections closed at once since others hold as many as they may. */
    INBOUND_OVER_LIMIT,
    /** Frames with a wrong checksum or an impossible length; the connection is closed. */
    FRAMES_DAMAGED,
    /** Frames of a newer kind, skipped. */
    FRAMES_UNKNOWN,
    /** Whole frames that held no message, or one that its sender may not send; the connection is closed. */
    MESSAGES_MALFORMED,
    /** Messages of a newer version, dropped. */
    MESSAGES_UNKNOWN,
    /** Connections closed since nothing was heard on them. */
    SILENT
}
