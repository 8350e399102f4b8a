package dynamo.node.env;

import dynamo.contract.Key;
import dynamo.node.message.Gossip;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;
import java.util.Map;

/** What metrics and the simulator's checkers may observe. Called on the node's loop; must not call back. */
public interface NodeEvents {
    NodeEvents NONE = new NodeEvents() {};

    /** A write got its dot, and this is the record it made. */
    default void onMinted(Key key, Dot dot, WriteId writeId, Siblings made) {}

    /** A retry met the write it repeats. */
    default void onRetryKnown(Key key, WriteId writeId) {}

    /**
     * A put is about to be answered with success; so many distinct nodes said they hold it durably.
     *
     * @param hinted how many of them hold it for a home
     */
    default void onAcknowledged(Key key, WriteId writeId, int acks, int hinted, int needed) {}

    default void onReadRepair(NodeId replica, Key key) {}

    /** A get asks a home whether siblings that its answer lacks were superseded. */
    default void onClarify(NodeId home, Key key) {}

    /** A get asks a spare node, since a home is silent. */
    default void onHedge(NodeId spare, Key key) {}

    /** A get has its quorum by the spare node's answer. */
    default void onHedgeWon(NodeId spare, Key key) {}

    /** A batch of so many changed rows became durable. */
    default void onCommitted(int rows, long nanos) {}

    default void onUnreadable(Key key, String why) {}

    /** Siblings that arrived were dropped, for the partition clock accounts for them and they are not live here. */
    default void onDropped(Key key, Siblings arrived, Siblings kept) {}

    /** Entries that every home accounts for were left out of a record's vector. */
    default void onStripped(Key key, Siblings before, Siblings after) {}

    /** A row of nothing but tombstones is deleted. */
    default void onReaped(Key key, Siblings record) {}

    /** A partition's hash tree was built from its rows. */
    default void onTreeBuilt(int partition) {}

    /** A hash tree was not what the rows say; it was built anew. */
    default void onTreeMismatch(int partition) {}

    /** This node learnt that rows it once had are gone. */
    default void onAmnesia(String why) {}

    /**
     * What this node had lost of a partition is back.
     *
     * @param wholly whether that was the last one
     */
    default void onHealed(int partition, boolean wholly) {}

    /**
     * A partition was compared with another home, and all that differed is settled.
     *
     * @param keysHere rows mended here
     * @param keysThere rows mended there
     */
    default void onExchanged(NodeId peer, int partition, int keysHere, int keysThere) {}

    /** A comparison did not come to its end; what it settled by then remains. */
    default void onExchangeFailed(NodeId peer, int partition, String why) {}

    /** An exchange cost so many bytes. */
    default void onExchangeTraffic(long sent, long received) {}

    /** Tombstones that wait, for which homes, and the bytes of all partition clocks, as last seen. */
    default void onUpkeep(long tombstonesWaiting, Map<NodeId, Long> byHome, long clockBytes) {}

    /** An actor was given up before the process ended. */
    default void onActorRetired(int partition, String why) {}

    /** A write was refused, for it has an unseen dot of an actor that is about to be closed. */
    default void onRefusedActor(Key key, Siblings record) {}

    /** A retired actor's run counts as whole from now on. */
    default void onClosed(int partition, long actor) {}

    /** A request for another node was passed on. */
    default void onForwarded(NodeId to, Key key) {}

    /** What is kept for absent homes by now. */
    default void onHintsKept(long hints, long bytes) {}

    /** A record was not taken for an absent home. */
    default void onHintRefused(NodeId home, String why) {}

    /** A hint was handed to its home, which holds it durably. */
    default void onHintReplayed(NodeId home) {}

    /** A hint that cannot be read is neither served nor handed over; its bytes stay. */
    default void onHintUnreadable(String row, String why) {}

    /** Replay to a home began or ended. */
    default void onHandoff(NodeId home, boolean replaying, String why) {}

    /** A home was silent for so long that another node was asked to stand in for it. */
    default void onHandoffTimeout(NodeId home) {}

    /**
     * Twice a second: how busy the node is.
     *
     * @param inFlight client requests, those included that other nodes passed on
     * @param limit of them, found by how long they take
     * @param pressure 0 to 1
     */
    default void onLoad(int inFlight, int limit, double pressure) {}

    /** Twice a second, for each peer: requests it was asked and has not answered. */
    default void onPeerLoad(NodeId peer, int inFlight) {}

    /** Work was refused because a bound was reached. */
    default void onShed(String what) {}

    /** What is said of another member has changed. */
    default void onMember(NodeId member, Gossip.Status status, long incarnation) {}

    /** Members in each state, this node among them. */
    default void onMembers(int alive, int suspect, int dead) {}

    /** This node was suspected, or taken for an earlier process, and refuted. */
    default void onRefuted(long incarnation) {}

    /**
     * Twice a second: the ring as this node knows it.
     *
     * @param moving partitions whose move is not over
     * @param lacking partitions this node is a home of and does not have whole
     */
    default void onRing(long epoch, int moving, int lacking) {}

    /** Another plan of the ring counts from now on, durably. */
    default void onPlan(long epoch, int moves) {}

    /** This node now has the partition whole, which it was to get. */
    default void onWhole(int partition) {}

    /** What is stored of a partition that went elsewhere is dropped from now on: every one of its homes has it. */
    default void onDropping(int partition) {}

    /** A request was not served, for its sender goes by another plan of the ring. */
    default void onWrongEpoch(NodeId from) {}
}
