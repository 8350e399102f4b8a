package dynamo.node.message;

import dynamo.ring.NodeId;

/**
 * What every message between nodes carries.
 *
 * @param startNumber of the sender's process: it rises with each start and is kept on the sender's disk
 * @param ringEpoch of the ring the sender uses
 * @param correlation names a request, and is repeated in its reply; chosen by the requester
 */
public record Envelope(NodeId from, long startNumber, long ringEpoch, long correlation, Message message) {}
