package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.SplittableRandom;

/**
 * What a seed decides beforehand: the size of things, which faults there are and how often. Each kind is there or not by
 * the throw of a coin, so that some runs are free of what hides something in others.
 *
 * @param faults mean nanoseconds between two of a kind
 * @param wMin least W of the clients: with 1, no disk may be lost that holds the only acknowledged copy
 */
record Plan(
        int nodes,
        int n,
        int partitions,
        int keys,
        int clients,
        int wMin,
        long chaosNanos,
        long thinkNanosMax,
        boolean hiccups,
        boolean impatient,
        ImmutableList<Habit> habits,
        ImmutableMap<Fault, Long> faults,
        NetworkFaults network,
        DiskFaults disk) {
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000 * MILLIS;

    static Plan draw(Seed seed) {
        SplittableRandom random = seed.fork("plan").random();
        int nodes = random.nextInt(4) > 0 ? random.nextInt(3, 6) : random.nextInt(1, 10);
        int n = random.nextInt(4) > 0 ? 3 : random.nextInt(1, 6);
        ImmutableMap<Fault, Long> faults = faults(random);
        boolean losesDisks = faults.containsKey(Fault.WIPE)
                || faults.containsKey(Fault.ROT)
                || faults.containsKey(Fault.LOST_TAIL)
                || faults.containsKey(Fault.ROLLBACK);
        return new Plan(
                nodes,
                n,
                nodes > 5 || n > 3 ? 64 : 8,
                random.nextBoolean() ? random.nextInt(1, 4) : random.nextInt(1, 21),
                random.nextInt(1, 9),
                losesDisks ? 2 : 1,
                random.nextLong(5 * SECONDS, 40 * SECONDS),
                random.nextLong(20 * MILLIS, 800 * MILLIS),
                random.nextBoolean(),
                random.nextBoolean(),
                habits(random),
                faults,
                network(random),
                disk(random));
    }

    /** The same without any fault. */
    Plan withoutFaults() {
        return new Plan(
                nodes,
                n,
                partitions,
                keys,
                clients,
                wMin,
                chaosNanos,
                thinkNanosMax,
                false,
                impatient,
                habits,
                ImmutableMap.of(),
                network.calm(),
                disk.calm());
    }

    private static ImmutableMap<Fault, Long> faults(SplittableRandom random) {
        ImmutableMap.Builder<Fault, Long> faults = ImmutableMap.builder();
        for (Fault fault : Fault.values()) {
            boolean rare = fault == Fault.ROLLBACK || fault == Fault.LOST_TAIL;
            if (random.nextInt(rare ? 6 : 3) == 0) {
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
