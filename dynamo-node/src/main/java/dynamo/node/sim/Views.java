package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;

/** What nodes think of who owns what. */
interface Views {
    /** The homes of a partition as the node sees them, and as it saw them just before. */
    ImmutableList<ImmutableList<NodeId>> homes(NodeId node, int partition);

    /** Whether the node has yet to fetch the partition: nobody reads there what may be in it from before. */
    boolean isLacking(NodeId node, int partition);

    /**
     * Whether the node waits for the other one: an operator may have said that it is dead.
     *
     * @param before by the plan before, too
     */
    boolean isWaitedFor(NodeId seenBy, NodeId node, boolean before);
}
