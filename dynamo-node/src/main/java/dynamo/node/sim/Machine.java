package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.Node;
import dynamo.node.NodeConfig;
import dynamo.node.env.Doors;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.Table;
import dynamo.node.replica.Standing;
import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
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
    private final Snapshots snapshots;
    private @Nullable NodeProcess process;
    private @Nullable Node lastNode;
    private long incarnation;
    private boolean paused;
    private boolean away;
    private boolean isWiped;
    private ImmutableList<NodeId> notWaitedFor = ImmutableList.of();
    private ImmutableList<NodeId> notWaitedForBefore = ImmutableList.of();
    private boolean durablyWhole;
    private Map<Integer, ImmutableList<NodeId>> lastView = new TreeMap<>();
    private IntFunction<ImmutableList<NodeId>> viewBefore = partition -> ImmutableList.of();

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
        this.copies = world.copies().of(id, world.history());
        this.snapshots = new Snapshots(seed.fork("snapshots").random());
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
        if (process != null || away) {
            return;
        }
        incarnation++;
        snapshots.onStart(disk);
        Seed mine = seed.fork("process", incarnation);
        SimLoop loop = new SimLoop(world.queue(), mine.fork("loop"), world::hiccups);
        SimStorage storage = new SimStorage(disk, world::diskFaults, world.queue(), mine.fork("storage"), loop, this);
        Port port = world.network().attach(id, loop);
        Doors doors =
                new Doors(clock, loop, port, storage, mine.fork("entropy").random(), new Watch(world, id, incarnation));
        Node node = new Node(world.plan().repair().configure(NodeConfig.of(id, firstRing())), doors);
        node.listensAt(id + ":7000");
        port.listen(node);
        lastNode = node;
        if (lastView.isEmpty()) {
            lastView = view(node);
        }
        process = new NodeProcess(id.name(), loop, storage, port, node);
        world.trace().add("start", id.name(), incarnation, 0, "");
        loop.execute(node::start);
    }

    /**
     * A cluster's only first node cannot see by an empty disk that there is more of the cluster by now: as operators are told to, it
     * is started like a new node, to join.
     */
    private Ring firstRing() {
        boolean isFirst = number < world.plan().size().nodes();
        boolean isForgetful = isWiped && world.plan().size().nodes() == 1;
        return isFirst && !(isForgetful && world.machines().stream().anyMatch(this::isOtherMember))
                ? world.ring()
                : world.guess(id);
    }

    private boolean isOtherMember(Machine other) {
        return other != this
                && other.lastNode != null
                && other.lastNode.ownership().isMember();
    }

    /** Whether it was never started. */
    boolean isNew() {
        return incarnation == 0;
    }

    /** The homes of a partition as this machine's last process sees them, or saw them just before. */
    ImmutableList<ImmutableList<NodeId>> views(int partition) {
        return lastNode == null
                ? ImmutableList.of()
                : ImmutableList.of(lastNode.homes(partition), viewBefore.apply(partition));
    }

    /** Whether its last process waits for the node, and by the plan before did. */
    boolean isWaitedFor(NodeId node, boolean before) {
        return lastNode == null
                || lastNode.ownership().isWaitedFor(node) && !(before && notWaitedForBefore.contains(node));
    }

    /** Another plan counts here from now on. */
    void onPlan() {
        Node node = java.util.Objects.requireNonNull(lastNode);
        Map<Integer, ImmutableList<NodeId>> now = view(node);
        world.history().all().forEach(key -> key.addHomes(node.homes(key.partition())));
        Map<Integer, ImmutableList<NodeId>> before = lastView;
        viewBefore = partition -> before.getOrDefault(partition, now.getOrDefault(partition, ImmutableList.of()));
        lastView = now;
        notWaitedForBefore = notWaitedFor;
        notWaitedFor = node.ownership().notWaitedFor();
    }

    private Map<Integer, ImmutableList<NodeId>> view(Node node) {
        Map<Integer, ImmutableList<NodeId>> view = new TreeMap<>();
        world.history().all().forEach(key -> view.put(key.partition(), node.homes(key.partition())));
        return view;
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

    /** The process ends, and none starts until the machine comes back. */
    void leave() {
        crash(true);
        away = true;
        world.trace().add("leave", id.name(), "");
    }

    void comeBack() {
        if (away) {
            away = false;
            world.trace().add("come back", id.name(), "");
        }
        start();
    }

    boolean isAway() {
        return away;
    }

    /** The machine gets a new, empty disk. Its process must have ended. */
    void wipe() {
        check(process == null, "harness", "a wipe under a running process");
        isWiped = true;
        disk.wipe();
        replaced("wipe", false);
    }

    /** An earlier state of the disk takes its place, and the storage finds out when it is opened. */
    void loseTo(NavigableMap<RowName, Cell> older) {
        check(process == null, "harness", "a tail lost under a running process");
        disk.loseTo(older, "the log's tail is missing");
        replaced("lost tail", false);
    }

    /** The same, and nothing on the disk tells. */
    void rollBack(NavigableMap<RowName, Cell> older) {
        check(process == null, "harness", "a disk rolled back under a running process");
        disk.rollBack(older);
        replaced("rollback", true);
    }

    private void replaced(String how, boolean silently) {
        durablyWhole = false;
        copies.replaced(disk, silently);
        world.trace().add(how, id.name(), "");
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** One of the rows on disk rots: a record, a hint, or a row of a partition clock. */
    void rot(RowName row) {
        switch (row.table()) {
            case DATA -> copies.rot(RowLayout.key(row.key()));
            case HINTS -> copies.rotHint(RowLayout.hint(row.key()));
            case META -> RowLayout.clock(row.key()).ifPresent(copies::rotClock);
        }
        if (process != null) {
            process.storage().rot(row);
        } else {
            disk.rot(row);
        }
        world.trace().add("rot", id.name(), row);
    }

    /** Rows that may rot: records, hints, and clock rows. */
    List<RowName> rows(Table table) {
        List<RowName> rows = new ArrayList<>();
        disk.forEach(table, (key, cell) -> {
            if (table != Table.META || RowLayout.clock(key).isPresent()) {
                rows.add(new RowName(table, key));
            }
        });
        return rows;
    }

    @Override
    public void onDurable(ImmutableList<Change> batch) {
        world.trace().add("durable", id.name(), batch.size(), 0, batch.size() + " rows");
        copies.onDurable(batch);
        if (lastNode != null && batch.stream().anyMatch(change -> RowLayout.isStanding(change.key()))) {
            durablyWhole = lastNode.standing() == Standing.State.WHOLE;
        }
        snapshots.onDurable(disk);
        world.progress();
    }

    /** The program ends when it hears of it, with status 74 in the real one. */
    @Override
    public void onSyncFailed() {
        world.tally().hit(Probe.SYNC_FAILED);
        world.trace().add("sync failed", id.name(), "");
        long ending = incarnation;
        world.queue().after(random.nextLong(EXIT_NANOS_MAX), () -> {
            if (ending == incarnation && process != null) {
                crash(false);
                world.queue().after(random.nextLong(1_000_000_000), this::start);
            }
        });
    }

    @Override
    public void onProbe(Probe probe) {
        world.tally().hit(probe);
    }

    /**
     * Whether the node's answers about the key are votes, or will be once it is up: it knows, durably, that it has all it ever
     * acknowledged.
     */
    boolean votesOn(Key key) {
        return isDurablyWhole() && isLegible(key);
    }

    /** Whether the node will know at its next start that it has all it ever acknowledged. */
    boolean isDurablyWhole() {
        return durablyWhole && (process == null || process.node().standing() == Standing.State.WHOLE);
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
