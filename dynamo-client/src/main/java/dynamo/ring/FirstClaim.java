package dynamo.ring;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws up plans for the first ring of a cluster and picks the best; {@link Claim#first} says what is promised. */
final class FirstClaim {
    private static final Comparator<Zone> BY_OWNED =
            Comparator.comparingInt(Zone::owned).thenComparingInt(zone -> zone.nodes.get(0));

    private final ImmutableList<Member> members;
    private final int partitions;
    private final int n;
    private final List<Zone> zones;

    /** A zone's nodes by ordinal, and the partitions it owns: floor or ceiling of an equal share for each node. */
    private record Zone(ImmutableIntArray nodes, int owned) {
        int size() {
            return nodes.length();
        }
    }

    FirstClaim(ImmutableList<Member> members, int partitions, int n) {
        this.members = members;
        this.partitions = partitions;
        this.n = n;
        this.zones = zones();
    }

    Ring ring() {
        int[] owned = zones.stream().mapToInt(Zone::owned).toArray();
        int[] zonesApart = nodesIn(Dealing.apart(owned));
        if (isAllowed(zonesApart) && !repeatsZone(zonesApart)) {
            return ring(zonesApart);
        }
        int[] zonesEven = nodesIn(Dealing.evenly(owned));
        return Stream.of(zonesApart, zonesEven, nodesApart())
                .filter(this::isAllowed)
                .map(this::ring)
                .min(Comparator.comparingLong(FirstClaim::unevenness))
                .orElseThrow();
    }

    /** The zone that must own most comes first, and is as small as can be. */
    private List<Zone> zones() {
        Map<String, ImmutableIntArray.Builder> ordinals = new TreeMap<>();
        for (int i = 0; i < members.size(); i++) {
            String zone = members.get(i).zone();
            ordinals.computeIfAbsent(zone, name -> ImmutableIntArray.builder()).add(i);
        }
        int floor = partitions / members.size();
        Queue<Zone> leastFirst = new PriorityQueue<>(BY_OWNED);
        for (ImmutableIntArray.Builder builder : ordinals.values()) {
            ImmutableIntArray nodes = builder.build();
            leastFirst.add(new Zone(nodes, floor * nodes.length()));
        }
        List<Zone> zones = new ArrayList<>();
        int extras = partitions % members.size();
        while (!leastFirst.isEmpty()) {
            Zone least = leastFirst.remove();
            if (extras > 0 && least.owned < least.size() * (floor + 1)) {
                extras--;
                leastFirst.add(new Zone(least.nodes, least.owned + 1));
            } else {
                zones.add(least);
            }
        }
        zones.sort(BY_OWNED.reversed());
        return zones;
    }

    /**
     * Puts nodes into an order of zones, those of a zone in turn, and reads it backwards: where a zone misses a turn, its
     * next node fills in as a home, and backwards that is one that owns less.
     */
    private int[] nodesIn(int[] zoneOrder) {
        int[] order = inTurn(zoneOrder, zones.stream().map(FirstClaim::turns).toList());
        Ints.reverse(order);
        return order;
    }

    private static int[] turns(Zone zone) {
        int[] dealt = Dealing.apart(counts(zone.size(), zone.owned));
        return IntStream.of(dealt)
                .map(i -> zone.nodes.get(zone.size() - 1 - i)) // so that backwards is by name again
                .toArray();
    }

    /** Keeps the promise about nodes always, and mixes the zones as well as that permits. */
    private int[] nodesApart() {
        int[] zoneOrder = Dealing.evenly(zones.stream().mapToInt(Zone::size).toArray());
        int[] order = inTurn(
                zoneOrder, zones.stream().map(zone -> zone.nodes.toArray()).toList());
        int[] dealt = Dealing.apart(counts(order.length, partitions));
        return IntStream.of(dealt).map(i -> order[i]).toArray();
    }

    /** Floor or ceiling of {@code total / nodes}, ceilings first. */
    private static int[] counts(int nodes, int total) {
        return IntStream.range(0, nodes)
                .map(i -> total / nodes + (i < total % nodes ? 1 : 0))
                .toArray();
    }

    private static int[] inTurn(int[] zoneOrder, List<int[]> turns) {
        int[] next = new int[turns.size()];
        int[] nodes = new int[zoneOrder.length];
        for (int place = 0; place < nodes.length; place++) {
            int zone = zoneOrder[place];
            nodes[place] = turns.get(zone)[next[zone]++];
        }
        return nodes;
    }

    private boolean isAllowed(int[] owners) {
        return members.size() <= n || !Dealing.repeatsWithin(n, owners, members.size());
    }

    private boolean repeatsZone(int[] owners) {
        int[] zoneOf = new int[members.size()];
        for (int zone = 0; zone < zones.size(); zone++) {
            for (int node : zones.get(zone).nodes.toArray()) {
                zoneOf[node] = zone;
            }
        }
        int[] zoneOrder = IntStream.of(owners).map(owner -> zoneOf[owner]).toArray();
        return Dealing.repeatsWithin(Math.min(n, zones.size()), zoneOrder, zones.size());
    }

    private Ring ring(int[] owners) {
        return Ring.of(1, n, members, owners);
    }

    /** Least where all nodes are homes of equally many partitions. */
    private static long unevenness(Ring ring) {
        Map<NodeId, Long> homes = new LinkedHashMap<>();
        for (int partition = 0; partition < ring.partitions(); partition++) {
            for (NodeId node : ring.preferenceList(partition).primaries()) {
                homes.merge(node, 1L, Long::sum);
            }
        }
        return homes.values().stream().mapToLong(count -> count * count).sum();
    }
}
