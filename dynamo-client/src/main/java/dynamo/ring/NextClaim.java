package dynamo.ring;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ring after a change of its members. A partition changes its owner only where one has too many and another too few: as
 * long as owners are N places apart, each such change moves N replicas, and nothing less would do.
 *
 * <p>Where few nodes leave no place free for that, the {@link NearestRing} is looked for, and a fresh one dealt, named so that it is
 * as like the old one as can be; of all the best one is taken. To and from rings so small that every node is a home of everything
 * there is only the fresh one.
 */
final class NextClaim {
    private static final int NOBODY = -1;
    private static final int ROUNDS_MAX = 8;
    private static final double NEAR = 1.05;

    private final Ring current;
    private final ImmutableList<Member> members;
    private final int partitions;
    private final int n;
    private final int window;
    private final Shares shares;
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
        shares = new Shares(members, partitions, n);
        targets = targets();
        zones = zonesOf();
        zonesApart = window > 1
                && Arrays.stream(zones).filter(zone -> zone >= 0).distinct().count() >= n;
    }

    Ring ring() {
        if (window == 1 || current.replicas() < n || owners() <= n) {
            return ring(fresh()); // everybody was, or will be, a home of everything
        }
        int[] changed = changed();
        if (isAllowed(changed) && isNearTheLeast(ring(changed)) && !(zonesApart && repeatsZone(changed))) {
            return ring(changed);
        }
        return Stream.of(
                        Optional.of(changed),
                        nearest().map(found -> found.owners().toArray()),
                        Optional.of(fresh()))
                .flatMap(Optional::stream)
                .filter(this::isAllowed)
                .map(this::ring)
                .min(Comparator.<Ring>comparingInt(ring -> zonesApart && repeatsZone(ordinals(ring)) ? 1 : 0)
                        .thenComparingLong(this::moves))
                .orElseGet(() -> ring(fresh()));
    }

    /** Nobody can do with fewer moves, so there is nothing to look for, which takes long where there are many nodes. */
    private boolean isNearTheLeast(Ring next) {
        RingDiff diff = RingDiff.between(current, next);
        return diff.moves() <= NEAR * diff.movesMin();
    }

    /** The same with members' places for owners, and only who owns. */
    Optional<NearestRing.Found> nearest() {
        List<NodeId> all = members.stream().map(Member::id).toList();
        List<NodeId> ids = members.stream()
                .filter(member -> member.status().owns())
                .map(Member::id)
                .toList();
        int[] places = ids.stream().mapToInt(all::indexOf).toArray();
        boolean[][] homes = new boolean[partitions][places.length];
        int[] owners = new int[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            owners[partition] = ids.indexOf(current.owner(partition));
            List<NodeId> had = current.preferenceList(partition).primaries();
            for (int node = 0; node < places.length; node++) {
                homes[partition][node] = had.contains(ids.get(node));
            }
        }
        int[] wanted = Arrays.stream(places).map(place -> targets[place]).toArray();
        int[] groups =
                zonesApart ? Arrays.stream(places).map(place -> zones[place]).toArray() : places;
        return NearestRing.find(n, owners, homes, wanted, groups)
                .map(found -> new NearestRing.Found(
                        ImmutableIntArray.copyOf(found.owners().stream().map(node -> places[node])), found.bound()));
    }

    private int[] fresh() {
        return new FreshRing(current, members, targets, zones, window).owners();
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
        int[] before = IntStream.range(0, partitions)
                .map(partition -> ids.indexOf(current.owner(partition)))
                .toArray();
        int[] owners = Arrays.stream(before)
                .map(owner -> owner != NOBODY && targets[owner] == 0 ? NOBODY : owner)
                .toArray();
        int[] counts = counts(owners);
        giveToThePoor(owners, counts);
        for (int round = 0; round < ROUNDS_MAX && !fillHoles(owners, counts); round++) {
            loosen(before, owners, counts);
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
    private void loosen(int[] before, int[] owners, int[] counts) {
        for (int hole = 0; hole < partitions; hole++) {
            if (owners[hole] == NOBODY
                    && !loosen(hole, before, owners, counts, true)
                    && !retarget(hole, owners, counts)) {
                loosen(hole, before, owners, counts, false);
            }
        }
    }

    /** Of two nodes whose shares are no whole numbers it is all the same which of them owns one more than the other. */
    private boolean retarget(int hole, int[] owners, int[] counts) {
        for (int node = 0; node < targets.length; node++) {
            if (owns(node)
                    && counts[node] == targets[node]
                    && isFair(node, targets[node] + 1)
                    && mayOwn(owners, hole, node)) {
                for (int other = 0; other < targets.length; other++) {
                    if (counts[other] < targets[other] && isFair(other, targets[other] - 1)) {
                        targets[other]--;
                        targets[node]++;
                        counts[node]++;
                        owners[hole] = node;
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean owns(int node) {
        return members.get(node).status().owns();
    }

    /** Floor or ceiling of the share. */
    private boolean isFair(int node, int count) {
        return Math.abs(count - shares.owned(node)) < 1;
    }

    private boolean loosen(int hole, int[] before, int[] owners, int[] counts, boolean amongMoved) {
        for (int node = 0; node < targets.length; node++) {
            if (counts[node] < targets[node] && swapInto(hole, node, before, owners, counts, amongMoved)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Some owner who may have the hole gives up a place that the node may have.
     *
     * @param amongMoved only of places that have another owner than before, for that moves nothing more
     */
    private boolean swapInto(int hole, int node, int[] before, int[] owners, int[] counts, boolean amongMoved) {
        for (int i = 1; i < partitions; i++) {
            int place = (hole + i) % partitions;
            int owner = owners[place];
            boolean isMoved = owner != before[place];
            if (owner != NOBODY && owner != node && (isMoved || !amongMoved) && mayOwn(owners, hole, owner)) {
                owners[place] = NOBODY;
                owners[hole] = owner;
                if (mayOwn(owners, hole, owner) && mayOwn(owners, place, node)) {
                    owners[place] = node;
                    counts[node]++;
                    return true;
                }
                owners[place] = owner;
                owners[hole] = NOBODY;
            }
        }
        return false;
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
        if (Arrays.stream(owners).anyMatch(owner -> owner == NOBODY)
                || Dealing.repeatsWithin(window, owners, members.size())) {
            return false;
        }
        int[] counts = counts(owners);
        return IntStream.range(0, counts.length)
                .allMatch(node -> counts[node] == targets[node] || owns(node) && isFair(node, counts[node]));
    }

    private boolean repeatsZone(int[] owners) {
        int[] order = Arrays.stream(owners).map(owner -> zones[owner]).toArray();
        return Dealing.repeatsWithin(window, order, Arrays.stream(zones).max().orElse(0) + 1);
    }
}
