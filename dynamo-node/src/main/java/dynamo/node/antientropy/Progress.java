package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.ring.NodeId;
import java.util.Optional;
import java.util.OptionalLong;

/** How far anti-entropy is, for people. */
public record Progress(
        long treesBuilt,
        long treesUnbuilt,
        ImmutableList<Running> running,
        long tombstonesWaiting,
        ImmutableSortedMap<NodeId, Long> tombstonesWaitingFor,
        ImmutableList<Compared> compared) {

    public record Running(int partition, NodeId peer, String state) {}

    /**
     * A pair that this node begins, and what came of it since the start.
     *
     * @param lastCompletedNanos when, by the node's clock
     */
    public record Compared(
            int partition,
            NodeId peer,
            OptionalLong lastCompletedNanos,
            int keysRepaired,
            long bytesSent,
            long bytesReceived,
            int failures,
            Optional<String> lastError) {}
}
