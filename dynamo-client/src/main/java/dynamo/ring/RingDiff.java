package dynamo.ring;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a plan would move, and what it leads to: for an operator who looks before he commits.
 *
 * <p>Unit of moves and loads: replicas, a pair of partition and home. A partition that changes only the order of its homes
 * moves nothing.
 *
 * @param changes the partitions whose homes change, in their order
 * @param loads of every member of either ring, by id
 * @param zonesWanted distinct zones that every partition's homes can be in: N, or as many zones as own partitions
 * @param zonesWorst distinct zones that every partition's homes are in at least, in the second ring
 * @param homesWanted distinct homes that every partition can have: N, or as many nodes as own partitions
 * @param homesWorst distinct homes that every partition has at least, in the second ring
 */
public record RingDiff(
        ImmutableList<Change> changes,
        ImmutableList<Load> loads,
        int zonesWanted,
        int zonesWorst,
        int homesWanted,
        int homesWorst) {

    /** A partition's new homes that were none, and its former homes that are none any more. */
    public record Change(int partition, ImmutableList<NodeId> gained, ImmutableList<NodeId> lost) {}

    /**
     * A node before and after.
     *
     * @param replicasShare the replicas that are its due by weight, as far as zones permit; 0 where it is to own nothing
     * @param in replicas it receives
     * @param out replicas it gives away
     */
    public record Load(
            NodeId node,
            int ownedBefore,
            int ownedAfter,
            int replicasBefore,
            int replicasAfter,
            double replicasShare,
            int in,
            int out) {

        /** How far the replicas are from the share, as a part of it. */
        public double imbalance() {
            return replicasShare == 0 ? 0 : Math.abs(replicasAfter - replicasShare) / replicasShare;
        }
    }

    public static RingDiff between(Ring from, Ring to) {
        checkArgument(
                from.partitions() == to.partitions(),
                "%s partitions cannot become %s",
                from.partitions(),
                to.partitions());
        Map<NodeId, LoadBuilder> counts = new TreeMap<>();
        Map<NodeId, String> zones = new TreeMap<>();
        Shares shares = new Shares(to.members(), to.partitions(), to.n());
        from.members().forEach(member -> counts.put(member.id(), new LoadBuilder()));
        for (int i = 0; i < to.members().size(); i++) {
            Member member = to.members().get(i);
            counts.computeIfAbsent(member.id(), id -> new LoadBuilder()).share = shares.replicas(i);
            zones.put(member.id(), member.zone());
        }
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        int zonesWorst = Integer.MAX_VALUE;
        int homesWorst = Integer.MAX_VALUE;
        for (int partition = 0; partition < to.partitions(); partition++) {
            Set<NodeId> before =
                    new LinkedHashSet<>(from.preferenceList(partition).primaries());
            Set<NodeId> after = new LinkedHashSet<>(to.preferenceList(partition).primaries());
            builder(counts, from.owner(partition)).ownedBefore++;
            builder(counts, to.owner(partition)).ownedAfter++;
            before.forEach(node -> builder(counts, node).replicasBefore++);
            after.forEach(node -> builder(counts, node).replicasAfter++);
            Change change = new Change(partition, without(after, before), without(before, after));
            if (!change.gained.isEmpty() || !change.lost.isEmpty()) {
                changes.add(change);
                change.gained.forEach(node -> builder(counts, node).in++);
                change.lost.forEach(node -> builder(counts, node).out++);
            }
            homesWorst = Math.min(homesWorst, after.size());
            zonesWorst = Math.min(
                    zonesWorst, (int) after.stream().map(zones::get).distinct().count());
        }
        ImmutableList<Load> loads = counts.entrySet().stream()
                .map(entry -> entry.getValue().load(entry.getKey()))
                .collect(ImmutableList.toImmutableList());
        return new RingDiff(
                changes.build(), loads, Math.min(to.n(), shares.zones()), zonesWorst, shares.homes(), homesWorst);
    }

    /** Of a member of either ring. */
    public Load load(NodeId node) {
        return loads.stream()
                .filter(load -> load.node.equals(node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(node + " is a member of neither ring"));
    }

    /** Replicas that somebody receives. */
    public long moves() {
        return loads.stream().mapToLong(Load::in).sum();
    }

    /** No ring in which every node has as many replicas as in the second is to be had with fewer moves. */
    public long movesMin() {
        return loads.stream()
                .mapToLong(load -> Math.max(0, load.replicasAfter - load.replicasBefore))
                .sum();
    }

    /** The node whose replicas are farthest from its share: how far, as a part of the share. */
    public double imbalance() {
        return loads.stream().mapToDouble(Load::imbalance).max().orElse(0);
    }

    public boolean areHomesDistinct() {
        return homesWorst == homesWanted;
    }

    public boolean areZonesSafe() {
        return zonesWorst == zonesWanted;
    }

    private static ImmutableList<NodeId> without(Set<NodeId> nodes, Set<NodeId> others) {
        return nodes.stream().filter(node -> !others.contains(node)).collect(ImmutableList.toImmutableList());
    }

    private static LoadBuilder builder(Map<NodeId, LoadBuilder> counts, NodeId node) {
        return counts.computeIfAbsent(node, id -> new LoadBuilder());
    }

    /** A load in the making. */
    private static final class LoadBuilder {
        private int ownedBefore;
        private int ownedAfter;
        private int replicasBefore;
        private int replicasAfter;
        private double share;
        private int in;
        private int out;

        private Load load(NodeId node) {
            return new Load(node, ownedBefore, ownedAfter, replicasBefore, replicasAfter, share, in, out);
        }
    }
}
