package dynamo.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dynamo.contract.Causality;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.Precondition;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.contract.Quorum;
import dynamo.contract.RequestId;
import dynamo.node.RepairPaths;
import dynamo.node.antientropy.AntiEntropyConfig;
import dynamo.node.env.Storage.Table;
import dynamo.node.hint.HintConfig;
import dynamo.node.message.Envelope;
import dynamo.node.ownership.Ownership;
import dynamo.node.ownership.Planner;
import dynamo.node.ownership.RingChange;
import dynamo.node.ownership.RingDraft;
import dynamo.node.sim.Disk.Cell;
import dynamo.node.sim.Disk.RowName;
import dynamo.ring.Placement;
import dynamo.version.Bytes;
import dynamo.version.Content;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A cluster whose story is told step by step: the machines, wires, disks and checkers of {@link Simulation}, without its
 * chaos. Each step ends before the next begins; what a step does not say does not happen. {@link #end} mends what is broken
 * and makes the same last checks as every run from a seed.
 */
final class Scenario {
    private static final Duration ANSWER_MAX = World.TIMEOUT_MAX.plusSeconds(2);
    private static final Duration STEP = Duration.ofSeconds(10);
    /** So that a story of days is told in a minute. */
    private static final AntiEntropyConfig QUICK = AntiEntropyConfig.DEFAULT
            .withCycles(Duration.ofSeconds(2), Duration.ofSeconds(20))
            .withClosingPatience(Duration.ofSeconds(5));

    /** What a client was shown: the values, in the order of their dots, and what it needs to write in sight of them. */
    record Shown(ImmutableList<String> values, Optional<Seen> seen) {
        static final Shown NOTHING = new Shown(ImmutableList.of(), Optional.empty());
    }

    private final World world;
    private int r;
    private int w;
    private boolean sloppy = true;
    private BiPredicate<Machine, Envelope> heldBack = (to, envelope) -> false;
    private int operations;

    private Scenario(int nodes, int n, int keys, int crowding, int spares, RepairPaths open) {
        int partitions = partitions(nodes, n);
        Plan plan = new Plan(
                new Plan.Size(nodes, n, partitions, keys, crowding, spares),
                new Plan.Load(1, 1, 1_000_000, false, 8, ImmutableList.of(Habit.POLITE)),
                1,
                false,
                false,
                spares > 0 ? ImmutableMap.of(Fault.RING_CHANGE, Long.MAX_VALUE) : ImmutableMap.of(),
                NetworkFaults.NONE,
                DiskFaults.NONE,
                new Plan.Repair(QUICK, HintConfig.DEFAULT, open));
        world = new World(new Seed(1), plan, Simulation.TAIL);
        r = quorumOf(1).n() / 2 + 1;
        w = r;
    }

    /** All nodes have started and serve. */
    static Scenario of(int nodes, int n) {
        return of(nodes, n, 1);
    }

    static Scenario of(int nodes, int n, int keys) {
        return of(nodes, n, keys, RepairPaths.ALL);
    }

    /** @param open ways of repair; what another one does cannot hide what these leave undone */
    static Scenario of(int nodes, int n, int keys, RepairPaths open) {
        return started(new Scenario(nodes, n, keys, partitions(nodes, n), 0, open));
    }

    /** Keys that share a clock. */
    static Scenario ofOnePartition(int nodes, int n, int keys) {
        return started(new Scenario(nodes, n, keys, 1, 0, RepairPaths.ALL));
    }

    /** A cluster whose ring is to change, and machines that may join it, which run already. */
    static Scenario withSpares(int nodes, int n, int keys, int spares) {
        return started(new Scenario(nodes, n, keys, partitions(nodes, n), spares, RepairPaths.ALL));
    }

    private static int partitions(int nodes, int n) {
        return nodes > 5 || n > 3 ? 64 : 8;
    }

    private static Scenario started(Scenario scenario) {
        scenario.world.machines().forEach(Machine::start);
        scenario.run(Duration.ofSeconds(3));
        return scenario;
    }

    World world() {
        return world;
    }

    // Who

    ImmutableList<Machine> machines() {
        return world.machines();
    }

    Key key() {
        return world.keys().get(0);
    }

    /** The key's homes, the first one first. */
    Machine home(int index) {
        return home(key(), index);
    }

    Machine home(Key key, int index) {
        return world.machine(world.history().of(key).homes().get(index));
    }

    /** Those who stand in for the key's homes, in the order in which they do. */
    Machine fallback(int index) {
        int partition = world.history().of(key()).partition();
        return world.machine(world.ring().preferenceList(partition).fallbacks().get(index));
    }

    // Clients

    /** Until it is changed, a majority. */
    Scenario quorum(int r, int w, boolean sloppy) {
        this.r = r;
        this.w = w;
        this.sloppy = sloppy;
        return this;
    }

    /** A read that must be answered. */
    Shown get(Machine at) {
        return get(at, key());
    }

    Shown get(Machine at, Key key) {
        GetResult result = tryGet(at, key);
        assertThat(result).isInstanceOf(GetResult.Found.class);
        Siblings record = ((GetResult.Found) result).record();
        return new Shown(
                values(record),
                record.isEmpty() ? Optional.empty() : Optional.of(Seen.of(world, key, record, "the scenario")));
    }

    GetResult tryGet(Machine at) {
        return tryGet(at, key());
    }

    private GetResult tryGet(Machine at, Key key) {
        GetRequest request = new GetRequest(key, quorumOf(r), World.TIMEOUT_MAX);
        return answer((machine, done) -> world.get(machine, request, done), at);
    }

    /** A write in sight of what was shown, or of nothing; it must succeed. */
    PutResult.Stored put(Machine at, String value, Shown shown) {
        return stored(tryPut(at, key(), value(value), shown));
    }

    PutResult.Stored put(Machine at, Key key, String value) {
        return stored(tryPut(at, key, value(value), Shown.NOTHING));
    }

    PutResult.Stored delete(Machine at, Shown shown) {
        return stored(tryPut(at, key(), new Content.Tombstone(), shown));
    }

    PutResult.Stored delete(Machine at, Key key) {
        return stored(tryPut(at, key, new Content.Tombstone(), get(at, key)));
    }

    PutResult tryPut(Machine at, Key key, Content content, Shown shown) {
        Write write = write(key, content, shown);
        return answer((machine, done) -> world.put(machine, write, done), at);
    }

    /** Asks, and does not wait. */
    void startPut(Machine at, Key key, String value) {
        world.put(at, write(key, value(value), Shown.NOTHING), ending -> {});
    }

    private Write write(Key key, Content content, Shown shown) {
        String id = "s-" + ++operations;
        Optional<Seen> seen = shown.seen;
        PutRequest request = new PutRequest(
                key,
                content,
                seen.map(given -> given.causality(world)).orElse(new Causality.Blind()),
                new Precondition.None(),
                quorumOf(w),
                quorumOf(r),
                World.TIMEOUT_MAX,
                new RequestId(id, true),
                false);
        return world.history()
                .of(key)
                .begin(
                        request,
                        seen.map(Seen::writes).orElse(new BitSet()),
                        seen.map(Seen::contextIsWhole).orElse(true));
    }

    private <T> T answer(BiConsumer<Machine, Consumer<Ending<T>>> request, Machine at) {
        List<Ending<T>> endings = new ArrayList<>();
        request.accept(at, endings::add);
        long until = world.queue().now() + ANSWER_MAX.toNanos();
        while (endings.isEmpty() && world.queue().runNext(until)) {
            world.progress();
        }
        assertThat(endings).as("an answer of %s", at).hasSize(1);
        assertThat(endings.get(0)).isInstanceOf(Ending.Answered.class);
        return ((Ending.Answered<T>) endings.get(0)).result();
    }

    private Quorum quorumOf(int needed) {
        int n = world.plan().isElastic()
                ? world.plan().size().n()
                : world.ring().replicas();
        return new Quorum(n, needed, sloppy);
    }

    private static PutResult.Stored stored(PutResult result) {
        assertThat(result).isInstanceOf(PutResult.Stored.class);
        return (PutResult.Stored) result;
    }

    private static Content value(String text) {
        return new Content.Value(Bytes.utf8(text), "text/plain", ImmutableSortedMap.of());
    }

    // The ring

    /** What an operator sees who stages this at the node, besides what new nodes ask for. */
    RingDraft.Plan planned(Machine at, RingChange... changes) {
        Planner planner = at.process().orElseThrow().node().planner();
        for (RingChange change : changes) {
            assertThat(planner.stage(change)).isEmpty();
        }
        RingDraft draft = planner.draft();
        assertThat(draft).isInstanceOf(RingDraft.Plan.class);
        return (RingDraft.Plan) draft;
    }

    /** He commits what he sees. */
    Scenario commit(Machine at, RingChange... changes) {
        RingDraft.Plan plan = planned(at, changes);
        Planner planner = at.process().orElseThrow().node().planner();
        List<Planner.Committed> ended = new ArrayList<>();
        at.process().orElseThrow().loop().execute(() -> planner.commit(plan.id(), ended::add));
        until(() -> !ended.isEmpty());
        assertThat(ended.get(0)).isInstanceOf(Planner.Committed.Done.class);
        return this;
    }

    /** An operator does not want what new nodes ask for. */
    Scenario turnDown(Machine at) {
        at.process().orElseThrow().node().planner().clear();
        return this;
    }

    Ownership ownership(Machine at) {
        return at.process().orElseThrow().node().ownership();
    }

    ImmutableList<Key> keys() {
        return world.keys();
    }

    Placement placement(Machine seenBy, Key key) {
        return ownership(seenBy).placement(world.history().of(key).partition());
    }

    // Time, processes and wires

    Scenario run(Duration time) {
        long until = world.queue().now() + time.toNanos();
        while (world.queue().now() < until) {
            world.progress();
            world.runUntil(Math.min(until, world.queue().now() + STEP.toNanos()));
        }
        return this;
    }

    /** Until it is so, which must not take long. */
    Scenario until(BooleanSupplier isSo) {
        long until = world.queue().now() + STEP.toNanos();
        while (!isSo.getAsBoolean() && world.queue().runNext(until)) {
            world.progress();
        }
        assertThat(isSo.getAsBoolean()).as("what was waited for").isTrue();
        return this;
    }

    /** A crash as by loss of power; it lasts until the machine is started. */
    Scenario crash(Machine... machines) {
        for (Machine machine : machines) {
            machine.leave();
        }
        return run(Duration.ofSeconds(3));
    }

    Scenario start(Machine... machines) {
        for (Machine machine : machines) {
            machine.comeBack();
        }
        return run(Duration.ofSeconds(3));
    }

    /** Crash and start, of all of them at once. */
    Scenario restart(Machine... machines) {
        return crash(machines).start(machines);
    }

    /** So much time passes for everybody, with nothing else happening in it. */
    Scenario leap(Duration time) {
        world.leap(time.toNanos());
        return this;
    }

    Scenario cut(Machine a, Machine b) {
        world.network().wire(a.id(), b.id()).sever(true, true);
        return this;
    }

    Scenario heal(Machine a, Machine b) {
        world.network().wire(a.id(), b.id()).mend();
        return this;
    }

    /** From all others, and until everybody has noticed. */
    Scenario isolate(Machine machine) {
        others(machine).forEach(other -> cut(machine, other));
        return run(Duration.ofSeconds(12));
    }

    Scenario rejoin(Machine machine) {
        others(machine).forEach(other -> heal(machine, other));
        return run(Duration.ofSeconds(3));
    }

    private List<Machine> others(Machine machine) {
        return machines().stream().filter(other -> other != machine).toList();
    }

    /** Messages that it tells, by receiver, are held back until {@link #release}. */
    Scenario holdBack(BiPredicate<Machine, Envelope> which) {
        heldBack = which;
        world.network().graveyard().holdBack((to, envelope) -> which.test(world.machine(to), envelope));
        return this;
    }

    /** These too. */
    Scenario holdBackToo(BiPredicate<Machine, Envelope> which) {
        return holdBack(heldBack.or(which));
    }

    int held() {
        return world.network().graveyard().held();
    }

    Scenario release() {
        world.network().graveyard().release();
        return run(Duration.ofSeconds(1));
    }

    // Disks

    /** Crash, a new disk, start. */
    Scenario wipe(Machine machine) {
        crash(machine);
        machine.wipe();
        return start(machine);
    }

    /** What is on its disk now, for {@link #rollBack}. */
    NavigableMap<RowName, Cell> snapshot(Machine machine) {
        return machine.disk().copy();
    }

    /** Crash, the disk as it was, start. */
    Scenario rollBack(Machine machine, NavigableMap<RowName, Cell> snapshot) {
        crash(machine);
        machine.rollBack(snapshot);
        return start(machine);
    }

    /** The key's row on its disk cannot be read any more. */
    Scenario rot(Machine machine) {
        List<RowName> rows = machine.rows(Table.DATA).stream()
                .filter(row -> key().equals(RowLayout.key(row.key())))
                .toList();
        assertThat(rows).as("rows to rot").isNotEmpty();
        rows.forEach(machine::rot);
        return this;
    }

    // What is durable

    Optional<Siblings> row(Machine machine) {
        return machine.copies().record(key());
    }

    Optional<Siblings> row(Machine machine, Key key) {
        return machine.copies().record(key);
    }

    /** The values in the key's row, in the order of their dots; of a tombstone, "(deleted)". */
    ImmutableList<String> values(Machine machine) {
        return values(row(machine).orElse(Siblings.EMPTY));
    }

    /** The same of its hint for a home. */
    ImmutableList<String> hint(Machine machine, Machine home) {
        Siblings hint = machine.copies().hints().ofEach(key()).get(home.id());
        return values(hint == null ? Siblings.EMPTY : hint);
    }

    private static ImmutableList<String> values(Siblings record) {
        return record.live().stream().map(Scenario::text).collect(ImmutableList.toImmutableList());
    }

    private static String text(Sibling sibling) {
        return sibling.content() instanceof Content.Value value ? value.bytes().asUtf8() : "(deleted)";
    }

    /** All is mended; then every promise is checked. */
    void end() {
        world.progress();
        world.calmDown();
        new Aftermath(world).run();
    }
}
