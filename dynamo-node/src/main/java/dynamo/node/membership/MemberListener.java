package dynamo.node.membership;

import dynamo.node.message.Gossip.Status;
import dynamo.ring.NodeId;

/** What {@link Swim} tells its node. Called on the node's loop; must not call back. */
public interface MemberListener {
    /** It is not what it was, or so with a new incarnation. Never told of the node itself. */
    void onStatus(NodeId member, Status status, long incarnation);

    /** It listens at another place than was known before. */
    void onAddress(NodeId member, String address);

    /** Somebody suspected this node, and it refuted. */
    void onRefuted(long incarnation);
}
