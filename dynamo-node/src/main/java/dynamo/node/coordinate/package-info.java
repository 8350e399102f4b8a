/**
 * Puts and gets over a key's N homes: {@code Coordination} is the way in, one {@code PutCoordinator} or {@code
 * GetCoordinator} lives per request, {@code WriteQuorum} and {@code QuorumTally} count, {@code ReadRepair} mends what a get
 * found stale, {@code Forwarding} passes a put to a home, or to who stands in where none can store.
 *
 * <p>Does not know the replica, nor who keeps hints: it talks to this node's own like to any other, but for minting a dot.
 */
@NullMarked
package dynamo.node.coordinate;

import org.jspecify.annotations.NullMarked;
