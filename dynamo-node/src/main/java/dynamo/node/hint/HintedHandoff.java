package dynamo.node.hint;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Hands hints to their homes as soon as these are back (Dynamo §4.6); one {@link Replay} per home.
 *
 * <p>Background work yields: between two slices there is a pause, as long as {@code pauseNanos} says. Threading: the node's
 * loop.
 */
public final class HintedHandoff {
    /** When nobody knows better. */
    public static final Duration PAUSE = Duration.ofMillis(5);
    /** An attempt that failed is repeated after this at the latest. */
    public static final Duration RETRY_MAX = Backoff.MAX.plus(Backoff.MAX.dividedBy(2));

    /** What goes on with a home. */
    public enum State {
        /** Nothing to hand over, or the home cannot take it now. */
        WAITING,
        /** Hints are on their way. */
        REPLAYING
    }

    private final Doors doors;
    private final Requests requests;
    private final HintStore hints;
    private final Ways ways;
    private final LongSupplier pauseNanos;
    private final Map<NodeId, Replay> replays = new TreeMap<>();

    /** Whom hints go to. */
    public interface Ways {
        int ringPartitions();

        /** Whether the node can be reached, has started, and has space, as far as this node knows. */
        boolean takesWrites(NodeId node);

        /** Whether some hint for the home may have a way now: to it, or to others in its place. */
        boolean mayHandOver(NodeId home);

        /** Who must all have a hint for the home before it is dropped: the home, or whoever has the partition in its place. */
        ImmutableList<NodeId> takers(NodeId home, int partition);
    }

    public HintedHandoff(Doors doors, Requests requests, HintStore hints, Ways ways, LongSupplier pauseNanos) {
        this.doors = doors;
        this.requests = requests;
        this.hints = hints;
        this.ways = ways;
        this.pauseNanos = pauseNanos;
    }

    /** Begins wherever there is something to hand over, and a home to take it. */
    public void tick() {
        if (hints.isCounted()) {
            hints.hints().keySet().forEach(home -> replay(home).begin());
        }
    }

    /** The home is back and takes requests; what failed before, or was sent before it was ready, says nothing any more. */
    public void onWelcomed(NodeId home) {
        if (hints.isCounted() && hints.hints(home) > 0) {
            replay(home).onWelcomed();
        }
    }

    public State state(NodeId home) {
        Replay replay = replays.get(home);
        return replay == null ? State.WAITING : replay.state();
    }

    private Replay replay(NodeId home) {
        return replays.computeIfAbsent(home, h -> new Replay(doors, requests, hints, h, ways, pauseNanos));
    }
}
