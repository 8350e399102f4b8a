package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.ring.NodeId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far anti-entropy is, for people.
 *
 * @param scrubbedNanos when the partition that was scrubbed longest ago was, by the node's clock; empty as long as some
 *     partition was not read since the start
 * @param tombstonesWaitingFor by home, this node too; one tombstone may wait for several
 * @param actorsClosing dead actors with holes that tombstones wait for
 */
public record Progress(
        long treesBuilt,
        long treesUnbuilt,
        ImmutableList<Running> running,
        OptionalLong scrubbedNanos,
        long tombstonesWaiting,
        ImmutableSortedMap<NodeId, Long> tombstonesWaitingFor,
        int actorsClosing,
        ImmutableList<Compared> compared) {

    /**
     * An exchange under way.
     *
     * @param keysHere rows mended here so far
     */
    public record Running(int partition, NodeId peer, String state, int keysHere, long bytesReceived) {}

    /**
     * A partition of which something is here that others own.
     *
     * @param to homes that do not have all of it yet
     * @param dropping whether it goes already
     */
    public record Leftover(int partition, ImmutableList<NodeId> to, boolean dropping) {}

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
