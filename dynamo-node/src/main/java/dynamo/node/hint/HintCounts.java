package dynamo.node.hint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.ring.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much is kept, by home. Hints that cannot be read are no hints to hand over, but their bytes are kept and count. */
final class HintCounts {
    record Count(long hints, long bytes) {
        static final Count NONE = new Count(0, 0);
    }

    private final Map<NodeId, Count> homes = new TreeMap<>();
    /** Hints by home, then by partition. */
    private final Map<NodeId, Map<Integer, Long>> partitions = new TreeMap<>();

    private long hints;
    private long bytes;

    void add(NodeId home, int partition, long moreHints, long moreBytes) {
        Map<Integer, Long> ofHome = partitions.computeIfAbsent(home, h -> new TreeMap<>());
        if (ofHome.merge(partition, moreHints, Long::sum) == 0) {
            ofHome.remove(partition);
        }
        if (ofHome.isEmpty()) {
            partitions.remove(home);
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

    /** Those of which there are hints for other homes than these, and more than the ones that do not count. */
    ImmutableList<Integer> partitionsBut(List<NodeId> but, Map<Integer, Long> ignored) {
        Map<Integer, Long> hinted = new TreeMap<>();
        partitions.forEach((home, ofHome) -> {
            if (!but.contains(home)) {
                ofHome.forEach((partition, count) -> hinted.merge(partition, count, Long::sum));
            }
        });
        return hinted.entrySet().stream()
                .filter(each -> each.getValue() > ignored.getOrDefault(each.getKey(), 0L))
                .map(Map.Entry::getKey)
                .collect(ImmutableList.toImmutableList());
    }

    ImmutableSortedMap<NodeId, Count> homes() {
        return ImmutableSortedMap.copyOf(homes);
    }
}
