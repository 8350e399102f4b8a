package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** The homes of each partition but this node, worked out when first asked for. */
final class OtherHomes implements IntFunction<ImmutableList<NodeId>> {
    private final NodeId self;
    private final Ring ring;
    private final Map<Integer, ImmutableList<NodeId>> known = new TreeMap<>();

    OtherHomes(NodeId self, Ring ring) {
        this.self = self;
        this.ring = ring;
    }

    @Override
    public ImmutableList<NodeId> apply(int partition) {
        return known.computeIfAbsent(
                partition,
                p -> ring.preferenceList(p).primaries().stream()
                        .filter(home -> !home.equals(self))
                        .collect(ImmutableList.toImmutableList()));
    }
}
