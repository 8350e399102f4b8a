package dynamo.node.coordinate;

import dynamo.ring.NodeId;
import java.util.function.Predicate;

/**
 * What coordinators ask before they send.
 *
 * @param connected a message has somewhere to go; true for the node itself
 * @param hasSpace the node's disk takes client writes, as last told
 */
public record Reach(Predicate<NodeId> connected, Predicate<NodeId> hasSpace) {

    /** Whether a write sent to it is likely to be stored. */
    boolean canStore(NodeId node) {
        return connected.test(node) && hasSpace.test(node);
    }
}
