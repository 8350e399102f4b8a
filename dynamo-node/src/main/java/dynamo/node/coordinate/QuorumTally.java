package dynamo.node.coordinate;

import dynamo.ring.NodeId;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the replicas' answers of one request and decides its fate. Unit: answers that came, never nodes believed up. A
 * second answer of the same node is a bug of the caller and throws.
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
    private final int expected;
    private final Set<NodeId> answered = new TreeSet<>();
    private int counted;

    /**
     * @param needed answers that must count; at least 1
     * @param expected answers that can come at all
     */
    QuorumTally(int needed, int expected) {
        if (needed < 1) {
            throw new IllegalArgumentException("a quorum of " + needed);
        }
        this.needed = needed;
        this.expected = expected;
    }

    /** @param counts whether the answer is what the quorum wants: a durable copy, a vote */
    void onAnswer(NodeId from, boolean counts) {
        if (!answered.add(from)) {
            throw new IllegalStateException(from + " answered twice");
        }
        counted += counts ? 1 : 0;
    }

    State state() {
        if (counted >= needed) {
            return State.SATISFIED;
        }
        return counted + outstanding() >= needed ? State.PENDING : State.IMPOSSIBLE;
    }

    int counted() {
        return counted;
    }

    int needed() {
        return needed;
    }

    int outstanding() {
        return expected - answered.size();
    }
}
