package dynamo.node.ownership;

import dynamo.ring.NodeId;
import java.util.Optional;

/**
 * A node that is connected, is no member, and would become one.
 *
 * @param replaces the member whose places it would take
 */
public record Candidate(NodeId id, String zone, double weight, Optional<NodeId> replaces, String address) {}
