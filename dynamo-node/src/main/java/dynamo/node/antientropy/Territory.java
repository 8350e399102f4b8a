package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;

/** What anti-entropy must know of who owns what, which changes while it works. */
public interface Territory {
    Placement placement(int partition);

    /** Everybody in the ring, this node included. */
    ImmutableList<NodeId> members();

    /** Whether work that needs everybody waits for the node: an operator may have said that it is dead. */
    boolean isWaitedFor(NodeId node);

    /** Those of a group of homes that are waited for; who is down only when no other is left. */
    ImmutableList<NodeId> awaited(ImmutableList<NodeId> homes);

    /** Whether the node is in the ring no more, and has nothing to come back for. */
    boolean isRemoved(NodeId node);

    /** Homes, old and new, that nobody waits for: what is kept for them need not be handed over before something else is done. */
    ImmutableList<NodeId> notWaitedFor();

    /** Partitions this node became a home of and does not have whole, as far as it may begin to fetch them. */
    ImmutableList<Integer> toFetch();

    /** Whom such a partition must be compared with. */
    ImmutableList<NodeId> sources(int partition);

    /** It is whole, durably. */
    void onWhole(int partition);

    /** Whether this node may drop what it has of the partition, once all of its homes have it. */
    boolean mayDrop(int partition);

    /** Changes with each plan. */
    long rank();
}
