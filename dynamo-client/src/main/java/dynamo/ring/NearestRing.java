package dynamo.ring;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The ring nearest to another one: of all sequences of owners in which no N consecutive ones are the same node, or of the same
 * zone, the one that gives partitions the fewest new homes, while every node owns as many as it should.
 *
 * <p>Without the last condition that is a shortest path through the windows of N - 1 owners (Bellman's dynamic programming), for
 * the homes of a partition are N consecutive owners. The condition enters as a price for each node, raised where it is given too
 * many and lowered where it is given too few (Lagrange's multipliers, by subgradient ascent); so what is found is near the least
 * there is. What prices cannot settle, a few single changes do.
 *
 * <p>For few nodes: its work grows with the N-th power of their number.
 */
final class NearestRing {
    static final int NOBODY = -1;

    private static final long STEPS_MAX = 40_000_000;
    private static final int ROUNDS_MIN = 60;
    private static final int ROUNDS_MAX = 500;
    private static final double NOISE = 0.2; // breaks ties, so that prices have somebody to move
    private static final double STEP = 0.02;
    private static final double STEP_LAST = 0.002;
    private static final double UNREACHED = Double.MAX_VALUE;

    private final int partitions;
    private final int nodes;
    private final int n;
    private final int[] owners;
    private final boolean[][] homes;
    private final int[] targets;
    private final int[] groups;
    private final int tail; // owners that the next one must differ from
    private final int windows;
    private final double[][] noise;
    private final double[] price;
    private final byte[][] leaving; // the owner that a window was reached from, by step and window

    /**
     * @param owners by partition, of the ring there is; {@link #NOBODY} for one that is to own nothing
     * @param homes by partition and node, of the ring there is
     * @param targets partitions that each node is to own
     * @param groups nodes of one number must be kept apart, such as those of a zone
     */
    private NearestRing(int n, int[] owners, boolean[][] homes, int[] targets, int[] groups) {
        this.n = n;
        this.owners = owners;
        this.homes = homes;
        this.targets = targets;
        this.groups = groups;
        partitions = owners.length;
        nodes = targets.length;
        tail = n - 1;
        windows = Math.toIntExact(Math.round(Math.pow(nodes, tail)));
        price = new double[nodes];
        leaving = new byte[partitions + tail][windows];
        SplittableRandom random = new SplittableRandom(1);
        noise = new double[partitions][nodes];
        for (double[] row : noise) {
            Arrays.setAll(row, node -> random.nextDouble(NOISE));
        }
    }

    /**
     * What was found.
     *
     * @param owners by partition
     * @param bound new homes that there must be at least, with these targets, where the N - 1 owners at the seam stay
     */
    record Found(ImmutableIntArray owners, double bound) {}

    /** @return empty where there are too many nodes for this, or none such is found */
    static Optional<Found> find(int n, int[] owners, boolean[][] homes, int[] targets, int[] groups) {
        double steps = Math.pow(targets.length, n) * owners.length;
        int rounds = (int) Math.min(ROUNDS_MAX, STEPS_MAX / steps);
        if (n < 2 || rounds < ROUNDS_MIN || targets.length > Byte.MAX_VALUE) {
            return Optional.empty();
        }
        return new NearestRing(n, owners, homes, targets, groups).find(rounds);
    }

    private Optional<Found> find(int rounds) {
        int seam = seam();
        int[] best = owners;
        int bestOff = Integer.MAX_VALUE;
        double[] bestPrice = price.clone();
        for (int round = 0; seam != NOBODY && round < rounds; round++) {
            int[] path = shortest(seam);
            if (path == null) {
                return Optional.empty();
            }
            int[] surplus = surplus(path);
            int off = Arrays.stream(surplus).map(Math::abs).sum();
            if (off < bestOff || off == bestOff && moves(path) < moves(best)) {
                bestOff = off;
                best = path;
                bestPrice = price.clone();
            }
            double step = STEP * Math.pow(STEP_LAST / STEP, (double) round / rounds);
            for (int node = 0; node < nodes; node++) {
                price[node] += step * surplus[node];
            }
        }
        return bestOff < Integer.MAX_VALUE && evened(best)
                ? Optional.of(new Found(ImmutableIntArray.copyOf(best), bound(seam, bestPrice)))
                : Optional.empty();
    }

    /** By weak duality, whatever the prices. */
    private double bound(int seam, double[] prices) {
        System.arraycopy(prices, 0, price, 0, nodes);
        for (double[] row : noise) {
            Arrays.fill(row, 0);
        }
        int[] path = Objects.requireNonNull(shortest(seam));
        int[] surplus = surplus(path);
        double bound = moves(path);
        for (int node = 0; node < nodes; node++) {
            bound += price[node] * surplus[node];
        }
        return bound;
    }

    /** Where N - 1 consecutive owners may stay: the circle is cut open before them. */
    private int seam() {
        for (int place = 0; place < partitions; place++) {
            boolean stays = true;
            for (int i = 0; i < tail && stays; i++) {
                int owner = owners[(place + i) % partitions];
                stays = owner != NOBODY;
                for (int j = 0; j < i && stays; j++) {
                    stays = groups[owner] != groups[owners[(place + j) % partitions]];
                }
            }
            if (stays) {
                return place;
            }
        }
        return NOBODY;
    }

    /** A window is a number whose digits, to the base of the nodes, are the last N - 1 owners. */
    private int @Nullable [] shortest(int seam) {
        int first = 0;
        for (int i = 0; i < tail; i++) {
            first = first * nodes + owners[(seam + i) % partitions];
        }
        double[] reached = new double[windows];
        double[] next = new double[windows];
        Arrays.fill(reached, UNREACHED);
        reached[first] = 0;
        for (int step = tail; step < partitions + tail; step++) {
            Arrays.fill(next, UNREACHED);
            int place = (seam + step) % partitions;
            for (int window = 0; window < windows; window++) {
                if (reached[window] != UNREACHED) {
                    extend(window, reached[window], step, place, next);
                }
            }
            double[] spare = reached;
            reached = next;
            next = spare;
        }
        return reached[first] == UNREACHED ? null : traced(seam, first);
    }

    private void extend(int window, double cost, int step, int place, double[] next) {
        int[] last = new int[tail];
        for (int i = tail - 1, rest = window; i >= 0; i--, rest /= nodes) {
            last[i] = rest % nodes;
        }
        boolean[] had = homes[Math.floorMod(place - tail, partitions)];
        int lost = 0;
        for (int node : last) {
            lost += had[node] ? 0 : 1;
        }
        boolean isClosing = step >= partitions; // once round: what was fixed at the seam follows
        int rest = window % (windows / nodes) * nodes;
        for (int node = 0; node < nodes; node++) {
            if (isClosing && node != owners[place] || meets(last, node)) {
                continue;
            }
            double all = cost + lost + (had[node] ? 0 : 1) + (isClosing ? 0 : price[node] + noise[place][node]);
            if (all < next[rest + node]) {
                next[rest + node] = all;
                leaving[step][rest + node] = (byte) last[0];
            }
        }
    }

    private boolean meets(int[] last, int node) {
        for (int other : last) {
            if (groups[other] == groups[node]) {
                return true;
            }
        }
        return false;
    }

    private int[] traced(int seam, int end) {
        int[] path = owners.clone();
        int window = end;
        for (int step = partitions + tail - 1; step >= tail; step--) {
            if (step < partitions) {
                path[(seam + step) % partitions] = window % nodes;
            }
            window = window / nodes + leaving[step][window] * (windows / nodes);
        }
        return path;
    }

    private int[] surplus(int[] path) {
        int[] surplus = new int[nodes];
        for (int owner : path) {
            surplus[owner]++;
        }
        Arrays.setAll(surplus, node -> surplus[node] - targets[node]);
        return surplus;
    }

    private int moves(int[] path) {
        int moves = 0;
        for (int partition = 0; partition < partitions; partition++) {
            moves += moves(path, partition);
        }
        return moves;
    }

    private int moves(int[] path, int partition) {
        int moves = 0;
        for (int i = 0; i < n; i++) {
            moves += homes[partition][path[(partition + i) % partitions]] ? 0 : 1;
        }
        return moves;
    }

    // ---- the last few ----------------------------------------------------------------------------------------------

    /** Who owns too many gives one to who owns too few, at once or by way of a third: each time where that moves the least. */
    private boolean evened(int[] path) {
        int[] surplus = surplus(path);
        for (int rounds = 0; Arrays.stream(surplus).anyMatch(each -> each != 0); rounds++) {
            if (rounds > partitions || !evenOne(path, surplus)) {
                return false;
            }
        }
        return true;
    }

    private boolean evenOne(int[] path, int[] surplus) {
        int bestPlace = NOBODY;
        int bestTaker = NOBODY;
        int bestCost = Integer.MAX_VALUE;
        for (int place = 0; place < partitions; place++) {
            for (int taker = 0; taker < nodes; taker++) {
                if (surplus[path[place]] > 0 && surplus[taker] < 0 && mayOwn(path, place, taker)) {
                    int cost = cost(path, place, taker);
                    if (cost < bestCost) {
                        bestCost = cost;
                        bestPlace = place;
                        bestTaker = taker;
                    }
                }
            }
        }
        if (bestPlace == NOBODY) {
            return evenByAThird(path, surplus);
        }
        give(path, surplus, bestPlace, bestTaker);
        return true;
    }

    private boolean evenByAThird(int[] path, int[] surplus) {
        for (int place = 0; place < partitions; place++) {
            for (int third = 0; third < nodes; third++) {
                if (surplus[path[place]] > 0 && surplus[third] == 0 && mayOwn(path, place, third)) {
                    int giver = path[place];
                    path[place] = third;
                    for (int other = 0; other < partitions; other++) {
                        for (int taker = 0; taker < nodes; taker++) {
                            if (other != place
                                    && path[other] == third
                                    && surplus[taker] < 0
                                    && mayOwn(path, other, taker)) {
                                path[other] = taker;
                                surplus[giver]--;
                                surplus[taker]++;
                                return true;
                            }
                        }
                    }
                    path[place] = giver;
                }
            }
        }
        return false;
    }

    private static void give(int[] path, int[] surplus, int place, int taker) {
        surplus[path[place]]--;
        surplus[taker]++;
        path[place] = taker;
    }

    private int cost(int[] path, int place, int taker) {
        int owner = path[place];
        int before = movesAround(path, place);
        path[place] = taker;
        int after = movesAround(path, place);
        path[place] = owner;
        return after - before;
    }

    private int movesAround(int[] path, int place) {
        int moves = 0;
        for (int i = 0; i < n; i++) {
            moves += moves(path, Math.floorMod(place - i, partitions));
        }
        return moves;
    }

    private boolean mayOwn(int[] path, int place, int node) {
        for (int distance = 1; distance < n; distance++) {
            if (groups[path[Math.floorMod(place - distance, partitions)]] == groups[node]
                    || groups[path[(place + distance) % partitions]] == groups[node]) {
                return false;
            }
        }
        return true;
    }
}
