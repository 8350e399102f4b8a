package dynamo.ring;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides who owns what. A claim depends on its arguments only, not on the order of the members: every node may make it. */
public final class Claim {
    private Claim() {}

    /**
     * The first ring of a cluster, epoch 1. Each node owns floor or ceiling of Q / nodes; with more than N nodes no N
     * consecutive partitions, the last and the first being neighbours, repeat a node.
     *
     * @param partitions Q, a power of two in 8..65536
     * @param n the replicas wanted of every key
     * @throws IllegalArgumentException where no such ring can be made
     */
    public static Ring first(List<Member> members, int partitions, int n) {
        Ring.checkPartitions(partitions);
        Ring.checkN(n);
        ImmutableList<Member> sorted = Ring.sorted(members);
        int nodes = sorted.size();
        checkArgument(nodes <= partitions, "%s nodes are more than %s partitions", nodes, partitions);
        int rounds = (partitions + nodes - 1) / nodes;
        checkArgument(
                nodes <= n || partitions / rounds >= n,
                "%s partitions are too few for n=%s on %s nodes: a node would meet itself within %s partitions",
                partitions,
                n,
                nodes,
                n);
        int[] dealt = deal(partitions, nodes);
        int[] order = zonesInTurn(sorted);
        for (int i = 0; i < dealt.length; i++) {
            dealt[i] = order[dealt[i]];
        }
        return Ring.of(1, n, sorted, dealt);
    }

    /** Ordinals of the members, those of each zone spread evenly over the whole. */
    private static int[] zonesInTurn(ImmutableList<Member> members) {
        Map<String, List<Integer>> zones = new LinkedHashMap<>();
        for (int i = 0; i < members.size(); i++) {
            zones.computeIfAbsent(members.get(i).zone(), zone -> new ArrayList<>())
                    .add(i);
        }
        record Seat(int member, double at) {}
        List<Seat> seats = new ArrayList<>();
        for (List<Integer> zone : zones.values()) {
            for (int i = 0; i < zone.size(); i++) {
                seats.add(new Seat(zone.get(i), (i + 0.5) / zone.size()));
            }
        }
        seats.sort(Comparator.comparingDouble(Seat::at));
        return seats.stream().mapToInt(Seat::member).toArray();
    }

    /**
     * Deals the partitions to nodes 0 .. nodes - 1 in rounds of equal length, give or take one; a node comes at most once
     * per round and never sooner than a round's least length after itself, the seam included. Node by node, its
     * partitions go to consecutive rounds: those that are in every round first, then those that sit one out, so that
     * where a node moves up a place in its round it has just missed one.
     */
    private static int[] deal(int partitions, int nodes) {
        int rounds = (partitions + nodes - 1) / nodes;
        int length = partitions / rounds;
        int longer = partitions % rounds;
        int[] owners = new int[partitions];
        int dealt = 0;
        for (int node = 0; node < nodes; node++) {
            int count = partitions / nodes + (node < partitions % nodes ? 1 : 0);
            for (int i = 0; i < count; i++, dealt++) {
                int round = dealt % rounds;
                int place = dealt / rounds;
                owners[round * length + Math.min(round, longer) + place] = node;
            }
        }
        return owners;
    }
}
