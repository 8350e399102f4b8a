package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.node.hint.HintStore;
import dynamo.node.hint.HintedHandoff;
import dynamo.ring.NodeId;

/** What a node keeps for absent homes at one moment. */
public record HintsView(long bytes, long bytesMax, ImmutableList<Home> homes) {

    /**
     * What it keeps for one of them.
     *
     * @param hints that can be handed over; the bytes count those that cannot be read too
     * @param state whether they are on their way: {@code WAITING} or {@code REPLAYING}
     */
    public record Home(NodeId node, long hints, long bytes, String state) {}

    static HintsView of(HintStore hints, HintedHandoff handoff) {
        return new HintsView(
                hints.bytes(),
                hints.bytesMax(),
                hints.hints().entrySet().stream()
                        .map(home -> new Home(
                                home.getKey(),
                                home.getValue(),
                                hints.bytes(home.getKey()),
                                handoff.state(home.getKey()).name()))
                        .collect(ImmutableList.toImmutableList()));
    }
}
