package dynamo.node.sim;

import dynamo.contract.Key;
import dynamo.contract.PutRequest;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.WriteId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One write as its client meant it: what it had been shown, however often it was tried, and under whichever dots it was
 * stored. Known from the request alone; no clock and no vector of the nodes decides what its past is.
 */
final class Write {
    private final int index;
    private final PutRequest request;
    private final WriteId id;
    private final BitSet shown;
    private final boolean contextIsWhole;
    private final List<Dot> dots = new ArrayList<>();
    private final BitSet mintedBefore = new BitSet();
    private final BitSet lostAt = new BitSet();
    private final Set<NodeId> askedAt = new LinkedHashSet<>();
    private int open;
    private int refusals;
    private int attempts;
    private boolean acknowledged;
    private int homeAcks;
    private boolean acknowledgedByHomes;
    private boolean acknowledgedByMajority;
    private long hintsGoneNanos = Long.MAX_VALUE;
    private long acknowledgedNanos = Long.MAX_VALUE;

    /**
     * @param index among the writes of its key
     * @param shown indices of the writes its client was shown with the context it sends
     * @param contextIsWhole whether that context had room for all entries
     */
    Write(int index, PutRequest request, BitSet shown, boolean contextIsWhole) {
        this.index = index;
        this.request = request;
        this.id = request.writeId();
        this.shown = (BitSet) shown.clone();
        this.contextIsWhole = contextIsWhole;
    }

    int index() {
        return index;
    }

    Key key() {
        return request.key();
    }

    PutRequest request() {
        return request;
    }

    WriteId id() {
        return id;
    }

    BitSet shown() {
        return shown;
    }

    /** What the write supersedes is decided by a read the node makes, so any write minted before may be among it. */
    boolean readsFirst() {
        return request.readsFirst() && !(request.causality() instanceof dynamo.contract.Causality.Given);
    }

    boolean contextIsWhole() {
        return contextIsWhole;
    }

    List<Dot> dots() {
        return dots;
    }

    /** Indices of the writes that had a dot when this one got its own. */
    BitSet mintedBefore() {
        return mintedBefore;
    }

    /** Numbers of the machines that held it when their disks were damaged. */
    BitSet lostAt() {
        return lostAt;
    }

    void minted(Dot dot, BitSet before) {
        dots.add(dot);
        mintedBefore.or(before);
    }

    /** @param at the node its client asks */
    void attemptBegins(NodeId at) {
        askedAt.add(at);
        attempts++;
        open++;
    }

    /** @param notApplied whether it surely was not, by the node's own word or because no node was reached */
    void attemptEnds(boolean notApplied) {
        open--;
        refusals += notApplied ? 1 : 0;
    }

    boolean wasAskedAt(NodeId node) {
        return askedAt.contains(node);
    }

    /**
     * @param acks of the key's homes; those of nodes that stand in for one do not count
     * @param byHomes whether all were homes
     */
    void acknowledge(long nanos, int acks, boolean byHomes) {
        if (!acknowledged) {
            acknowledged = true;
            acknowledgedNanos = nanos;
            homeAcks = acks;
            acknowledgedByMajority =
                    2 * request.quorum().needed() > request.quorum().n();
            acknowledgedByHomes =
                    byHomes && 2 * request.quorum().needed() > request.quorum().n();
        }
    }

    /** Homes that had it durably when it was acknowledged first. */
    int homeAcks() {
        return homeAcks;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    /** What stood in for homes has been handed over, all of it, as far as it is known. */
    void hintsGone(long nanos) {
        hintsGoneNanos = nanos;
    }

    /** A hint of it is kept somewhere. */
    void hintKept() {
        hintsGoneNanos = Long.MAX_VALUE;
    }

    /** Acknowledged by a majority, perhaps with hints, and these were handed over before then. */
    boolean isHomeBefore(long nanos) {
        return acknowledgedByMajority && hintsGoneNanos < nanos;
    }

    /** By a majority of homes, and nobody stood in for one. */
    boolean isAcknowledgedByHomes() {
        return acknowledgedByHomes;
    }

    boolean isAcknowledgedBefore(long nanos) {
        return acknowledgedNanos < nanos;
    }

    boolean isOpen() {
        return open > 0;
    }

    /** Every try was said not to have been applied. */
    boolean isRejected() {
        return open == 0 && refusals == attempts;
    }

    @Override
    public String toString() {
        return request.requestId().text() + dots;
    }
}
