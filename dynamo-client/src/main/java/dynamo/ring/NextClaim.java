package dynamo.ring;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ring after a change of its members. A partition changes its owner only where one has too many and another too few: as
 * long as owners are N places apart, each such change moves N replicas, and nothing less would do.
 *
 * <p>Where few nodes leave no place free, and to and from rings so small that every node is a home of everything, a fresh ring is
 * dealt, named so that it is as like the old one as can be; of the two the better one is taken.
 */
final class NextClaim {
    private static final int NOBODY = -1;
    private static final int ROUNDS_MAX = 8;

    private final Ring current;
    private final ImmutableList<Member> members;
    private final int partitions;
    private final int n;
    private final int window;
    private final int[] targets;
    private final int[] zones;
    private final boolean zonesApart;

    /** @param members sorted */
    NextClaim(Ring current, ImmutableList<Member> members) {
        this.current = current;
        this.members = members;
        partitions = current.partitions();
        n = current.n();
        int owning =
                (int) members.stream().filter(member -> member.status().owns()).count();
        window = owning > n ? n : 1;
        targets = targets();
        zones = zonesOf();
        zonesApart = window > 1
                && Arrays.stream(zones).filter(zone -> zone >= 0).distinct().count() >= n;
    }

    Ring ring() {
        Ring fresh = ring(relabelled());
        if (window == 1 || current.replicas() < n || owners() <= n) {
            return fresh; // everybody was, or will be, a home of everything
        }
        int[] changed = changed();
        if (!isAllowed(changed)) {
            return fresh;
        }
        Ring next = ring(changed);
        boolean isFreshBetter = zonesApart && repeatsZone(changed) && !repeatsZone(ordinals(fresh));
        return isFreshBetter || moves(fresh) < moves(next) ? fresh : next;
    }

    private long owners() {
        return current.members().stream()
                .filter(member -> current.ownership(member.id()) > 0)
                .count();
    }

    private Ring ring(int[] owners) {
        return Ring.of(current.epoch() + 1, n, members, owners);
    }

    private long moves(Ring next) {
        return RingDiff.between(current, next).moves();
    }

    private int[] ordinals(Ring ring) {
        return IntStream.range(0, partitions).map(ring::ownerOrdinal).toArray();
    }

