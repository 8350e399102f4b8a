package dynamo.node.hint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.ring.NodeId;
import java.util.Map;
import java.util.TreeMap;

/** How much is kept, by home. Hints that cannot be read are no hints to hand over, but their bytes are kept and count. */
final class HintCounts {
    record Count(long hints, long bytes) {
        static final Count NONE = new Count(0, 0);
    }

    private final Map<NodeId, Count> homes = new TreeMap<>();
    private final Map<Integer, Long> partitions = new TreeMap<>();
    private long hints;
    private long bytes;

    void add(NodeId home, int partition, long moreHints, long moreBytes) {
        if (partitions.merge(partition, moreHints, Long::sum) == 0) {
            partitions.remove(partition);
        }
        Count before = of(home);
        Count after = new Count(before.hints + moreHints, before.bytes + moreBytes);
        if (after.equals(Count.NONE)) {
            homes.remove(home);
        } else {
            homes.put(home, after);
        }
        hints += moreHints;
        bytes += moreBytes;
    }

    Count of(NodeId home) {
        return homes.getOrDefault(home, Count.NONE);
    }

    long hints() {
        return hints;
    }

    long bytes() {
        return bytes;
    }

    /** Those of which there are more hints, for any home, than these. */
    ImmutableList<Integer> partitionsBut(Map<Integer, Long> ignored) {
        return partitions.entrySet().stream()
                .filter(hinted -> hinted.getValue() > ignored.getOrDefault(hinted.getKey(), 0L))
                .map(Map.Entry::getKey)
                .collect(ImmutableList.toImmutableList());
    }

    ImmutableSortedMap<NodeId, Count> homes() {
        return ImmutableSortedMap.copyOf(homes);
    }
}
