package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Quorum;
import dynamo.version.Siblings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Always writeable: while a random core of the cluster is mended, and all else stays broken, down or cut off, every node of
 * the core serves every key within a bound.
 */
final class CorePhase {
    private final World world;
    private final SplittableRandom random;
    private final Bound bound;

    CorePhase(World world, Seed seed) {
        this.world = world;
        this.random = seed.fork("core").random();
        this.bound = new Bound(world.plan().network(), world.plan().disk());
    }

    /** Nothing, where no part of the cluster could serve without the rest. */
    void run() {
        if (world.plan().isElastic()) { // what then is enough, no single ring says
            return;
        }
        ImmutableList<Machine> core = draw();
        if (core.isEmpty() || core.size() == world.machines().size()) {
            return;
        }
        world.trace().add("core", "", core);
        for (Machine machine : world.machines()) {
            if (!core.contains(machine)) {
                breakForGood(machine, core);
            }
        }
        world.mend(core);
        world.pass(bound.settledInCore());
        for (Machine machine : core) {
            check(
                    machine.process()
                            .filter(process -> process.node().isReady())
                            .isPresent(),
                    "core-serving",
                    "%s is not ready in the core %s",
                    machine,
                    core);
        }
        new Service(world, "core-serving", "the core " + core).check(core);
        world.pass(bound.convergedInCore(world.plan().repair().antiEntropy()));
        world.history().all().forEach(key -> checkAlike(key, core));
        world.tally().hit(Probe.CORE_SERVED);
    }

    /** The least that serves, of machines in a random order, and some more. */
    private ImmutableList<Machine> draw() {
        List<Machine> left = new ArrayList<>(world.machines());
        left.removeIf(
                machine -> !machine.isDurablyWhole() || machine.copies().isSetBack()); // which its peers may yet tell
        Collections.shuffle(left, new Random(random.nextLong()));
        List<Machine> core = new ArrayList<>();
        int more = random.nextInt(3);
        for (Machine machine : left) {
            if (!serves(core) || more-- > 0) {
                core.add(machine);
            }
        }
        return serves(core) ? ImmutableList.copyOf(core) : ImmutableList.of();
    }

    /** Whether R and W of each key's homes are among them. */
    private boolean serves(List<Machine> core) {
        int needed = Quorum.majority(world.ring().replicas()).needed();
        return world.history().all().stream()
                .allMatch(key -> core.stream()
                                .filter(machine -> key.homes().contains(machine.id()) && machine.votesOn(key.key()))
                                .count()
                        >= needed);
    }

    /** No client asks for anything any more, and the homes in the core are equal, whatever those outside lack. */
    private void checkAlike(KeyHistory key, ImmutableList<Machine> core) {
        List<Siblings> records = core.stream()
                .filter(machine -> key.homes().contains(machine.id()) && machine.isLegible(key.key()))
                .map(machine -> machine.copies().record(key.key()).orElse(Siblings.EMPTY))
                .toList();
        for (Siblings record : records) {
            check(
                    record.live().equals(records.get(0).live()),
                    "core-convergence",
                    "homes of %s in the core %s differ: %s",
                    key.key(),
                    core,
                    records.stream().map(each -> RecordCheck.text(key, each)).toList());
        }
    }

    private void breakForGood(Machine machine, ImmutableList<Machine> core) {
        if (random.nextBoolean()) {
            world.tally().count("core: a node outside is down");
            machine.leave();
            return;
        }
        world.tally().count("core: a node outside is cut off");
        int ways = random.nextInt(3);
        for (Machine inside : core) {
            world.network().wire(inside.id(), machine.id()).sever(ways != 1, ways != 2);
        }
    }
}
