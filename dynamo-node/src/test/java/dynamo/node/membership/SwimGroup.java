package dynamo.node.membership;

import com.google.common.collect.ImmutableList;
import dynamo.node.VirtualTime;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Members n0, n1 and so on in virtual time, each with its Swim and its beat; messages take a millisecond. */
final class SwimGroup {
    private static final Duration TRAVEL = Duration.ofMillis(1);

    record Sent(NodeId from, NodeId to, long correlation, Gossip message) {}

    /** What one member was told of the others. */
    static final class Seen implements MemberListener {
        final List<String> statuses = new ArrayList<>();
        final List<String> addresses = new ArrayList<>();
        int refutations;

        @Override
        public void onStatus(NodeId member, Status status, long incarnation) {
            statuses.add(member + " " + status);
        }

        @Override
        public void onAddress(NodeId member, String address) {
            addresses.add(member + " " + address);
        }

        @Override
        public void onRefuted(long incarnation) {
            refutations++;
        }
    }

    private final VirtualTime time = new VirtualTime();
    private final SwimConfig config;
    private final ImmutableList<NodeId> ids;
    private final Members members;
    private final List<Swim> swims = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Integer> lives = new ArrayList<>();
    private final Set<NodeId> down = new TreeSet<>();
    private final Set<NodeId> unconnected = new TreeSet<>();
    private final List<Sent> sent = new ArrayList<>();
    private Predicate<Sent> lost = message -> false;

    SwimGroup(int size, SwimConfig config) {
        this.config = config;
        ids = IntStream.range(0, size).mapToObj(i -> new NodeId("n" + i)).collect(ImmutableList.toImmutableList());
        members = new Members(ids);
        for (int i = 0; i < size; i++) {
            seen.add(new Seen());
            lives.add(0);
            swims.add(boot(i, 1, ""));
        }
    }

    /** All have started, and their first news are told. */
    static SwimGroup of(int size) {
        SwimGroup group = new SwimGroup(size, SwimConfig.DEFAULT);
        group.run(Duration.ofSeconds(10));
        group.sent.clear();
        group.seen.forEach(one -> one.statuses.clear());
        return group;
    }

    private Swim boot(int i, long startNumber, String address) {
        int life = lives.get(i) + 1;
        lives.set(i, life);
        NodeId id = ids.get(i);
        var loop = time.loop(() -> !down.contains(id) && lives.get(i) == life);
        Swim[] made = new Swim[1];
        Heartbeat heartbeat = new Heartbeat(time, loop, config.beat(), () -> made[0].beat());
        made[0] = new Swim(
                config,
                members,
                id,
                heartbeat::awakeNanos,
                new Random(31L * i + life),
                (to, correlation, message) -> send(new Sent(id, to, correlation, message)),
                peer -> !unconnected.contains(peer) && !unconnected.contains(id),
                seen.get(i));
        made[0].start(startNumber, address);
        heartbeat.start(Duration.ofMillis(17L * i % config.beat().toMillis()));
        return made[0];
    }

    private void send(Sent message) {
        sent.add(message);
        if (!lost.test(message)) {
            time.loop(() -> !down.contains(message.to) && !down.contains(message.from))
                    .after(TRAVEL, () -> swim(message.to).onGossip(message.from, message.correlation, message.message));
        }
    }

    Members members() {
        return members;
    }

    NodeId id(int i) {
        return ids.get(i);
    }

    Swim swim(int i) {
        return swims.get(i);
    }

    private Swim swim(NodeId id) {
        return swims.get(ids.indexOf(id));
    }

    Seen seen(int i) {
        return seen.get(i);
    }

    Status status(int of, int at) {
        return swims.get(at).status(ids.get(of));
    }

    /** From now on these are the members in the eyes of one. */
    void become(int at, int... numbers) {
        swims.get(at).become(new Members(ids(numbers)));
    }

    ImmutableList<NodeId> ids(int... numbers) {
        return IntStream.of(numbers).mapToObj(ids::get).collect(ImmutableList.toImmutableList());
    }

    /** Its process is gone, or its machine. */
    void crash(int i) {
        down.add(ids.get(i));
    }

    /** A new process. */
    void restart(int i, long startNumber, String address) {
        down.remove(ids.get(i));
        swims.set(i, boot(i, startNumber, address));
    }

    void unconnect(int i) {
        unconnected.add(ids.get(i));
    }

    void connect(int i) {
        unconnected.remove(ids.get(i));
        for (int other = 0; other < ids.size(); other++) {
            if (other != i) {
                swims.get(i).onConnected(ids.get(other));
                swims.get(other).onConnected(ids.get(i));
            }
        }
    }

    void lose(Predicate<Sent> which) {
        lost = which;
    }

    List<Sent> sent() {
        return sent;
    }

    void forgetSent() {
        sent.clear();
    }

    <T extends Gossip> List<Sent> sent(Class<T> kind) {
        return sent.stream().filter(message -> kind.isInstance(message.message)).toList();
    }

    /** Gives a member a message as if another had sent it. */
    void inject(int from, int to, Gossip message) {
        swims.get(to).onGossip(ids.get(from), 0, message);
    }

    Gossip.Update say(int of, Status status, int by) {
        return new Gossip.Update(ids.get(of), status, swims.get(of).incarnation(ids.get(of)), ids.get(by), "");
    }

    /** The same, said by another. */
    Gossip.Update say(Gossip.Update said, int by) {
        return new Gossip.Update(said.node(), said.status(), said.incarnation(), ids.get(by), said.address());
    }

    void run(Duration duration) {
        time.run(duration);
    }

    /** How long it took until the condition held. */
    Duration await(java.util.function.BooleanSupplier condition) {
        long from = time.elapsedNanos();
        time.runUntil(condition);
        return Duration.ofNanos(time.elapsedNanos() - from);
    }

    boolean allSay(int of, Status status) {
        return IntStream.range(0, ids.size())
                .filter(at -> at != of && !down.contains(ids.get(at)))
                .allMatch(at -> status(of, at) == status);
    }
}
