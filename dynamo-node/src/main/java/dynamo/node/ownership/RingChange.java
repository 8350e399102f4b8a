package dynamo.node.ownership;

import dynamo.ring.NodeId;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One thing an operator wants changed.
 *
 * @param node whom it is about; the one that is to go, of a replacement; empty for a cancel
 * @param by who takes its place
 * @param askedByNode whether the node asked for it itself, at its start
 */
public record RingChange(
        Kind kind,
        Optional<NodeId> node,
        Optional<NodeId> by,
        OptionalDouble weight,
        Optional<String> zone,
        boolean askedByNode) {

    /** What is to change. */
    public enum Kind {
        JOIN,
        /** Hands over what it has, then is no member any more. */
        LEAVE,
        /** A new node takes exactly the place of another. */
        REPLACE,
        /** It is dead: nobody waits for it. */
        REMOVE,
        /** It is dead for now: nobody waits for it, and it keeps its place. Takes effect at once, also while partitions move. */
        DOWN,
        WEIGHT,
        ZONE,
        /** The handoff under way ends, and the ring is again what it was before. */
        CANCEL
    }

    public static RingChange of(Kind kind, NodeId node) {
        return new RingChange(
                kind, Optional.of(node), Optional.empty(), OptionalDouble.empty(), Optional.empty(), false);
    }

    public static RingChange cancel() {
        return new RingChange(
                Kind.CANCEL, Optional.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty(), false);
    }

    /** Who is about to become a member, if anybody is. */
    Optional<NodeId> newcomer() {
        return kind == Kind.REPLACE ? by : kind == Kind.JOIN ? node : Optional.empty();
    }

    NodeId subject() {
        return node.orElseThrow(() -> new IllegalArgumentException("a " + kind + " is about a node"));
    }
}
