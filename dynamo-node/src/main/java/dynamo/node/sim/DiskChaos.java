package dynamo.node.sim;

import dynamo.contract.Key;
import dynamo.node.env.Storage.Table;
import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;

/** Faults of disks: lost, set back, rotten, full. */
final class DiskChaos {
    private static final long SECONDS = 1_000_000_000;

    private final World world;
    private final SplittableRandom random;
    private final Damage damage;

    DiskChaos(World world, Seed seed, Damage damage) {
        this.world = world;
        this.random = seed.random();
        this.damage = damage;
    }

    void make(Fault fault, Machine machine) {
        Snapshots snapshots = machine.snapshots();
        switch (fault) {
            case WIPE -> loseDisk(fault, machine, machine::wipe);
            case LOST_TAIL -> snapshots.any().ifPresent(older -> loseDisk(fault, machine, () -> machine.loseTo(older)));
            case ROLLBACK -> setBack(fault, machine, snapshots.beforeTheLastStart());
            case SILENT_TAIL -> setBack(fault, machine, snapshots.sinceTheLastStart());
            case ROT -> rot(machine);
            case DISK_FULL -> fill(machine);
            default -> throw new IllegalArgumentException(fault + " is no fault of disks");
        }
    }

    private void setBack(Fault fault, Machine machine, Optional<NavigableMap<RowName, Cell>> older) {
        older.ifPresent(rows -> loseDisk(fault, machine, () -> machine.rollBack(rows)));
    }

    /** Ends the process first: what it had not synced counts as gone anyway. */
    private void loseDisk(Fault fault, Machine machine, Runnable loss) {
        machine.crash(true);
        if (damage.mayLoseDisk(machine.number())) {
            world.tally().count(fault.text());
            damage.losesDisk(machine.number());
            loss.run();
        }
        later(3 * SECONDS, machine::start);
    }

    private void rot(Machine machine) {
        Table[] tables = {Table.DATA, Table.DATA, Table.META, Table.HINTS};
        Table table = tables[random.nextInt(tables.length)];
        List<RowName> rows = machine.rows(table);
        if (rows.isEmpty()) {
            return;
        }
        RowName row = rows.get(random.nextInt(rows.size()));
        if (table != Table.META) {
            Key key = table == Table.DATA
                    ? RowLayout.key(row.key())
                    : RowLayout.hint(row.key()).key();
            if (!damage.mayLoseRow(machine.number(), key)) {
                return;
            }
            damage.losesRow(machine.number(), key);
        }
        world.tally().count(Fault.ROT.text());
        world.tally().count("rotten: " + (table == Table.DATA ? "record" : table == Table.HINTS ? "hint" : "clock"));
        machine.rot(row);
    }

    /** For some seconds, or for the rest of the chaos. */
    private void fill(Machine machine) {
        world.tally().count(Fault.DISK_FULL.text());
        Disk.Space[] full = {Disk.Space.LOW, Disk.Space.FULL, Disk.Space.FULL_UNNOTICED};
        machine.disk().setSpace(full[random.nextInt(full.length)]);
        long nanosMax = random.nextInt(4) == 0 ? 60 * SECONDS : 5 * SECONDS;
        later(nanosMax, () -> machine.disk().setSpace(Disk.Space.FREE));
    }

    private void later(long nanosMax, Runnable task) {
        world.queue().after(random.nextLong(nanosMax), task);
    }
}
