package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.node.NodeConfig;
import dynamo.node.RepairPaths;
import dynamo.node.antientropy.AntiEntropyConfig;
import dynamo.node.hint.HintConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a seed decides beforehand: the size of things, which faults there are and how often. Each kind is there or not by
 * the throw of a coin, so that some runs are free of what hides something in others.
 *
 * @param hiccups whether loops stand still now and then
 * @param endsInCore whether a part of the cluster must serve while the rest stays broken, before all is mended
 * @param faults mean nanoseconds between two of a kind
 */
record Plan(
        Size size,
        Load load,
        long chaosNanos,
        boolean hiccups,
        boolean endsInCore,
        ImmutableMap<Fault, Long> faults,
        NetworkFaults network,
        DiskFaults disk,
        Repair repair) {
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000 * MILLIS;

    /**
     * @param crowding partitions that keys fall into at most: in one partition they share a clock
     * @param spares machines that are no members at first, and may join
     */
    record Size(int nodes, int n, int partitions, int keys, int crowding, int spares) {}

    /**
     * @param wMin least W of the clients: with 1, no disk may be lost that holds the only acknowledged copy
     * @param deleteIn one write in so many is a delete
     */
    record Load(
            int clients, int wMin, long thinkNanosMax, boolean impatient, int deleteIn, ImmutableList<Habit> habits) {

        private Load withAtLeast(int w) {
            return new Load(clients, Math.max(w, wMin), thinkNanosMax, impatient, deleteIn, habits);
        }
    }

    /** What the nodes do to become equal again, and how. */
    record Repair(AntiEntropyConfig antiEntropy, HintConfig hints, RepairPaths paths) {
        NodeConfig configure(NodeConfig node) {
            return node.with(antiEntropy).with(hints).with(paths);
        }
    }

    static Plan draw(Seed seed) {
        SplittableRandom random = seed.fork("plan").random();
        Size size = size(random);
        ImmutableMap<Fault, Long> faults = faults(random);
        Plan plan = new Plan(
                size,
                load(random, faults.keySet().stream().anyMatch(Fault::losesRows)),
                random.nextLong(5 * SECONDS, 40 * SECONDS),
                random.nextBoolean(),
                random.nextBoolean(),
                faults,
                network(random),
                disk(random),
                repair(random));
        SplittableRandom elastic = seed.fork("elastic").random();
        return elastic.nextInt(Fault.RING_CHANGE.oneRunIn()) == 0
                ? plan.withSpares(elastic.nextInt(1, 4)).with(Fault.RING_CHANGE, elastic.nextLong(1_000, 8_000))
                : plan;
    }

    /** Whether the ring changes. */
    boolean isElastic() {
        return faults.containsKey(Fault.RING_CHANGE);
    }

    /** The same with one ring for ever. */
    Plan steady() {
        Map<Fault, Long> fewer = new LinkedHashMap<>(faults);
        fewer.remove(Fault.RING_CHANGE);
        Size same = new Size(size.nodes, size.n, size.partitions, size.keys, size.crowding, 0);
        return new Plan(same, load, chaosNanos, hiccups, endsInCore, ImmutableMap.copyOf(fewer), network, disk, repair);
    }

    /** The same with machines that may join. */
    Plan withSpares(int spares) {
        Size more = new Size(size.nodes, size.n, size.partitions, size.keys, size.crowding, spares);
        return new Plan(more, load, chaosNanos, hiccups, endsInCore, faults, network, disk, repair);
    }

    /** The same without any fault. */
    Plan withoutFaults() {
        return new Plan(size, load, chaosNanos, false, false, ImmutableMap.of(), network.calm(), disk.calm(), repair);
    }

    /** The same with this fault too, so often. */
    Plan with(Fault fault, long meanMillis) {
        Map<Fault, Long> more = new LinkedHashMap<>(faults);
        more.put(fault, meanMillis * MILLIS);
        Load safe = fault.losesRows() ? load.withAtLeast(2) : load;
        return new Plan(size, safe, chaosNanos, hiccups, endsInCore, ImmutableMap.copyOf(more), network, disk, repair);
    }

    /** The same with one write in so many a delete. */
    Plan withDeletes(int deleteIn) {
        Load deleting = new Load(load.clients, load.wMin, load.thinkNanosMax, load.impatient, deleteIn, load.habits);
        return new Plan(size, deleting, chaosNanos, hiccups, endsInCore, faults, network, disk, repair);
    }

    /** The same load on another cluster, of so many nodes, on n of which each key has its home. */
    Plan withNodes(int nodes, int n) {
        Size other = new Size(nodes, n, size.partitions, size.keys, size.crowding, size.spares);
        return new Plan(other, load, chaosNanos, hiccups, endsInCore, faults, network, disk, repair);
    }

    /** The same cluster with so few keys. */
    Plan withKeys(int keys) {
        Size crowded = new Size(size.nodes, size.n, size.partitions, keys, size.crowding, size.spares);
        return new Plan(crowded, load, chaosNanos, hiccups, endsInCore, faults, network, disk, repair);
    }

    /** More nodes than a key has homes, in most runs, so that there is somebody to stand in. */
    private static Size size(SplittableRandom random) {
        int n = random.nextInt(4) > 0 ? 3 : random.nextInt(1, 6);
        int nodes = random.nextInt(4) > 0 ? random.nextInt(4, 8) : random.nextInt(1, 10);
        int partitions = nodes > 5 || n > 3 ? 64 : 8;
        return new Size(
                nodes,
                n,
                partitions,
                random.nextInt(3) > 0 ? random.nextInt(1, 4) : random.nextInt(1, 21),
                random.nextBoolean() ? random.nextInt(1, 4) : partitions,
                0);
    }

    private static Load load(SplittableRandom random, boolean losesRows) {
        return new Load(
                random.nextInt(1, 9),
                losesRows ? 2 : 1,
                random.nextLong(20 * MILLIS, 800 * MILLIS),
                random.nextBoolean(),
                random.nextInt(3) == 0 ? 2 : 8,
                habits(random));
    }

    /**
     * Cycles in which much happens between two comparisons, or next to nothing; actors that are closed while writes of theirs
     * may be on their way, or long after; room for a few hints, or for all.
     */
    private static Repair repair(SplittableRandom random) {
        AntiEntropyConfig antiEntropy = AntiEntropyConfig.DEFAULT
                .withCycles(
                        Duration.ofMillis(random.nextLong(1_000, 4_001)),
                        Duration.ofMillis(random.nextLong(5_000, 20_001)))
                .withClosingPatience(Duration.ofMillis(random.nextInt(3) == 0 ? 60_000 : random.nextLong(10, 5_000)));
        HintConfig hints = random.nextInt(6) == 0 ? new HintConfig(random.nextLong(100, 1_000)) : HintConfig.DEFAULT;
        return new Repair(antiEntropy, hints, RepairPaths.ALL);
    }

    private static ImmutableMap<Fault, Long> faults(SplittableRandom random) {
        ImmutableMap.Builder<Fault, Long> faults = ImmutableMap.builder();
        for (Fault fault : Fault.values()) {
            if (fault != Fault.RING_CHANGE && random.nextInt(fault.oneRunIn()) == 0) {
                faults.put(fault, random.nextLong(SECONDS / 2, 12 * SECONDS));
            }
        }
        return faults.build();
    }

    private static ImmutableList<Habit> habits(SplittableRandom random) {
        ImmutableList.Builder<Habit> habits = ImmutableList.builder();
        habits.add(Habit.POLITE);
        for (Habit habit : Habit.values()) {
            if (random.nextInt(5) < 2) {
                habits.add(habit);
            }
        }
        return habits.build();
    }

    private static NetworkFaults network(SplittableRandom random) {
        long delayMax = random.nextLong(200_000, 20 * MILLIS);
        return new NetworkFaults(
                random.nextLong(20_000, 150_000),
                delayMax,
                random.nextInt(3) == 0 ? random.nextDouble(0.05) : 0,
                random.nextLong(10 * MILLIS, 2 * SECONDS),
                random.nextInt(3) == 0 ? random.nextDouble(0.05) : 0,
                random.nextInt(3) == 0 ? random.nextDouble(0.01) : 0,
                random.nextInt(3) == 0 ? random.nextDouble(0.05) : 0,
                random.nextInt(3) == 0 ? random.nextDouble(0.1) : 0,
                random.nextLong(5 * MILLIS, SECONDS),
                random.nextLong(MILLIS, 200 * MILLIS),
                random.nextLong(100 * MILLIS, 8 * SECONDS),
                random.nextLong(200 * MILLIS, 15 * SECONDS));
    }

    private static DiskFaults disk(SplittableRandom random) {
        return new DiskFaults(
                random.nextLong(10_000, 200_000),
                random.nextLong(300_000, 10 * MILLIS),
                random.nextInt(3) == 0 ? random.nextDouble(0.05) : 0,
                random.nextLong(20 * MILLIS, 3 * SECONDS),
                random.nextInt(4) == 0 ? random.nextDouble(0.005) : 0);
    }
}
