package dynamo.node;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.node.antientropy.Progress;
import dynamo.node.replica.Standing;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far this node is with being like the other homes.
 *
 * @param scrubbed how long ago the partition was that was scrubbed longest ago; empty as long as one was not since the start
 * @param tombstonesWaiting deleted keys whose rows are kept until every home accounts for what they cover
 */
public record AntiEntropyView(
        String state,
        long treesBuilt,
        long treesUnbuilt,
        ImmutableList<Running> running,
        Optional<Duration> scrubbed,
        long tombstonesWaiting,
        ImmutableSortedMap<NodeId, Long> tombstonesWaitingFor,
        int actorsClosing,
        ImmutableList<Compared> compared) {

    /** An exchange under way. */
    public record Running(int partition, NodeId peer, String state) {}

    /** What came since the start of a pair of homes whose exchanges this node begins. */
    public record Compared(
            int partition,
            NodeId peer,
            Optional<Duration> lastCompleted,
            int keysRepaired,
            long bytesSent,
            long bytesReceived,
            int failures,
            Optional<String> lastError) {}

    static AntiEntropyView of(Standing.State state, Progress progress, long nowNanos) {
        return new AntiEntropyView(
                state.name(),
                progress.treesBuilt(),
                progress.treesUnbuilt(),
                progress.running().stream()
                        .map(running -> new Running(running.partition(), running.peer(), running.state()))
                        .collect(ImmutableList.toImmutableList()),
                ago(progress.scrubbedNanos(), nowNanos),
                progress.tombstonesWaiting(),
                progress.tombstonesWaitingFor(),
                progress.actorsClosing(),
                progress.compared().stream()
                        .map(compared -> of(compared, nowNanos))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static Compared of(Progress.Compared compared, long nowNanos) {
        return new Compared(
                compared.partition(),
                compared.peer(),
                ago(compared.lastCompletedNanos(), nowNanos),
                compared.keysRepaired(),
                compared.bytesSent(),
                compared.bytesReceived(),
                compared.failures(),
                compared.lastError());
    }

    private static Optional<Duration> ago(OptionalLong nanos, long nowNanos) {
        return nanos.isPresent() ? Optional.of(Duration.ofNanos(nowNanos - nanos.getAsLong())) : Optional.empty();
    }
}
