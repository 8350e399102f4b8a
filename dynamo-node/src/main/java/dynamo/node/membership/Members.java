package dynamo.node.membership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;

/** Who there is to tell of, each with a number: tables of members are arrays. Immutable; nodes of one process share it. */
public final class Members {
    /** The number of a node that is no member. */
    static final int STRANGER = -1;

    private final ImmutableList<NodeId> ids;
    private final ImmutableMap<NodeId, Integer> numbers;

    public Members(ImmutableList<NodeId> ids) {
        this.ids = ids;
        ImmutableMap.Builder<NodeId, Integer> builder = ImmutableMap.builderWithExpectedSize(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            builder.put(ids.get(i), i);
        }
        numbers = builder.buildOrThrow();
    }

    public static Members of(Ring ring) {
        return new Members(ring.members().stream().map(Member::id).collect(ImmutableList.toImmutableList()));
    }

    int size() {
        return ids.size();
    }

    NodeId id(int number) {
        return ids.get(number);
    }

    int number(NodeId id) {
        Integer number = numbers.get(id);
        return number == null ? STRANGER : number;
    }
}
