package dynamo.node;

import dynamo.ring.Member;
import dynamo.ring.NodeId;
import java.util.Optional;

/**
 * What a node asks for that the ring does not name yet; once it is a member, the ring's word counts.
 *
 * @param zone what fails together with this node
 * @param weight its share of the data, beside the weights of the others
 * @param replaces the member whose place it is to take
 */
public record Joining(String zone, double weight, Optional<NodeId> replaces) {
    public static final Joining DEFAULT = new Joining(Member.ZONE_DEFAULT, 1, Optional.empty());
}
