package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.Node;
import dynamo.node.NodeConfig;
import dynamo.node.env.Doors;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Table;
import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One computer: a disk and a clock that stay, and at most one process of the node's program. */
final class Machine implements SimStorage.Watcher {
    private static final long EXIT_NANOS_MAX = 20_000_000;

    private final World world;
    private final int number;
    private final NodeId id;
    private final Seed seed;
    private final SplittableRandom random;
    private final Disk disk = new Disk();
    private final SimClock clock;
    private final Copies copies;
    private NavigableMap<RowName, Cell> older = new TreeMap<>();
    private @Nullable NodeProcess process;
    private long incarnation;
    private boolean paused;

    Machine(World world, int number, NodeId id, Seed seed) {
        this.world = world;
        this.number = number;
        this.id = id;
        this.seed = seed;
        this.random = seed.fork("machine").random();
        this.clock = new SimClock(
                world.queue(),
                random.nextLong(1L << 50),
                random.nextDouble(0.9, 1.1),
                random.nextLong(-3_600_000, 3_600_000));
        this.copies = new Copies(world.history(), id.name());
    }

    int number() {
        return number;
    }

    NodeId id() {
        return id;
    }

    Disk disk() {
        return disk;
    }

    SimClock clock() {
        return clock;
    }

    Copies copies() {
        return copies;
    }

    Optional<NodeProcess> process() {
        return Optional.ofNullable(process);
    }

    boolean isUp() {
        return process != null;
    }

    boolean isPaused() {
        return paused;
    }

    void start() {
        if (process != null) {
            return;
        }
        incarnation++;
        older = incarnation == 1 ? new TreeMap<>() : disk.copy();
        Seed mine = seed.fork("process", incarnation);
        SimLoop loop = new SimLoop(world.queue(), mine.fork("loop"), world::hiccups);
        SimStorage storage = new SimStorage(disk, world::diskFaults, world.queue(), mine.fork("storage"), loop, this);
        Port port = world.network().attach(id, loop);
        Doors doors =
                new Doors(clock, loop, port, storage, mine.fork("entropy").random(), new Watch(world, id, incarnation));
        Node node = new Node(NodeConfig.of(id, world.ring()), doors);
        port.listen(node);
        process = new NodeProcess(id.name(), loop, storage, port, node);
        world.trace().add("start", id.name(), incarnation, 0, "");
        loop.execute(node::start);
    }

    /** @param silently as by loss of power: no peer is told */
    void crash(boolean silently) {
        NodeProcess ended = process;
        if (ended != null) {
            world.trace().add("crash", id.name(), incarnation, 0, silently ? "silent" : "");
            process = null;
            paused = false;
            ended.end();
            world.network().detach(id, silently);
        }
    }

    void pause() {
        if (process != null && !paused) {
            paused = true;
            process.loop().pause();
            world.network().pause(id);
            world.trace().add("pause", id.name(), "");
        }
    }

    void resume() {
        if (process != null && paused) {
            paused = false;
            world.network().resume(id);
            process.loop().resume();
            world.trace().add("resume", id.name(), "");
        }
    }

    /** The machine gets a new, empty disk. Its process must have ended. */
    void wipe() {
        check(process == null, "harness", "a wipe under a running process");
        disk.wipe();
        copies.replaced(disk);
        world.trace().add("wipe", id.name(), "");
    }

    /**
     * The disk as it was when the last process started. Its process must have ended.
     *
     * @param noticed whether the storage finds out when it is opened
     */
    void rollBack(boolean noticed) {
        check(process == null, "harness", "a disk rolled back under a running process");
        if (noticed) {
            disk.loseTo(older, "the log's tail is missing");
        } else {
            disk.rollBack(older);
        }
        copies.replaced(disk);
        world.trace().add("rollback", id.name(), noticed ? "noticed" : "unnoticed");
    }

    /** One of the rows on disk rots: a record, or a row of a partition clock. */
    void rot(RowName row) {
        if (row.table() == Table.DATA) {
            copies.rot(RowLayout.key(row.key()));
        }
        if (process != null) {
            process.storage().rot(row);
        } else {
            disk.rot(row);
        }
        world.trace().add("rot", id.name(), row);
    }

    /** Rows that may rot: records of the keys given, and clock rows. */
    List<RowName> rows(Table table) {
        List<RowName> rows = new ArrayList<>();
        disk.forEach(table, (key, cell) -> {
            if (table == Table.DATA || RowLayout.clock(key).isPresent()) {
                rows.add(new RowName(table, key));
            }
        });
        return rows;
    }

    @Override
    public void onDurable(ImmutableList<Change> batch) {
        world.trace().add("durable", id.name(), batch.size(), 0, batch.size() + " rows");
        copies.onDurable(batch);
        world.progress();
    }

    /** The program ends when it hears of it, with status 74 in the real one. */
    @Override
    public void onSyncFailed() {
        world.tally().count("sync failed");
        world.trace().add("sync failed", id.name(), "");
        long ending = incarnation;
        world.queue().after(random.nextLong(EXIT_NANOS_MAX), () -> {
            if (ending == incarnation && process != null) {
                crash(false);
                world.queue().after(random.nextLong(1_000_000_000), this::start);
            }
        });
    }

    /** Whether the record of the key can be read on this disk. */
    boolean isLegible(Key key) {
        return !copies.isRotten(key);
    }

    @Override
    public String toString() {
        return id.name();
    }
}
