package dynamo.ring;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * What every member is to own and to be a home of, in fractions of a partition: in proportion to its weight, as far as
 * what matters more permits. A share that is cut short or topped up goes to, or comes from, all others.
 *
 * <p>Owned: with more than N nodes one of them owns Q / N partitions at most, or it would come twice in N consecutive
 * ones; so does a zone where there are N zones. Everybody owns one at least.
 *
 * <p>Replicas: a node is a home of a partition at most once, and as zones take turns, a small zone carries as many of a
 * partition's homes as a large one.
 */
final class Shares {
    private static final int HALVINGS = 200; // of an interval, until no double lies within
    private static final double EPSILON = 1e-6; // what is nearer to a whole number than this is meant to be one

    private final ImmutableList<Member> members;
    private final int partitions;
    private final int n;
    private final List<int[]> zones;
    private final int nodes;
    private final double[] owned;
    private final double[] replicas;

    /** A zone's bounds for the sum of its nodes' shares. */
    private record Bounds(double least, double most) {}

    Shares(ImmutableList<Member> members, int partitions, int n) {
        this.members = members;
        this.partitions = partitions;
        this.n = n;
        this.zones = zonesOf(members);
        this.nodes = zones.stream().mapToInt(zone -> zone.length).sum();
        this.owned = shares(partitions, 1, ownedMost(), ownedByZone());
        this.replicas = shares((double) partitions * homes(), Math.min(n, nodes), partitions, replicasByZone());
    }

    /** Ordinals of those that own partitions, zone by zone. */
    private static List<int[]> zonesOf(ImmutableList<Member> members) {
        Map<String, IntStream.Builder> zones = new TreeMap<>();
        for (int node = 0; node < members.size(); node++) {
            if (members.get(node).status().owns()) {
                zones.computeIfAbsent(members.get(node).zone(), zone -> IntStream.builder())
                        .add(node);
            }
        }
        List<int[]> ordinals = new ArrayList<>();
        zones.values().forEach(zone -> ordinals.add(zone.build().toArray()));
        return ordinals;
    }

    /** Nodes that own partitions. */
    int nodes() {
        return nodes;
    }

    int zones() {
        return zones.size();
    }

    /** Homes of a partition. */
    int homes() {
        return Math.min(n, nodes);
    }

    double owned(int node) {
        return owned[node];
    }

    double replicas(int node) {
        return replicas[node];
    }

    private int ownedMost() {
        return nodes > n ? partitions / n : partitions;
    }

    /** With N zones, each is to own as nearly a N-th as whole numbers permit. */
    private int zoneOwnsMost() {
        if (zones.size() < n || nodes <= n) {
            return partitions;
        }
        int most = partitions / n;
        return zones.size() * most >= partitions ? most : most + 1;
    }

    /** Nothing where there are too few partitions for that and one of each node. */
    private int zoneOwnsLeast() {
        int least = zones.size() == n && nodes > n ? partitions / n : 0;
        int all = zones.stream().mapToInt(zone -> Math.max(zone.length, least)).sum();
        return all <= partitions ? least : 0;
    }

    private List<Bounds> ownedByZone() {
        return zones.stream()
                .map(zone -> new Bounds(zoneOwnsLeast(), zoneOwnsMost()))
                .toList();
    }

    /** A zone has had a turn for every round that all homes together complete, and may have had one more. */
    private List<Bounds> replicasByZone() {
        int turns = 0;
        while (homesAfter(turns + 1) <= homes() && homesAfter(turns + 1) > homesAfter(turns)) {
            turns++;
        }
        int all = turns;
        int most = homesAfter(turns) == homes() ? turns : turns + 1;
        return zones.stream()
                .map(zone -> new Bounds(
                        (double) partitions * Math.min(zone.length, all),
                        (double) partitions * Math.min(zone.length, most)))
                .toList();
    }

    private int homesAfter(int turns) {
        return zones.stream().mapToInt(zone -> Math.min(zone.length, turns)).sum();
    }

    private double[] shares(double total, double least, double most, List<Bounds> byZone) {
        double[] shares = new double[members.size()];
        double level = level(total, common -> {
            double sum = 0;
            for (int z = 0; z < zones.size(); z++) {
                sum += zoneSum(zones.get(z), common, least, most, byZone.get(z));
            }
            return sum;
        });
        for (int z = 0; z < zones.size(); z++) {
            int[] zone = zones.get(z);
            double zoneTotal = zoneSum(zone, level, least, most, byZone.get(z));
            double zoneLevel = level(zoneTotal, own -> sum(zone, own, least, most));
            for (int node : zone) {
                shares[node] = whole(share(node, zoneLevel, least, most));
            }
        }
        return shares;
    }

    private double zoneSum(int[] zone, double level, double least, double most, Bounds bounds) {
        double mostOfAll = Math.max(bounds.most, zone.length * least); // the least of every node goes first
        double leastOfAll = Math.min(bounds.least, zone.length * most);
        return Math.max(leastOfAll, Math.min(mostOfAll, sum(zone, level, least, most)));
    }

    private double sum(int[] zone, double level, double least, double most) {
        return Arrays.stream(zone)
                .mapToDouble(node -> share(node, level, least, most))
                .sum();
    }

    private double share(int node, double level, double least, double most) {
        return Math.max(least, Math.min(most, level * members.get(node).weight()));
    }

    /** Where a sum that grows with the level reaches the total. */
    private static double level(double total, DoubleUnaryOperator sum) {
        double low = 0;
        double high = total / Member.WEIGHT_MIN;
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = (low + high) / 2;
            if (sum.applyAsDouble(middle) < total) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double whole(double share) {
        return Math.abs(share - Math.rint(share)) < EPSILON ? Math.rint(share) : share;
    }
}
