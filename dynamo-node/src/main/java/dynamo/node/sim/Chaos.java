package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Storage.Table;
import dynamo.node.sim.Disk.RowName;
import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Makes the faults of a run, each kind in its own rhythm, never beyond what the store promises to survive. */
final class Chaos {
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000 * MILLIS;
    /** An amnesiac never votes again, so a majority is left whole. */
    private final int disksToLose;

    private final World world;
    private final SplittableRandom random;
    private final Damage damage;
    private int disksLost;

    Chaos(World world, Seed seed) {
        this.world = world;
        this.random = seed.fork("chaos").random();
        this.damage = new Damage(
                world.history(),
                world.machines().stream().map(Machine::copies).collect(ImmutableList.toImmutableList()));
        this.disksToLose = (world.ring().replicas() - 1) / 2;
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
            case CRASH -> crash(machine);
            case CRASH_ALL -> world.machines().forEach(this::crash);
            case RESTART -> restart(machine);
            case PAUSE -> pause(machine);
            case PARTITION -> partition();
            case ONE_WAY -> oneWay();
            case SWIZZLE -> swizzle(machine.id());
            case SLOW_LINK -> slowLink();
            case WIPE -> loseDisk(machine, "fault: wipe", machine::wipe);
            case LOST_TAIL -> loseDisk(machine, "fault: lost tail", () -> machine.rollBack(true));
            case ROLLBACK -> loseDisk(machine, "fault: rollback", () -> machine.rollBack(false));
            case ROT -> rot(machine);
            case DISK_FULL -> fill(machine);
            case CLOCK_JUMP -> {
                count(fault);
                machine.clock().jump(random.nextLong(-7_200_000, 7_200_000));
            }
        }
    }

    private void crash(Machine machine) {
        if (machine.isUp()) {
            count(Fault.CRASH);
            machine.crash(random.nextBoolean());
            later(3 * SECONDS, machine::start);
        }
    }

    private void restart(Machine machine) {
        machine.process().ifPresent(process -> {
            count(Fault.RESTART);
            process.loop()
                    .execute(() -> process.node()
                            .drain(() -> later(10 * MILLIS, () -> {
                                if (machine.process().filter(process::equals).isPresent()) {
                                    machine.crash(false);
                                    later(SECONDS, machine::start);
                                }
                            })));
        });
    }

    private void pause(Machine machine) {
        if (machine.isUp() && !machine.isPaused()) {
            count(Fault.PAUSE);
            machine.pause();
            later(random.nextBoolean() ? 300 * MILLIS : 6 * SECONDS, machine::resume);
        }
    }

    private void partition() {
        count(Fault.PARTITION);
        List<NodeId> side = new ArrayList<>();
        for (Machine machine : world.machines()) {
            if (random.nextBoolean()) {
                side.add(machine.id());
            }
        }
        List<Wire> cut = new ArrayList<>();
        for (Wire wire : world.network().wires()) {
            if (side.stream().filter(wire::joins).count() == 1) {
                wire.cutBoth();
                cut.add(wire);
            }
        }
        later(6 * SECONDS, () -> cut.forEach(Wire::heal));
    }

    private void oneWay() {
        count(Fault.ONE_WAY);
        List<Wire> cut = new ArrayList<>();
        for (Wire wire : world.network().wires()) {
            if (random.nextInt(3) == 0) {
                wire.cutOneWay(random.nextBoolean());
                cut.add(wire);
            }
        }
        later(6 * SECONDS, () -> cut.forEach(Wire::heal));
    }

    private void swizzle(NodeId node) {
        count(Fault.SWIZZLE);
        List<Wire> wires = new ArrayList<>(world.network().wires());
        wires.removeIf(wire -> !wire.joins(node));
        Collections.shuffle(wires, new Random(random.nextLong()));
        for (Wire wire : wires) {
            later(2 * SECONDS, () -> {
                if (!world.isCalm()) {
                    wire.cutBoth();
                    later(4 * SECONDS, wire::heal);
                }
            });
        }
    }

    private void slowLink() {
        ImmutableList<Wire> wires = world.network().wires();
        if (!wires.isEmpty()) {
            count(Fault.SLOW_LINK);
            Wire wire = wires.get(random.nextInt(wires.size()));
            wire.setExtraDelay(random.nextLong(20 * MILLIS, 400 * MILLIS));
            later(8 * SECONDS, () -> wire.setExtraDelay(0));
        }
    }

    /** Ends the process first: what it had not synced counts as gone anyway. */
    private void loseDisk(Machine machine, String name, Runnable loss) {
        if (disksLost >= disksToLose) {
            return;
        }
        machine.crash(true);
        if (damage.mayLoseDisk(machine.number())) {
            world.tally().count(name);
            disksLost++;
            damage.losesDisk(machine.number());
            loss.run();
        }
        later(3 * SECONDS, machine::start);
    }

    private void rot(Machine machine) {
        boolean data = random.nextInt(3) > 0;
        List<RowName> rows = machine.rows(data ? Table.DATA : Table.META);
        if (rows.isEmpty()) {
            return;
        }
        RowName row = rows.get(random.nextInt(rows.size()));
        if (data) {
            dynamo.contract.Key key = RowLayout.key(row.key());
            if (!damage.mayLoseRow(machine.number(), key)) {
                return;
            }
            damage.losesRow(machine.number(), key);
        }
        count(Fault.ROT);
        machine.rot(row);
    }

    private void fill(Machine machine) {
        count(Fault.DISK_FULL);
        Disk.Space[] full = {Disk.Space.LOW, Disk.Space.FULL, Disk.Space.FULL_UNNOTICED};
        machine.disk().setSpace(full[random.nextInt(full.length)]);
        later(5 * SECONDS, () -> machine.disk().setSpace(Disk.Space.FREE));
    }

    private void later(long nanosMax, Runnable task) {
        world.queue().after(random.nextLong(nanosMax), task);
    }

    private void count(Fault fault) {
        world.tally()
                .count("fault: "
                        + fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }
}
