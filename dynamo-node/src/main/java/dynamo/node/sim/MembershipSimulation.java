package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dynamo.node.env.Clock;
import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Scheduler;
import dynamo.node.membership.Heartbeat;
import dynamo.node.membership.MemberListener;
import dynamo.node.membership.Members;
import dynamo.node.membership.Swim;
import dynamo.node.membership.SwimConfig;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import dynamo.ring.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Failure detection alone, for many nodes: they exchange gossip over a network that delays and loses messages; some stand
 * still again and again, some crash. A node that stands still neither sends nor handles anything; what comes due meanwhile,
 * timers and messages, runs when it wakes, in the order it came.
 *
 * <p>Connections never end here, so that nothing but the protocol itself tells who is gone.
 */
public final class MembershipSimulation {

    /**
     * @param lossChance of each message
     * @param stalledShare of the nodes that stand still again and again
     * @param stalledTime share of its time that such a node stands still
     * @param stallMax longest standstill
     * @param crashes nodes that crash, one every second once a third of the time has passed
     */
    public record Setting(
            int nodes,
            Duration duration,
            double lossChance,
            Duration delayMax,
            double stalledShare,
            double stalledTime,
            Duration stallMax,
            int crashes) {}

    /**
     * @param detectionNanos sorted: from a crash until a node that lives knew of it, for each two of them
     * @param unaware how many never did
     * @param falseDeaths how often a node that lives was declared dead at a node
     * @param suspicions how often a node that lives was suspected at a node
     */
    public record Result(
            long events,
            long messages,
            ImmutableLongArray detectionNanos,
            int unaware,
            int falseDeaths,
            int suspicions,
            int refutations) {

        /** @param quantile 0.5 for the median, 1 for the longest */
        public Duration detection(double quantile) {
            int last = detectionNanos.length() - 1;
            return Duration.ofNanos(last < 0 ? 0 : detectionNanos.get((int) Math.round(quantile * last)));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d events, %d messages; %d deaths seen, p50 %.1f s, p99 %.1f s, max %.1f s, unaware %d; "
                            + "false deaths %d, suspicions of the living %d, refutations %d",
                    events,
                    messages,
                    detectionNanos.length(),
                    detection(0.5).toMillis() / 1e3,
                    detection(0.99).toMillis() / 1e3,
                    detection(1).toMillis() / 1e3,
                    unaware,
                    falseDeaths,
                    suspicions,
                    refutations);
        }
    }

    private static final long DELAY_NANOS_MIN = 50_000;

    private final Setting setting;
    private final EventQueue queue;
    private final SplittableRandom random;
    private final List<SimMember> nodes = new ArrayList<>();
    private final Map<NodeId, SimMember> byId = new HashMap<>(); // never iterated
    private final Members members;
    private final List<Long> detections = new ArrayList<>();
    private long messages;
    private int falseDeaths;
    private int suspicions;
    private int refutations;

    private MembershipSimulation(Seed seed, SwimConfig config, Setting setting) {
        this.setting = setting;
        queue = new EventQueue(seed);
        random = seed.fork("membership").random();
        ImmutableList.Builder<NodeId> ids = ImmutableList.builder();
        for (int i = 0; i < setting.nodes; i++) {
            ids.add(new NodeId("n" + i));
        }
        ImmutableList<NodeId> all = ids.build();
        members = new Members(all);
        for (int i = 0; i < setting.nodes; i++) {
            SimMember node =
                    new SimMember(i, all.get(i), config, seed.fork("node", i).random());
            nodes.add(node);
            byId.put(all.get(i), node);
        }
    }

    public static Result run(Seed seed, SwimConfig config, Setting setting) {
        return new MembershipSimulation(seed, config, setting).run();
    }

    private Result run() {
        int stalling = (int) (setting.nodes * setting.stalledShare);
        for (SimMember node : nodes) {
            node.start();
            if (node.number < stalling) {
                node.runThenStall();
            }
        }
        long firstCrash = setting.duration.toNanos() / 3;
        for (int i = 0; i < setting.crashes; i++) {
            SimMember victim = nodes.get(random.nextInt(setting.nodes));
            queue.at(firstCrash + i * 1_000_000_000L, victim::crash);
        }
        queue.runUntil(setting.duration.toNanos());
        int unaware = 0;
        for (SimMember crashed : nodes) {
            unaware += crashed.isUp
                    ? 0
                    : (int) nodes.stream()
                            .filter(node -> node.isUp && node.swim.status(crashed.id) != Status.DEAD)
                            .count();
        }
        ImmutableLongArray sorted = ImmutableLongArray.copyOf(
                detections.stream().mapToLong(Long::longValue).sorted());
        return new Result(queue.ran(), messages, sorted, unaware, falseDeaths, suspicions, refutations);
    }

    private void send(SimMember from, NodeId to, long correlation, Gossip message) {
        messages++;
        if (random.nextDouble() < setting.lossChance) {
            return;
        }
        SimMember receiver = member(to);
        long delay = DELAY_NANOS_MIN + random.nextLong(setting.delayMax.toNanos());
        queue.after(delay, () -> receiver.handle(() -> receiver.swim.onGossip(from.id, correlation, message)));
    }

    private SimMember member(NodeId id) {
        SimMember member = byId.get(id);
        if (member == null) {
            throw new IllegalStateException("nobody is called " + id);
        }
        return member;
    }

    private void judge(SimMember about, Status status) {
        if (status == Status.DEAD && about.isUp) {
            falseDeaths++;
        } else if (status == Status.DEAD) {
            detections.add(queue.now() - about.crashedNanos);
        } else if (status == Status.SUSPECT && about.isUp) {
            suspicions++;
        }
    }

    /** One process: its loop, which may stand still, and its clock. */
    private final class SimMember implements Clock, Scheduler, MemberListener {
        private final int number;
        private final NodeId id;
        private final SplittableRandom random;
        private final Swim swim;
        private final Heartbeat heartbeat;
        private final SwimConfig config;
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private boolean isUp = true;
        private boolean isStalled;
        private long crashedNanos;

        SimMember(int number, NodeId id, SwimConfig config, SplittableRandom random) {
            this.number = number;
            this.id = id;
            this.config = config;
            this.random = random;
            Swim[] made = new Swim[1];
            heartbeat = new Heartbeat(this, this, config.beat(), () -> made[0].beat());
            swim = new Swim(
                    config,
                    members,
                    id,
                    heartbeat::awakeNanos,
                    random.split(),
                    (to, correlation, message) -> send(this, to, correlation, message),
                    peer -> true,
                    this);
            made[0] = swim;
        }

        void start() {
            swim.start(1, "");
            heartbeat.start(Duration.ofNanos(random.nextLong(config.beat().toNanos())));
        }

        void handle(Runnable task) {
            if (isUp && isStalled) {
                waiting.add(task);
            } else if (isUp) {
                task.run();
            }
        }

        void crash() {
            isUp = false;
            crashedNanos = queue.now();
            waiting.clear();
        }

        void runThenStall() {
            long stallMax = setting.stallMax.toNanos();
            double awakeMax = stallMax * (1 - setting.stalledTime) / setting.stalledTime;
            queue.after(random.nextLong((long) awakeMax), () -> {
                isStalled = true;
                queue.after(random.nextLong(stallMax), this::wake);
            });
        }

        private void wake() {
            isStalled = false;
            for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
                task.run();
            }
            runThenStall();
        }

        @Override
        public long elapsedNanos() {
            return queue.now();
        }

        @Override
        public long wallMillis() {
            return queue.now() / 1_000_000;
        }

        @Override
        public void execute(Runnable task) {
            queue.after(0, () -> handle(task));
        }

        @Override
        public ScheduledTask after(Duration delay, Runnable task) {
            return queue.after(delay.toNanos(), () -> handle(task));
        }

        @Override
        public void onStatus(NodeId member, Status status, long incarnation) {
            judge(member(member), status);
        }

        @Override
        public void onAddress(NodeId member, String address) {}

        @Override
        public void onRefuted(long incarnation) {
            refutations++;
        }
    }
}
