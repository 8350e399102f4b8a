package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.GetRequest;
import dynamo.contract.GetResult;
import dynamo.contract.Quorum;
import dynamo.node.Node;
import dynamo.node.ReplicaView;
import dynamo.node.antientropy.AntiEntropyConfig;
import dynamo.node.hint.HintedHandoff;
import dynamo.node.ownership.Ownership;
import dynamo.node.replica.Standing;
import dynamo.ring.Member;
import dynamo.ring.Ring;
import dynamo.version.Siblings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * After the last fault: every node serves within a bound, every request ends, all homes of a key become equal byte for byte
 * with no client's help, and what is then there is what the true history says.
 */
final class Aftermath {
    private static final int IDLE_TRIES = 1000;
    private static final long IDLE_NANOS = 3_700_000;
    private static final long STRETCH_NANOS = 10_000_000_000L;

    private final World world;
    private final Bound bound;

    Aftermath(World world) {
        this.world = world;
        this.bound = new Bound(world.plan().network(), world.plan().disk());
    }

    void run() {
        world.mend(world.machines());
        world.pass(bound.settled());
        awaitOneRing();
        ImmutableList<Machine> members = world.members();
        members.forEach(machine -> checkServing(machine, members));
        converge();
        readAll(members.get(0), world.ringNow().replicas()); // mends what cannot be read, which takes no hint
        world.pass(bound.repaired() + HintedHandoff.RETRY_MAX.toNanos());
        readAll(members.get(0), world.ringNow().replicas());
        world.pass(bound.repaired());
        for (KeyHistory history : world.history().all()) {
            checkKey(history);
        }
        Machine last = members.get(members.size() - 1);
        readAll(last, world.ringNow().replicas() / 2 + 1);
        inspectAll(last);
        world.pass(bound.repaired());
        world.machines().forEach(this::awaitIdle);
    }

    /** All moves come to an end, everybody goes by one ring, has what he owns of it, and nothing else. */
    private void awaitOneRing() {
        if (!world.plan().isElastic()) {
            return;
        }
        AntiEntropyConfig antiEntropy = world.plan().repair().antiEntropy();
        pass(bound.handedOver(antiEntropy, world.ring().partitions()));
        long rank = world.machines().stream()
                .mapToLong(machine -> node(machine).ownership().rank())
                .max()
                .orElseThrow();
        for (Machine machine : world.machines()) {
            Ownership ownership = node(machine).ownership();
            check(
                    ownership.rank() == rank,
                    "one-ring",
                    "%s goes by another ring, of epoch %s",
                    machine,
                    ownership.epoch());
            check(ownership.isSettled(), "one-ring", "partitions still move at %s: %s", machine, ownership.describe());
            check(
                    ownership.toFetch().isEmpty(),
                    "one-ring",
                    "%s still lacks %s of %s: %s",
                    machine,
                    ownership.toFetch(),
                    ownership.describe(),
                    node(machine).antiEntropy());
        }
        for (KeyHistory key : world.history().all()) {
            for (Machine machine : world.machines()) {
                check(
                        world.homesNow(key).contains(machine)
                                || machine.copies().record(key.key()).isEmpty(),
                        "leftover",
                        "%s still has %s, whose homes are %s: %s, members %s",
                        machine,
                        key.key(),
                        world.homesNow(key),
                        node(machine).ownership().describe(),
                        world.ringNow().members());
            }
        }
        checkBalance();
    }

    /** Each member owns its share, by weight, of the partitions, but for one; and no replicas share a node where they need not. */
    private void checkBalance() {
        Ring ring = world.ringNow();
        checkSpacing(ring);
        double weights = ring.members().stream()
                .filter(member -> member.status().owns())
                .mapToDouble(Member::weight)
                .sum();
        for (Member member : ring.members()) {
            double share = member.status().owns() ? member.weight() / weights : 0;
            double owned = ring.ownership(member.id()) * ring.partitions();
            check(
                    Math.abs(owned - share * ring.partitions()) <= 1 || ring.replicas() < ring.n() || isCapped(ring),
                    "balance",
                    "%s owns %s partitions, its share is %s, of %s",
                    member,
                    owned,
                    share * ring.partitions(),
                    ring.members());
        }
    }

    private static void checkSpacing(Ring ring) {
        long owners =
                ring.members().stream().filter(member -> member.status().owns()).count();
        for (int partition = 0; partition < ring.partitions() && owners > ring.n(); partition++) {
            for (int next = 1; next < ring.n(); next++) {
                int other = (partition + next) % ring.partitions();
                check(
                        !ring.owner(partition).equals(ring.owner(other)) || isCapped(ring),
                        "spacing",
                        "partitions %s and %s both go to %s",
                        partition,
                        other,
                        ring.owner(partition));
            }
        }
    }

    /** With few nodes of uneven weights some would have to be a home of a partition twice; and zones count more than shares. */
    private static boolean isCapped(Ring ring) {
        if (ring.members().stream().map(Member::zone).distinct().count() > 1) {
            return true;
        }
        List<Double> weights = ring.members().stream()
                .filter(member -> member.status().owns())
                .map(Member::weight)
                .toList();
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        int most = ring.partitions() / ring.n();
        return weights.stream().anyMatch(weight -> weight / sum * ring.partitions() > most);
    }

    private static Node node(Machine machine) {
        return machine.process().orElseThrow().node();
    }

