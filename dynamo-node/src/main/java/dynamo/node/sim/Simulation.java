package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One run of a cluster from a seed: chaos, in which what nodes store and answer is judged at once; in half of the runs a core
 * that must serve while the rest stays broken; then the last fault heals, and within a derived bound everything must be
 * answered, repaired and equal.
 */
public final class Simulation {
    private static final long GLANCE_NANOS = 20_000_000;
    private static final int PENDING_WORK_MAX = 2_000;
    /** Entries of the trace that a failure is told with. */
    public static final int TAIL = 120;

    private final World world;
    private final Seed seed;

    private Simulation(Seed seed, Plan plan, int tail) {
        this.seed = seed;
        this.world = new World(seed, plan, tail);
    }

    /** Runs what the seed decides. */
    public static Report run(Seed seed) {
        return run(seed, TAIL);
    }

    /** @param tail entries of the trace that a failure is told with */
    public static Report run(Seed seed, int tail) {
        return run(seed, Plan.draw(seed), tail);
    }

    /** What many runs together must count at least once: every fault and every probe, by the names in {@link Report#counts}. */
    public static ImmutableList<String> mustHappen() {
        return Stream.concat(
                        Arrays.stream(Fault.values()).map(Fault::text),
                        Arrays.stream(Probe.values()).map(Probe::text))
                .collect(ImmutableList.toImmutableList());
    }

    static Report run(Seed seed, Plan plan, int tail) {
        return new Simulation(seed, plan, tail).run();
    }

    private Report run() {
        Optional<Report.Failed> failure = Optional.empty();
        try {
            chaos();
            world.calmDown();
            if (world.plan().endsInCore()) {
                new CorePhase(world, seed).run();
            }
            Aftermath aftermath = new Aftermath(world);
            aftermath.run();
            aftermath.serve();
        } catch (SimFailure e) {
            failure = Optional.of(failed(e.invariant(), String.valueOf(e.getMessage()), e));
        } catch (RuntimeException e) {
            failure = Optional.of(failed("node-threw", e.toString(), e));
        }
        return new Report(
                seed,
                world.trace().hash(),
                world.queue().ran(),
                world.queue().now(),
                world.tally().counts(),
                failure);
    }

    private void chaos() {
        world.machines().stream().limit(world.plan().size().nodes()).forEach(Machine::start);
        ImmutableList<Habit> habits = world.plan().load().habits();
        for (int i = 0; i < world.plan().load().clients(); i++) {
            new SimClient(world, i, habits.get(i % habits.size()), seed).next();
        }
        new Chaos(world, seed).start();
        glance();
        world.runUntil(world.plan().chaosNanos());
    }

    /** What must hold at any time and costs little to look at. */
    private void glance() {
        for (Machine machine : world.machines()) {
            machine.process()
                    .ifPresent(process -> check(
                            process.node().pendingWork() <= PENDING_WORK_MAX,
                            "bounded",
                            "%s has %s pieces of work pending",
                            machine,
                            process.node().pendingWork()));
        }
        if (!world.isCalm()) {
            world.queue().after(GLANCE_NANOS, this::glance);
        }
    }

    private Report.Failed failed(String invariant, String what, Throwable cause) {
        return new Report.Failed(
                invariant, what, world.plan().toString(), world.trace().tail(), cause);
    }
}
