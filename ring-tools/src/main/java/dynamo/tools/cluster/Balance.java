package dynamo.tools.cluster;

import com.google.common.collect.ImmutableList;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.ring.RingDiff;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the nodes of a ring have of it, beside what is their due by weight, as far as zones permit. */
public record Balance(ImmutableList<Load> loads) {
    private static final double OFF_MAX = 0.05;
    private static final RingDiff.Load NOTHING = new RingDiff.Load(new NodeId("none"), 0, 0, 0, 0, 0, 0, 0);

    /**
     * Of a node that is to own something. Unit: partitions.
     *
     * @param homes of every partition
     */
    public record Load(Member member, int owned, int replicas, double replicasShare, int homes) {

        public double off() {
            return replicasShare == 0 ? 0 : (replicas - replicasShare) / replicasShare;
        }

        /** Partitions are whole, and each one that a node owns makes it a home of others too. */
        public boolean isEven() {
            return Math.abs(off()) <= OFF_MAX || Math.abs(replicas - replicasShare) < homes;
        }
    }

    public static Balance of(Ring ring) {
        Map<NodeId, RingDiff.Load> loads = RingDiff.between(ring, ring).loads().stream()
                .collect(Collectors.toMap(RingDiff.Load::node, Function.identity()));
        return new Balance(ring.members().stream()
                .filter(member -> member.status().owns())
                .map(member -> of(member, loads.getOrDefault(member.id(), NOTHING), ring.replicas()))
                .collect(ImmutableList.toImmutableList()));
    }

    private static Load of(Member member, RingDiff.Load load, int homes) {
        return new Load(member, load.ownedAfter(), load.replicasAfter(), load.replicasShare(), homes);
    }

    public boolean isEven() {
        return loads.stream().allMatch(Load::isEven);
    }

    /** How far the node is off that is farthest, as a part of its share. */
    public double worst() {
        return loads.stream().mapToDouble(load -> Math.abs(load.off())).max().orElse(0);
    }
}
