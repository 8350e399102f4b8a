package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Key;
import dynamo.contract.PutRequest;
import dynamo.contract.PutResult;
import dynamo.node.Node;
import dynamo.node.message.Envelope;
import dynamo.node.message.Request;
import dynamo.ring.Claim;
import dynamo.ring.KeyHash;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import dynamo.version.Bytes;
import dynamo.version.ContextSeal;
import java.time.Duration;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** All of one run: time, machines, network, and the true history; and the way of clients to the nodes. */
final class World {
    /** What clients may ask for at most. */
    static final Duration TIMEOUT_MAX = Duration.ofSeconds(3);

    private static final long TRANSIT_NANOS_MAX = 2_000_000;
    /** Virtual time in which something must become durable or some request end. */
    private static final long PROGRESS_NANOS_MAX = 60_000_000_000L;

    private final Plan plan;
    private final EventQueue queue;
    private final Trace trace;
    private final Tally tally = new Tally();
    private final SplittableRandom random;
    private final Ring ring;
    private final ImmutableList<Key> keys;
    private final History history;
    private final AllCopies copies;
    private final SimNetwork network;
    private final ImmutableList<Machine> machines;
    private final AnswerCheck answers;
    private final ContextSeal seal = new ContextSeal(Bytes.utf8("a secret of sixteen bytes or more"));
    private boolean calm;
    private long progressNanos;

    World(Seed seed, Plan plan, int tail) {
        this.plan = plan;
        Plan.Size size = plan.size();
        queue = new EventQueue(seed);
        trace = new Trace(queue, tail);
        random = seed.fork("world").random();
        ImmutableList.Builder<Member> members = ImmutableList.builder();
        for (int i = 1; i <= size.nodes(); i++) {
            members.add(new Member(new NodeId("n" + i), ""));
        }
        ring = Claim.first(members.build(), size.partitions(), size.n());
        ImmutableList<NodeId> ids = IntStream.rangeClosed(1, size.nodes() + size.spares())
                .mapToObj(i -> new NodeId("n" + i))
                .collect(ImmutableList.toImmutableList());
        keys = keys(size);
        history = new History(keys, ring);
        copies = new AllCopies(queue::now, tally, new MachineViews());
        network = new SimNetwork(ids, plan.network(), queue, seed, trace, tally, this::onSent);
        ImmutableList.Builder<Machine> all = ImmutableList.builder();
        for (int i = 0; i < ids.size(); i++) {
            all.add(new Machine(this, i, ids.get(i), seed.fork("machine", i)));
        }
        machines = all.build();
        answers = new AnswerCheck(this);
    }

    /** Keys that fall into the first partitions, as many as are wanted. */
    private static ImmutableList<Key> keys(Plan.Size size) {
        ImmutableList.Builder<Key> keys = ImmutableList.builder();
        int found = 0;
        for (int i = 0; found < size.keys(); i++) {
            Key key = new Key("b", Bytes.utf8("k" + i));
            if (KeyHash.of(key.bucket(), key.key()).partition(size.partitions()) < size.crowding()) {
                keys.add(key);
                found++;
            }
        }
        return keys.build();
    }

    private final class MachineViews implements Views {
        @Override
        public ImmutableList<ImmutableList<NodeId>> homes(NodeId node, int partition) {
            return machine(node).views(partition);
        }

        @Override
        public boolean isWaitedFor(NodeId seenBy, NodeId node, boolean before) {
            return machine(seenBy).isWaitedFor(node, before);
        }

        @Override
        public boolean isLacking(NodeId node, int partition) {
            return machine(node)
                    .process()
                    .filter(process -> !process.node().ownership().hasWhole(partition))
                    .isPresent();
        }
    }

    Plan plan() {
        return plan;
    }

    EventQueue queue() {
        return queue;
    }

    Trace trace() {
        return trace;
    }

    Tally tally() {
        return tally;
    }

    /** The first one. */
    Ring ring() {
        return ring;
    }

    /** What a node that is new assumes: that some other node owns everything. */
    Ring guess(NodeId newcomer) {
        Member seed = machines.stream()
                .map(Machine::id)
                .filter(id -> !id.equals(newcomer))
                .findFirst()
                .map(id -> new Member(id, ""))
                .orElseThrow();
        return Ring.of(0, ring.n(), ImmutableList.of(seed), new int[ring.partitions()]);
    }

    /** The ring in force as the members see it, who agree once all is over. */
    Ring ringNow() {
        return machines.stream()
                .flatMap(machine -> machine.process().stream())
                .map(NodeProcess::node)
                .max(Comparator.comparingLong(node -> node.ring().epoch()))
                .map(Node::ring)
                .orElse(ring);
    }

