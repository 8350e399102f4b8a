package dynamo.node.membership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;

/**
 * Who there is to tell of, each with a number in the order of names: tables of members are arrays, and equal ones where the
 * members are. Immutable; nodes of one process may share it.
 */
public final class Members {
    /** The number of a node that is no member. */
    static final int STRANGER = -1;

    private final ImmutableList<NodeId> ids;
    private final ImmutableMap<NodeId, Integer> numbers;
    private final long digest;

    public Members(ImmutableList<NodeId> ids) {
        this.ids = ImmutableList.sortedCopyOf(ids);
        ImmutableMap.Builder<NodeId, Integer> builder = ImmutableMap.builderWithExpectedSize(ids.size());
        long hash = 0;
        for (int i = 0; i < ids.size(); i++) {
            NodeId id = this.ids.get(i);
            builder.put(id, i);
            hash = hash * MemberTable.DIGEST_FACTOR + id.name().hashCode();
        }
        numbers = builder.buildOrThrow();
        digest = hash;
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

    boolean isSame(Members other) {
        return ids.equals(other.ids);
    }

    /** Differs where the members do. */
    long digest() {
        return digest;
    }
}
