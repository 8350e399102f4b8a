package dynamo.node.coordinate;

import dynamo.ring.NodeId;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the answers of one request and decides its fate. Unit: answers that came, never nodes believed up. An answer of a node
 * that was not asked, or a second one, is a bug of the caller and throws.
 */
final class QuorumTally {
    enum State {
        /** More answers are needed, and enough are outstanding. */
        PENDING,
        /** Enough counted. */
        SATISFIED,
        /** What is outstanding cannot suffice any more. */
        IMPOSSIBLE
    }

    private final int needed;
    private final Set<NodeId> outstanding = new TreeSet<>();
    private final Set<NodeId> answered = new TreeSet<>();
    private final Set<NodeId> counted = new TreeSet<>();

    /** @param needed answers that must count; at least 1 */
    QuorumTally(int needed) {
        if (needed < 1) {
            throw new IllegalArgumentException("a quorum of " + needed);
        }
        this.needed = needed;
    }

    /** The node was asked, or is asked once more about what it answered. */
    void onAsked(NodeId node) {
        answered.remove(node);
        counted.remove(node);
        outstanding.add(node);
    }

    /** @param counts whether the answer is what the quorum wants: a durable copy, a vote */
    void onAnswer(NodeId from, boolean counts) {
        if (!outstanding.remove(from)) {
            throw new IllegalStateException(from + (answered.contains(from) ? " answered twice" : " was not asked"));
        }
        answered.add(from);
        if (counts) {
            counted.add(from);
        }
    }

    boolean isOutstanding(NodeId node) {
        return outstanding.contains(node);
    }

    State state() {
        if (counted.size() >= needed) {
            return State.SATISFIED;
        }
        return counted.size() + outstanding.size() >= needed ? State.PENDING : State.IMPOSSIBLE;
    }

    int counted() {
        return counted.size();
    }

    int needed() {
        return needed;
    }

    int outstanding() {
        return outstanding.size();
    }
}