    /** Those that are members as the ring in force has it. */
    ImmutableList<Machine> members() {
        Ring now = ringNow();
        return machines.stream()
                .filter(machine -> now.ownership(machine.id()) > 0)
                .collect(ImmutableList.toImmutableList());
    }

    ImmutableList<Machine> homesNow(KeyHistory key) {
        return ringNow().preferenceList(key.partition()).primaries().stream()
                .map(this::machine)
                .collect(ImmutableList.toImmutableList());
    }

    ImmutableList<Key> keys() {
        return keys;
    }

    History history() {
        return history;
    }

    AllCopies copies() {
        return copies;
    }

    SimNetwork network() {
        return network;
    }

    ImmutableList<Machine> machines() {
        return machines;
    }

    Machine machine(NodeId id) {
        return machines.stream()
                .filter(machine -> machine.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** So much time passes for everybody at once. */
    void leap(long nanos) {
        trace.add("leap", "", nanos, 0, nanos);
        machines.forEach(machine -> machine.clock().leap(nanos));
    }

    ContextSeal seal() {
        return seal;
    }

    DiskFaults diskFaults() {
        return calm ? plan.disk().calm() : plan.disk();
    }

    boolean hiccups() {
        return plan.hiccups() && !calm;
    }

    boolean isCalm() {
        return calm;
    }

    /** No new faults and no new client work. What is broken stays so until it is mended. */
    void calmDown() {
        calm = true;
        trace.add("calm", "", "");
        network.calm();
    }

    /** These machines and the wires between them are as good as new. */
    void mend(ImmutableList<Machine> part) {
        for (Wire wire : network.wires()) {
            if (part.stream().filter(machine -> wire.joins(machine.id())).count() == 2) {
                wire.mend();
            }
        }
        for (Machine machine : part) {
            machine.disk().setSpace(Disk.Space.FREE);
            machine.resume();
            machine.comeBack();
        }
    }

    void progress() {
        progressNanos = queue.now();
    }

    /** Runs what happens until then. */
    void runUntil(long nanos) {
        while (queue.runNext(nanos)) {
            if (queue.now() - progressNanos > PROGRESS_NANOS_MAX) {
                throw new SimFailure("stuck", "nothing ended and nothing became durable for a minute");
            }
        }
        progressNanos = Math.max(progressNanos, queue.now() - PROGRESS_NANOS_MAX);
    }

    void pass(long nanos) {
        runUntil(queue.now() + nanos);
    }

    /** One try of a write. */
    void put(Machine machine, Write write, Consumer<Ending<PutResult>> client) {
        PutRequest request = write.request();
        write.attemptBegins(machine.id());
        trace.add("put", machine.id().name(), write.index(), 0, write);
        call(
                machine,
                (node, done) -> node.put(request, done),
                request.timeout(),
                client,
                (Ending<PutResult> ending) -> {
                    trace.add("put ends", machine.id().name(), write.index(), 0, new Trace.Both(write, ending));
                    answers.onPutEnded(write, ending);
                });
    }

    void get(Machine machine, GetRequest request, Consumer<Ending<GetResult>> client) {
        long askedNanos = queue.now();
        trace.add("get", machine.id().name(), request.quorum().needed(), 0, request);
        call(
                machine,
                (node, done) -> node.get(request, done),
                request.timeout(),
                client,
                (Ending<GetResult> ending) -> {
                    trace.add("get ends", machine.id().name(), 0, 0, ending);
                    answers.onGetEnded(request, askedNanos, ending);
                });
    }

    /** A put is passed on by the node its client asked, and by nobody else. */
    private void onSent(Envelope envelope) {
        if (envelope.message() instanceof Request.Coordinate put) {
            Write write = history.of(put.key())
                    .byId(put.writeId())
                    .orElseThrow(() -> new SimFailure("invention", "a put nobody asked for is passed on"));
            check(write.wasAskedAt(envelope.from()), "forwarded-twice", "%s passes on %s", envelope.from(), write);
        }
    }

    private <T> void call(
            Machine machine,
            BiConsumer<Node, Consumer<T>> request,
            Duration timeout,
            Consumer<Ending<T>> client,
            Consumer<Ending<T>> checked) {
        Consumer<Ending<T>> ended = ending -> {
            progress();
            checked.accept(ending);
            queue.after(random.nextLong(TRANSIT_NANOS_MAX), () -> client.accept(ending));
        };
        queue.after(
                random.nextLong(TRANSIT_NANOS_MAX),
                () -> machine.process()
                        .ifPresentOrElse(
                                process -> process.call(request, timeout, ended),
                                () -> ended.accept(new Ending.Refused<>())));
    }
}
