package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import java.util.SplittableRandom;

/** Makes the faults of a run, each kind in its own rhythm, never beyond what the store promises to survive. */
final class Chaos {
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000 * MILLIS;
    private static final long DAYS = 24 * 3_600 * SECONDS;
    private static final long HOUR_MILLIS = 3_600_000;

    private final World world;
    private final SplittableRandom random;
    private final WireChaos wires;
    private final DiskChaos disks;
    private final RingChaos rings;

    Chaos(World world, Seed seed) {
        this.world = world;
        this.random = seed.fork("chaos").random();
        this.wires = new WireChaos(world, seed.fork("wire chaos"));
        Damage damage = new Damage(
                world.history(),
                world.machines().stream().map(Machine::copies).collect(ImmutableList.toImmutableList()));
        this.disks = new DiskChaos(world, seed.fork("disk chaos"), damage);
        this.rings = new RingChaos(world, seed.fork("ring chaos"), damage);
    }

    void start() {
        world.plan().faults().forEach(this::repeat);
    }

    private void repeat(Fault fault, long meanNanos) {
        world.queue().after(random.nextLong(2 * meanNanos), () -> {
            if (!world.isCalm()) {
                make(fault);
                repeat(fault, meanNanos);
            }
        });
    }

    private void make(Fault fault) {
        Machine machine = world.machines().get(random.nextInt(world.machines().size()));
        switch (fault) {
            case CRASH -> crash(machine, fault);
            case CRASH_ALL -> world.machines().forEach(each -> crash(each, fault));
            case RESTART -> restart(machine);
            case PAUSE -> pause(machine);
            case AWAY -> sendAway(machine);
            case CLOCK_JUMP -> {
                count(fault);
                machine.clock().jump(random.nextLong(-HOUR_MILLIS, HOUR_MILLIS + 1));
            }
            case PARTITION, BRIDGE, MAJORITIES, ONE_WAY, SWIZZLE, FLAP, SLOW_LINK -> wires.make(fault);
            case RING_CHANGE -> {
                count(fault);
                rings.act();
            }
            case WIPE, LOST_TAIL, SILENT_TAIL, ROLLBACK, ROT, DISK_FULL -> disks.make(fault, machine);
        }
    }

    private void crash(Machine machine, Fault fault) {
        if (machine.isUp()) {
            count(fault);
            machine.crash(random.nextBoolean());
            later(3 * SECONDS, machine::start);
        }
    }

    private void restart(Machine machine) {
        machine.process().ifPresent(process -> {
            count(Fault.RESTART);
            process.loop()
                    .execute(() -> process.node()
                            .drain(() -> later(
                                    10 * MILLIS,
                                    () -> process.loop()
                                            .execute(() -> process.node().stop(() -> end(machine, process))))));
        });
    }

    private void end(Machine machine, NodeProcess process) {
        world.queue().after(0, () -> {
            if (machine.process().filter(process::equals).isPresent()) {
                machine.crash(false);
                later(SECONDS, machine::start);
            }
        });
    }

    private void pause(Machine machine) {
        if (machine.isUp() && !machine.isPaused()) {
            count(Fault.PAUSE);
            machine.pause();
            later(random.nextBoolean() ? 300 * MILLIS : 6 * SECONDS, machine::resume);
        }
    }

    /** One at a time, and only from a cluster it has met: before that, nobody would be served while it is gone. */
    private void sendAway(Machine machine) {
        boolean serving =
                machine.process().filter(process -> process.node().isReady()).isPresent();
        if (serving && world.machines().stream().noneMatch(Machine::isAway)) {
            count(Fault.AWAY);
            machine.leave();
            long left = Math.max(1, world.plan().chaosNanos() - world.queue().now());
            world.queue().after(left / 4 + random.nextLong(left), () -> {
                world.leap(random.nextLong(DAYS, 200 * DAYS));
                world.tally().hit(Probe.CAME_BACK);
                machine.comeBack();
            });
        }
    }

    private void later(long nanosMax, Runnable task) {
        world.queue().after(random.nextLong(nanosMax), task);
    }

    private void count(Fault fault) {
        world.tally().count(fault.text());
    }
}
