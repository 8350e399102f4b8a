package dynamo.node.message;

import dynamo.ring.NodeId;

/**
 * What every message between nodes carries.
 *
 * @param startNumber of the sender's process: it rises with each start and is kept on the sender's disk
 * @param ringEpoch of the plan of the ring the sender goes by, as a rank: the epoch, and below it what tells two plans of one
 *     epoch apart
 * @param correlation names a request, and is repeated in its reply; chosen by the requester
 */
public record Envelope(NodeId from, long startNumber, long ringEpoch, long correlation, Message message) {}