    /** No client asks for anything, and yet all homes become equal, and stay so. */
    private void converge() {
        AntiEntropyConfig antiEntropy = world.plan().repair().antiEntropy();
        pass(bound.converged(antiEntropy, world.ring().partitions()));
        for (KeyHistory history : world.history().all()) {
            checkAlike(history);
        }
        for (Machine machine : world.machines()) {
            check(
                    isWhole(machine),
                    "recovery",
                    "%s is still amnesiac: %s, %s",
                    machine,
                    node(machine).ownership().describe(),
                    node(machine).antiEntropy());
        }
        long mended = world.tally().of(Tally.MENDED);
        long reaped = world.tally().of(Probe.REAPED.text()); // set free by an actor that was closed meanwhile
        pass(2 * antiEntropy.cycle().toNanos());
        check(
                world.tally().of(Tally.MENDED) == mended || world.tally().of(Probe.REAPED.text()) > reaped,
                "quiet",
                "%s exchanges mended something although nothing happened",
                world.tally().of(Tally.MENDED) - mended);
    }

    /** A single home of each key has nothing to do for a long time. */
    private void pass(long nanos) {
        for (long left = nanos; left > 0; left -= STRETCH_NANOS) {
            world.progress();
            world.pass(Math.min(left, STRETCH_NANOS));
        }
    }

    /** Between two exchanges a node has nothing to do. */
    private void awaitIdle(Machine machine) {
        Node node = machine.process().orElseThrow().node();
        for (int tries = 0; tries < IDLE_TRIES && node.pendingWork() > 0; tries++) {
            world.pass(IDLE_NANOS);
        }
        check(
                node.pendingWork() == 0,
                "bounded",
                "%s is idle with %s pieces of work pending",
                machine,
                node.pendingWork());
    }

    private void checkServing(Machine machine, ImmutableList<Machine> members) {
        check(machine.isUp(), "serving", "%s is not up", machine);
        Node node = machine.process().orElseThrow().node();
        check(node.isReady(), "serving", "%s is not ready: %s", machine, node.standing());
        for (Machine peer : members) {
            check(node.isReachable(peer.id()), "serving", "%s does not reach %s", machine, peer);
        }
    }

    private void checkKey(KeyHistory history) {
        checkAlike(history).ifPresent(record -> checkOutcome(history, record));
        for (Machine machine : world.machines()) {
            machine.copies()
                    .hints()
                    .ofEach(history.key())
                    .forEach((home, hint) -> check(
                            !world.machine(home).isLegible(history.key()), // then it takes none
                            "hints-drain",
                            "%s still keeps for %s: %s",
                            machine,
                            home,
                            RecordCheck.text(history, hint)));
        }
    }

    private Optional<Siblings> checkAlike(KeyHistory history) {
        Optional<Siblings> found = Optional.empty();
        ImmutableList<Machine> homes = homes(history);
        for (Machine home : homes) {
            if (home.isLegible(history.key()) || mayHeal(home, homes, history)) {
                Siblings record = home.copies().record(history.key()).orElse(Siblings.EMPTY);
                check(home.isLegible(history.key()), "convergence", "%s cannot read %s", home, history.key());
                check(
                        found.isEmpty() || isEqual(found.get(), record),
                        "convergence",
                        "%s holds %s, another home %s",
                        home,
                        RecordCheck.text(history, record),
                        found.map(other -> RecordCheck.text(history, other)));
                RecordCheck.resurrection(history, record, Long.MAX_VALUE, "in the end at " + home);
                found = Optional.of(record);
            }
        }
        return found;
    }

    /**
     * What is live is equal byte for byte; vectors may leave to clocks what the other still lists. Tombstones are reaped by one
     * home after the other, an actor that is closed sets some free at any time.
     */
    private static boolean isEqual(Siblings a, Siblings b) {
        return a.live().equals(b.live()) || a.isEmpty() && b.isDeleted() || a.isDeleted() && b.isEmpty();
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
            if (write.isAcknowledged() && !accounted.get(write.index())) {
                throw new SimFailure(
                        "lost-write", write + " was acknowledged and is gone: " + RecordCheck.text(history, record));
            }
            check(!write.isRejected() || write.dots().isEmpty(), "honest-outcome", "%s was not applied", write);
            check(!write.isOpen(), "deadline", "%s was never answered", write);
        }
    }

    private void readAll(Machine through, int r) {
        List<Ending<GetResult>> endings = new ArrayList<>();
        for (KeyHistory history : world.history().all()) {
            Quorum quorum = new Quorum(world.ringNow().replicas(), r, false);
            boolean served = voters(history) >= r;
            world.get(through, new GetRequest(history.key(), quorum, World.TIMEOUT_MAX), ending -> {
                endings.add(ending);
                onRead(history, served, ending);
            });
        }
        world.pass(bound.requestEnded());
        check(endings.size() == world.history().all().size(), "deadline", "a read without an answer");
    }

    /** Every node serves every key, where all rows can be read. */
    void serve() {
        boolean isLegible = world.history().all().stream()
                .allMatch(key -> voters(key) == world.ringNow().replicas());
        if (isLegible) {
            new Service(world, "serving", "the end").check(world.members());
            world.machines().forEach(this::awaitIdle);
        }
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
        world.pass(bound.requestEnded());
        check(
                views.size() == world.history().all().size() * world.ringNow().replicas(),
                "serving",
                "%s views of the replicas",
                views.size());
    }

    private void checkView(KeyHistory history, ReplicaView view) {
        Machine home = world.machine(view.entry().node());
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
        return world.homesNow(history);
    }
}