    /** Whole partitions for everybody, floor or ceiling of the share; the ceiling first for those that have it now. */
    private int[] targets() {
        Shares shares = new Shares(members, partitions, n);
        int[] whole = new int[members.size()];
        for (int node = 0; node < whole.length; node++) {
            whole[node] = members.get(node).status().owns() ? (int) Math.floor(shares.owned(node) + 1e-9) : 0;
        }
        List<Integer> byLoss = IntStream.range(0, whole.length)
                .filter(node -> members.get(node).status().owns())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(node -> shares.owned(node) - whole[node] > 1e-9 ? 0 : 1)
                        .thenComparingInt(node -> ownedNow(node) > whole[node] ? 0 : 1)
                        .thenComparingDouble(node -> whole[node] - shares.owned(node))
                        .thenComparingInt(node -> node))
                .toList();
        int left = partitions - Arrays.stream(whole).sum();
        for (int i = 0; left > 0; i++, left--) {
            whole[byLoss.get(i % byLoss.size())]++;
        }
        return whole;
    }

    private int ownedNow(int node) {
        return (int) Math.round(current.ownership(members.get(node).id()) * partitions);
    }

    private int[] zonesOf() {
        List<String> names = members.stream()
                .filter(member -> member.status().owns())
                .map(Member::zone)
                .distinct()
                .sorted()
                .toList();
        return members.stream()
                .mapToInt(member -> member.status().owns() ? names.indexOf(member.zone()) : NOBODY)
                .toArray();
    }

    // ---- changing the ring there is --------------------------------------------------------------------------------

    private int[] changed() {
        List<NodeId> ids = members.stream().map(Member::id).toList();
        int[] owners = IntStream.range(0, partitions)
                .map(partition -> ids.indexOf(current.owner(partition)))
                .map(owner -> owner != NOBODY && targets[owner] == 0 ? NOBODY : owner)
                .toArray();
        int[] counts = counts(owners);
        giveToThePoor(owners, counts);
        for (int round = 0; round < ROUNDS_MAX && !fillHoles(owners, counts); round++) {
            loosen(owners, counts);
        }
        return owners;
    }

    private int[] counts(int[] owners) {
        int[] counts = new int[members.size()];
        for (int owner : owners) {
            if (owner != NOBODY) {
                counts[owner]++;
            }
        }
        return counts;
    }

    /** Holes first, then partitions of who has too many, spread over the ring: each to who lacks most and may have it. */
    private void giveToThePoor(int[] owners, int[] counts) {
        fillHoles(owners, counts);
        boolean hasChanged = true;
        while (hasChanged) {
            hasChanged = false;
            for (int taker = 0; taker < targets.length; taker++) {
                if (counts[taker] < targets[taker]) {
                    hasChanged |= takeOne(taker, owners, counts);
                }
            }
        }
    }

    /** From the richest that has one the taker may have, as far from the taker's others as there is. */
    private boolean takeOne(int taker, int[] owners, int[] counts) {
        int best = NOBODY;
        int bestZone = 0;
        int bestSurplus = 0;
        int start = (int) ((long) partitions * counts[taker] / Math.max(1, targets[taker]));
        for (int i = 0; i < partitions; i++) {
            int place = (start + i) % partitions;
            int owner = owners[place];
            int surplus = owner == NOBODY ? 0 : counts[owner] - targets[owner];
            if (surplus > 0 && mayOwn(owners, place, taker)) {
                int zone = zonesApart && meetsZone(owners, place, taker) ? 1 : 0;
                if (best == NOBODY || zone < bestZone || zone == bestZone && surplus > bestSurplus) {
                    best = place;
                    bestZone = zone;
                    bestSurplus = surplus;
                }
            }
        }
        if (best == NOBODY) {
            return false;
        }
        counts[owners[best]]--;
        counts[taker]++;
        owners[best] = taker;
        return true;
    }

    /** @return whether no place is without an owner any more */
    private boolean fillHoles(int[] owners, int[] counts) {
        boolean isFull = true;
        for (int place = 0; place < partitions; place++) {
            if (owners[place] == NOBODY) {
                int taker = poorest(owners, counts, place);
                if (taker == NOBODY) {
                    isFull = false;
                } else {
                    owners[place] = taker;
                    counts[taker]++;
                }
            }
        }
        return isFull;
    }

    private int poorest(int[] owners, int[] counts, int place) {
        int best = NOBODY;
        long bestLack = Long.MIN_VALUE;
        for (int node = 0; node < targets.length; node++) {
            if (counts[node] < targets[node] && mayOwn(owners, place, node)) {
                long lack = 2L * (targets[node] - counts[node])
                        - (zonesApart && meetsZone(owners, place, node) ? 2L * partitions : 0);
                if (lack > bestLack) {
                    bestLack = lack;
                    best = node;
                }
            }
        }
        return best;
    }

    /** A hole that nobody may have: somebody who lacks partitions changes places with a neighbour's owner elsewhere. */
    private void loosen(int[] owners, int[] counts) {
        for (int hole = 0; hole < partitions; hole++) {
            if (owners[hole] == NOBODY) {
                for (int node = 0; node < targets.length && owners[hole] == NOBODY; node++) {
                    if (counts[node] < targets[node]) {
                        swapInto(hole, node, owners, counts);
                    }
                }
            }
        }
    }

    /** Some owner who may have the hole gives up a place that the node may have. */
    private void swapInto(int hole, int node, int[] owners, int[] counts) {
        for (int i = 1; i < partitions; i++) {
            int place = (hole + i) % partitions;
            int owner = owners[place];
            if (owner != NOBODY && owner != node && mayOwn(owners, hole, owner)) {
                owners[place] = NOBODY;
                owners[hole] = owner;
                if (mayOwn(owners, hole, owner) && mayOwn(owners, place, node)) {
                    owners[place] = node;
                    counts[node]++;
                    return;
                }
                owners[place] = owner;
                owners[hole] = NOBODY;
            }
        }
    }

    private boolean mayOwn(int[] owners, int place, int node) {
        for (int distance = 1; distance < window; distance++) {
            if (owners[Math.floorMod(place - distance, partitions)] == node
                    || owners[(place + distance) % partitions] == node) {
                return false;
            }
        }
        return true;
    }

    private boolean meetsZone(int[] owners, int place, int node) {
        for (int distance = 1; distance < window; distance++) {
            int before = owners[Math.floorMod(place - distance, partitions)];
            int after = owners[(place + distance) % partitions];
            if (before != NOBODY && zones[before] == zones[node] || after != NOBODY && zones[after] == zones[node]) {
                return true;
            }
        }
        return false;
    }

    private boolean isAllowed(int[] owners) {
        return Arrays.stream(owners).noneMatch(owner -> owner == NOBODY)
                && Arrays.equals(counts(owners), targets)
                && (window == 1 || !Dealing.repeatsWithin(window, owners, members.size()));
    }

    private boolean repeatsZone(int[] owners) {
        int[] order = Arrays.stream(owners).map(owner -> zones[owner]).toArray();
        return Dealing.repeatsWithin(window, order, Arrays.stream(zones).max().orElse(0) + 1);
    }

    // ---- a fresh one
    // -------------------------------------------------------------------------------------------------

    /** Where all own alike, as the first ring is dealt; else each node's partitions as far apart as can be. */
    private int[] relabelled() {
        ImmutableList<Member> owning =
                members.stream().filter(member -> member.status().owns()).collect(ImmutableList.toImmutableList());
        int[] dealt = isEven(owning) ? firstClaimed(owning) : dealtByTarget();
        int[] names = names(dealt);
        int[] owners = Arrays.stream(dealt).map(owner -> names[owner]).toArray();
        return isAllowedFresh(owners) ? owners : dealt;
    }

    private static boolean isEven(List<Member> owning) {
        return owning.stream().mapToDouble(Member::weight).distinct().count() == 1;
    }

    private int[] firstClaimed(ImmutableList<Member> owning) {
        Ring first = new FirstClaim(owning, partitions, n).ring();
        List<NodeId> ids = members.stream().map(Member::id).toList();
        return IntStream.range(0, partitions)
                .map(partition -> ids.indexOf(first.owner(partition)))
                .toArray();
    }

    private int[] dealtByTarget() {
        List<Integer> nodes = IntStream.range(0, targets.length)
                .filter(node -> targets[node] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(node -> -targets[node]).thenComparingInt(node -> node))
                .toList();
        int[] order =
                Dealing.apart(nodes.stream().mapToInt(node -> targets[node]).toArray());
        return Arrays.stream(order).map(nodes::get).toArray();
    }

    /** Nodes of one zone that own as much may change names: each takes that of the old owner it meets most often. */
    private int[] names(int[] dealt) {
        int[] counts = counts(dealt);
        List<NodeId> ids = members.stream().map(Member::id).toList();
        int[][] met = new int[members.size()][members.size()];
        for (int partition = 0; partition < partitions; partition++) {
            int old = ids.indexOf(current.owner(partition));
            if (old != NOBODY) {
                met[dealt[partition]][old]++;
            }
        }
        int[] names = IntStream.range(0, members.size()).toArray();
        List<int[]> pairs = new ArrayList<>();
        for (int role = 0; role < met.length; role++) {
            for (int old = 0; old < met.length; old++) {
                if (counts[role] == counts[old] && counts[role] > 0 && zones[role] == zones[old]) {
                    pairs.add(new int[] {met[role][old], role, old});
                }
            }
        }
        pairs.sort(Comparator.<int[]>comparingInt(pair -> -pair[0])
                .thenComparingInt(pair -> pair[1])
                .thenComparingInt(pair -> pair[2]));
        boolean[] named = new boolean[names.length];
        boolean[] taken = new boolean[names.length];
        for (int[] pair : pairs) {
            if (!named[pair[1]] && !taken[pair[2]]) {
                named[pair[1]] = true;
                taken[pair[2]] = true;
                names[pair[1]] = pair[2];
            }
        }
        return names;
    }

    private boolean isAllowedFresh(int[] owners) {
        return window == 1 || !Dealing.repeatsWithin(window, owners, members.size());
    }
}
