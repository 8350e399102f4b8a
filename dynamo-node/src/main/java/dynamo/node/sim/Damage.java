package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import java.util.BitSet;

/**
 * Keeps the faults inside the fault model: a disk, or a row of it, may be lost only while of every write that was or may
 * yet be acknowledged fewer than W nodes that held it have lost their copies since. A copy that came back counts again.
 */
final class Damage {
    private final History history;
    private final ImmutableList<Copies> machines;

    Damage(History history, ImmutableList<Copies> machines) {
        this.history = history;
        this.machines = machines;
    }

    boolean mayLoseDisk(int machine) {
        return history.all().stream().allMatch(key -> mayLose(machine, key));
    }

    boolean mayLoseRow(int machine, Key key) {
        return mayLose(machine, history.of(key));
    }

    /** Told before the copies are gone. */
    void losesDisk(int machine) {
        history.all().forEach(key -> loses(machine, key));
    }

    void losesRow(int machine, Key key) {
        loses(machine, history.of(key));
    }

    private boolean mayLose(int machine, KeyHistory key) {
        for (Write write : key.writes()) {
            if ((write.isAcknowledged() || write.isOpen())
                    && machines.get(machine).reflects(write)) {
                BitSet lost = lostAt(write);
                lost.set(machine);
                if (lost.cardinality() >= write.request().quorum().needed()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void loses(int machine, KeyHistory key) {
        for (Write write : key.writes()) {
            if (machines.get(machine).reflects(write)) {
                write.lostAt().set(machine);
            }
        }
    }

    private BitSet lostAt(Write write) {
        BitSet lost = (BitSet) write.lostAt().clone();
        for (int i = lost.nextSetBit(0); i >= 0; i = lost.nextSetBit(i + 1)) {
            if (machines.get(i).reflects(write)) {
                lost.clear(i);
            }
        }
        return lost;
    }
}
