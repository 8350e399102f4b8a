package dynamo.node.env;

import dynamo.contract.Key;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;

/** What metrics and the simulator's checkers may observe. Called on the node's loop; must not call back. */
public interface NodeEvents {
    NodeEvents NONE = new NodeEvents() {};

    /** A write got its dot, and this is the record it made. */
    default void onMinted(Key key, Dot dot, WriteId writeId, Siblings made) {}

    /** A retry met the write it repeats. */
    default void onRetryKnown(Key key, WriteId writeId) {}

    /** A put is about to be answered with success; so many distinct nodes said they hold it durably. */
    default void onAcknowledged(Key key, WriteId writeId, int acks, int needed) {}

    default void onReadRepair(NodeId replica, Key key) {}

    /** A batch of so many changed rows became durable. */
    default void onCommitted(int rows, long nanos) {}

    default void onUnreadable(Key key, String why) {}

    /** This node learnt that rows it once had are gone. */
    default void onAmnesia(String why) {}

    /** An actor was given up before the process ended. */
    default void onActorRetired(int partition, String why) {}

    /** A request for another node was passed on. */
    default void onForwarded(NodeId to, Key key) {}

    /** Work was refused because a bound was reached. */
    default void onShed(String what) {}
}
