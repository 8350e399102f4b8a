package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;

/**
 * How far the moves of partitions are, as one node knows it, and what it has to do with them itself.
 *
 * @param cancelling whether they are about to be taken back
 * @param moving partitions whose homes the plan changes
 * @param moved those of them whose move is over
 * @param total partitions of the ring
 * @param waitingFor nodes that hold moves back, and why
 * @param moves that are not over, the first of them where they are many
 * @param lacking partitions this node is a home of and does not have whole
 * @param receiving of those, what is fetched now
 * @param handingOver what others own and is still here
 */
public record TransfersView(
        long epoch,
        boolean settled,
        boolean cancelling,
        int moving,
        int moved,
        int total,
        ImmutableList<Waiting> waitingFor,
        ImmutableList<Move> moves,
        boolean truncated,
        int lacking,
        ImmutableList<Receiving> receiving,
        ImmutableList<Leftover> handingOver) {

    public record Waiting(NodeId node, String why) {}

    /** @param stage {@code joint}, {@code proven} or {@code switched} */
    public record Move(int partition, ImmutableList<NodeId> from, ImmutableList<NodeId> to, String stage) {}

    /** @param keys that were mended here in this exchange */
    public record Receiving(int partition, NodeId from, int keys, long bytes, String state) {}

    /**
     * @param to homes that do not have all of it yet
     * @param state {@code giving} or {@code dropping}
     */
    public record Leftover(int partition, ImmutableList<NodeId> to, String state) {}
}
