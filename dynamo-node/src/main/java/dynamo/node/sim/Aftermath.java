package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Quorum;
import dynamo.node.Node;
import dynamo.node.ReplicaView;
import dynamo.node.replica.Standing;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.version.Siblings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * After the last fault: every node serves within a bound, every request ends, reading each key once from all homes makes
 * them equal byte for byte, and what is then there is what the true history says.
 */
final class Aftermath {
    private static final long SECONDS = 1_000_000_000;
    /** A get waits so long for homes after its answer; then repairs are sent, stored and synced. */
    private static final long REPAIR_NANOS = 2 * SECONDS;

    private final World world;

    Aftermath(World world) {
        this.world = world;
    }

    void run() {
        world.calmDown();
        settle();
        world.machines().forEach(this::checkServing);
        readAll(world.machines().get(0), world.ring().replicas());
        pass(REPAIR_NANOS);
        for (KeyHistory history : world.history().all()) {
            checkKey(history);
        }
        Machine last = world.machines().get(world.machines().size() - 1);
        readAll(last, world.ring().replicas() / 2 + 1);
        inspectAll(last);
        pass(REPAIR_NANOS);
        for (Machine machine : world.machines()) {
            int pending = machine.process().orElseThrow().node().pendingWork();
            check(pending == 0, "bounded", "%s is idle with %s pieces of work pending", machine, pending);
        }
    }

    /**
     * The longest of what may still go on: a request at its client's timeout, a peer's death to be noticed, a connection
     * to be dialled, a node that ends with a failed disk and starts again; then greetings, and a put that was passed on.
     */
    private void settle() {
        NetworkFaults network = world.plan().network();
        pass(World.TIMEOUT_MAX.toNanos()
                + network.deathNoticeMax()
                + 2 * network.reconnectMax()
                + network.resetNoticeMax()
                + network.slowMax()
                + world.plan().disk().slowNanosMax()
                + 3 * SECONDS);
        pass(World.TIMEOUT_MAX.toNanos() + SECONDS);
    }

    private void checkServing(Machine machine) {
        check(machine.isUp(), "serving", "%s is not up", machine);
        Node node = machine.process().orElseThrow().node();
        check(node.isReady(), "serving", "%s is not ready: %s", machine, node.standing());
        for (Machine peer : world.machines()) {
            check(node.isReachable(peer.id()), "serving", "%s does not reach %s", machine, peer);
        }
    }

    private void checkKey(KeyHistory history) {
        Optional<Siblings> found = Optional.empty();
        ImmutableList<Machine> homes = homes(history);
        for (Machine home : homes) {
            if (home.isLegible(history.key()) || mayHeal(home, homes, history)) {
                Siblings record = home.copies().record(history.key()).orElse(Siblings.EMPTY);
                check(home.isLegible(history.key()), "convergence", "%s cannot read %s", home, history.key());
                check(
                        found.isEmpty() || found.get().equals(record),
                        "convergence",
                        "%s holds %s, another home %s",
                        home,
                        RecordCheck.text(history, record),
                        found.map(other -> RecordCheck.text(history, other)));
                found = Optional.of(record);
            }
        }
        found.ifPresent(record -> checkOutcome(history, record));
    }

    /** An unreadable row is replaced only when every other home vouches for what it has, and there is something. */
    private static boolean mayHeal(Machine damaged, ImmutableList<Machine> homes, KeyHistory history) {
        List<Machine> others = homes.stream().filter(home -> home != damaged).toList();
        return others.stream().allMatch(home -> home.isLegible(history.key()) && isWhole(home))
                && others.stream()
                        .anyMatch(home -> home.copies().record(history.key()).isPresent());
    }

    private void checkOutcome(KeyHistory history, Siblings record) {
        RecordCheck.judge(history, record, "in the end");
        BitSet accounted = RecordCheck.accounted(history, record, "in the end");
        for (Write write : history.writes()) {
            check(
                    !write.isAcknowledged() || accounted.get(write.index()),
                    "lost-write",
                    "%s was acknowledged and is gone: %s",
                    write,
                    RecordCheck.text(history, record));
            check(!write.isRejected() || write.dots().isEmpty(), "honest-outcome", "%s was not applied", write);
            check(!write.isOpen(), "deadline", "%s was never answered", write);
        }
    }

    private void readAll(Machine through, int r) {
        List<Ending<GetResult>> endings = new ArrayList<>();
        for (KeyHistory history : world.history().all()) {
            Quorum quorum = new Quorum(world.ring().replicas(), r, false);
            boolean served = voters(history) >= r;
            world.get(through, new GetRequest(history.key(), quorum, World.TIMEOUT_MAX), ending -> {
                endings.add(ending);
                onRead(history, served, ending);
            });
        }
        pass(World.TIMEOUT_MAX.toNanos() + SECONDS);
        check(endings.size() == world.history().all().size(), "deadline", "a read without an answer");
    }

    private static void onRead(KeyHistory history, boolean served, Ending<GetResult> ending) {
        boolean found =
                ending instanceof Ending.Answered<GetResult> answered && answered.result() instanceof GetResult.Found;
        check(found || !served, "serving", "a read of %s: %s", history.key(), ending);
    }

    private long voters(KeyHistory history) {
        return homes(history).stream()
                .filter(home -> home.isLegible(history.key()) && isWhole(home))
                .count();
    }

    private static boolean isWhole(Machine machine) {
        return machine.process().orElseThrow().node().standing() == Standing.State.WHOLE;
    }

    private void inspectAll(Machine through) {
        List<ReplicaView> views = new ArrayList<>();
        for (KeyHistory history : world.history().all()) {
            through.process()
                    .orElseThrow()
                    .loop()
                    .execute(() -> through.process()
                            .orElseThrow()
                            .node()
                            .inspect(history.key(), World.TIMEOUT_MAX, answers -> {
                                views.addAll(answers);
                                answers.forEach(view -> checkView(history, view));
                            }));
        }
        pass(SECONDS);
        check(
                views.size() == world.history().all().size() * world.ring().replicas(),
                "serving",
                "%s views of the replicas",
                views.size());
    }

    private void checkView(KeyHistory history, ReplicaView view) {
        Machine home = machine(view.entry().node());
        check(
                !home.isLegible(history.key())
                        || view.record().equals(home.copies().record(history.key())),
                "wrong-answer",
                "%s shows %s and holds %s",
                home,
                view,
                home.copies().record(history.key()));
    }

    private ImmutableList<Machine> homes(KeyHistory history) {
        KeyHash hash = KeyHash.of(history.key().bucket(), history.key().key());
        return world.ring().preferenceList(hash.partition(world.ring().partitions())).primaries().stream()
                .map(this::machine)
                .collect(ImmutableList.toImmutableList());
    }

    private Machine machine(NodeId id) {
        return world.machines().stream()
                .filter(machine -> machine.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void pass(long nanos) {
        world.runUntil(world.queue().now() + nanos);
    }
}
