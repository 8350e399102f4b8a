package dynamo.node.membership;

import com.google.common.collect.ImmutableList;
import dynamo.node.membership.Relays.Relay;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import dynamo.node.message.Gossip.Update;
import dynamo.ring.NodeId;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who is alive, found out together with the other members: SWIM with Lifeguard.
 *
 * <p>A node probes one member a period, itself and then through helpers, and suspects who does not answer. A suspected
 * member that hears of it refutes with a higher incarnation; one that does not in time is dead, until it speaks again and
 * refutes that. Time is time awake ({@link Heartbeat}).
 *
 * <p>Threading: the node's loop.
 */
public final class Swim {
    /** Full states sent between two beats at most; who gets none compares again later. */
    private static final int STATES_MAX = 4;

    /** How messages leave. */
    @FunctionalInterface
    public interface Sender {
        void send(NodeId to, long correlation, Gossip message);
    }

    /** One probe, until its ack or its end. */
    private static final class Probe {
        final int target;
        final long correlation;
        final long sinceNanos;
        boolean isIndirect;
        int asked;
        int nacks;

        Probe(int target, long correlation, long sinceNanos) {
            this.target = target;
            this.correlation = correlation;
            this.sinceNanos = sinceNanos;
        }
    }

    private final SwimConfig config;
    private final NodeId selfId;
    private final LongSupplier awakeNanos;
    private final Sender sender;
    private final Predicate<NodeId> isConnected;
    private final MemberListener listener;
    private final LocalHealth health;
    private final Dissemination known;
    private final Relays relays;
    private final RandomGenerator entropy;
    private Members members;
    private int self; // this node's number; a stranger's while it is no member
    private MemberTable table;
    private MemberDraw draw;
    private @Nullable Probe probe;
    private boolean isStarted;
    private long nextProbeNanos;
    private long nextExchangeNanos;
    private long lastCorrelation;
    private int statesLeft = STATES_MAX;

    public Swim(
            SwimConfig config,
            Members members,
            NodeId self,
            LongSupplier awakeNanos,
            RandomGenerator entropy,
            Sender sender,
            Predicate<NodeId> isConnected,
            MemberListener listener) {
        this.config = config;
        this.members = members;
        this.selfId = self;
        this.self = members.number(self);
        this.entropy = entropy;
        this.awakeNanos = awakeNanos;
        this.sender = sender;
        this.isConnected = isConnected;
        this.listener = listener;
        health = new LocalHealth(config.healthMax());
        known = new Dissemination(config, members, self, awakeNanos, health, listener);
        table = known.table();
        draw = new MemberDraw(members.size(), entropy);
        relays = new Relays(config);
        lastCorrelation = entropy.nextLong() >>> 1;
    }

    /**
     * Takes part from now on.
     *
     * @param startNumber rises with each start, so that this process supersedes what was said of earlier ones
     * @param address where the node listens for its peers; empty when it cannot tell
     */
    public void start(long startNumber, String address) {
        isStarted = true;
        nextExchangeNanos = awakeNanos.getAsLong() + config.exchangePeriod().toNanos();
        known.start(startNumber, address);
    }

    /**
     * These are the members from now on, this node among them or not. What is known of those who stay is kept; suspicions
     * begin anew, and a probe under way is forgotten. A node that is no member neither probes nor tells, and answers who
     * probes it: its peers may know better.
     */
    public void become(Members next) {
        if (next.isSame(members)) {
            return;
        }
        Members before = members;
        members = next;
        self = next.number(selfId);
        probe = null;
        draw = new MemberDraw(next.size(), entropy);
        known.become(next);
        table = known.table();
        boolean isNew = before.number(selfId) == Members.STRANGER;
        for (int member = 0; member < next.size(); member++) {
            NodeId id = next.id(member);
            if ((isNew || before.number(id) == Members.STRANGER) && isOtherConnected(member)) {
                onConnected(id);
            }
        }
    }

    /** What time brings. */
    public void beat() {
        if (!isStarted) {
            return;
        }
        long now = awakeNanos.getAsLong();
        statesLeft = STATES_MAX;
        relays.expire(now, relay -> sender.send(relay.requester(), relay.correlation(), new Gossip.Nack()));
        if (probe != null) {
            watch(probe, now);
        }
        if (probe == null && now >= nextProbeNanos && known.isMember()) {
            startProbe(now);
        }
        known.expireSuspicions(now, member -> knock(members.id(member)));
        if (!known.isMember()) {
            return;
        }
        if (now >= nextExchangeNanos) {
            nextExchangeNanos = now + config.exchangePeriod().toNanos();
            draw.some(1, this::isOtherConnected, member -> compare(members.id(member)));
        }
        spread();
    }

    public void onGossip(NodeId from, long correlation, Gossip message) {
        int sendersNumber = members.number(from);
        if (!isStarted) {
            return;
        }
        if (sendersNumber == Members.STRANGER) {
            onStranger(from, correlation, message);
            return;
        }
        if (message instanceof Gossip.Ping ping) {
            known.merge(ping.updates());
            sender.send(from, correlation, new Gossip.Ack(known.answerFor(sendersNumber, ping.updates())));
        } else if (message instanceof Gossip.Ack ack) {
            known.merge(ack.updates());
            onAck(from, correlation, ack);
        } else if (message instanceof Gossip.Spread spread) {
            known.merge(spread.updates());
            onFirstHand(from, spread.updates());
        } else if (message instanceof Gossip.PingRequest request) {
            known.merge(request.updates());
            onPingRequest(from, correlation, request.target());
        } else if (message instanceof Gossip.Nack && probe != null && probe.correlation == correlation) {
            probe.nacks++;
        } else if (message instanceof Gossip.Digest digest && digest.digest() != known.digest()) {
            sendState(from, true);
        } else if (message instanceof Gossip.State state) {
            known.mergeState(from, state.members(), this::isOtherConnected);
            if (state.wantsReply()) {
                sendState(from, false);
            }
        }
    }

    /** It may be a member of a ring that is not known here yet: it is told that this node lives, and nothing else. */
    private void onStranger(NodeId from, long correlation, Gossip message) {
        if (message instanceof Gossip.Ping ping) {
            sender.send(from, correlation, new Gossip.Ack(known.answerForStranger(ping.updates())));
        }
    }

    /** Tells the peer who this is and where, and compares what both know: after a restart or a partition, at once. */
    public void onConnected(NodeId peer) {
        if (isStarted && known.isMember() && members.number(peer) != Members.STRANGER) {
            tellOfSelf(peer);
            compare(peer);
        }
    }

    /** Asks a sign of life, and nothing follows if there is none. A member that is accused is told so. */
    public void knock(NodeId peer) {
        if (isStarted) {
            sender.send(peer, 0, new Gossip.Ping(known.newsFor(members.number(peer))));
        }
    }

    /** Of a stranger, {@code DEAD}: nobody says that it lives. This node is alive, member or not. */
    public Status status(NodeId node) {
        return node.equals(selfId) ? Status.ALIVE : known.status(members.number(node));
    }

    public boolean isMember(NodeId node) {
        return members.number(node) != Members.STRANGER;
    }

    /** Members in this state, this node among them. */
    public int count(Status status) {
        return table.count(status);
    }

    public long incarnation(NodeId node) {
        return known.incarnation(node);
    }

    /** Where the node said it listens; empty when it never did, and for a stranger. */
    public String address(NodeId node) {
        return known.address(node);
    }

    /** Lifeguard's local health multiplier, less one: 0 is well. */
    public int healthScore() {
        return health.score();
    }

    private void startProbe(long now) {
        nextProbeNanos = now + config.period().toNanos();
        int target = draw.next(member -> member != self && table.status(member) != Status.DEAD);
        if (target != MemberDraw.NOBODY) {
            probe = new Probe(target, ++lastCorrelation, now);
            sender.send(members.id(target), probe.correlation, new Gossip.Ping(known.newsFor(target)));
        }
    }

    private void watch(Probe current, long now) {
        long waited = now - current.sinceNanos;
        if (waited >= health.stretched(config.period().toNanos())) {
            probe = null;
            // A helper that says nothing at all hints that it is this node which hears badly (Lifeguard §IV-A).
            health.worse(current.asked > 0 ? Math.max(0, current.asked - current.nacks) : 1);
            known.accuse(current.target, Status.SUSPECT);
        } else if (!current.isIndirect
                && waited >= health.stretched(config.probeTimeout().toNanos())) {
            current.isIndirect = true;
            draw.some(config.helpers(), member -> isHelper(member, current.target), helper -> {
                current.asked++;
                sender.send(
                        members.id(helper),
                        current.correlation,
                        new Gossip.PingRequest(members.id(current.target), known.newsFor(helper)));
            });
        }
    }

    private boolean isHelper(int member, int target) {
        return member != target && isOtherConnected(member) && table.status(member) == Status.ALIVE;
    }

    private boolean isOtherConnected(int member) {
        return member != self && isConnected.test(members.id(member));
    }

    private void onPingRequest(NodeId from, long correlation, NodeId target) {
        int targetsNumber = members.number(target);
        if (targetsNumber != Members.STRANGER && targetsNumber != self && !relays.isFull()) {
            long own = ++lastCorrelation;
            relays.add(own, new Relay(from, correlation, target, awakeNanos.getAsLong()));
            sender.send(target, own, new Gossip.Ping(known.newsFor(targetsNumber)));
        }
    }

    private void onAck(NodeId from, long correlation, Gossip.Ack ack) {
        if (known.accusesSelf(ack.updates())) {
            tellOfSelf(from);
        }
        Probe current = probe;
        if (current != null && current.correlation == correlation) {
            probe = null;
            nextProbeNanos =
                    current.sinceNanos + health.stretched(config.period().toNanos());
            health.better();
            return;
        }
        relays.onAck(correlation, from)
                .ifPresent(to -> sender.send(
                        to.requester(),
                        to.correlation(),
                        new Gossip.Ack(known.newsFor(members.number(to.requester())))));
    }

    /**
     * A peer that cannot be dialled says where it is: it is dialled there, even if it forgot, with its disk, how often it
     * started before. The handshake will tell whether it is the one, and after that it learns what it forgot.
     */
    private void onFirstHand(NodeId from, ImmutableList<Update> said) {
        for (Update update : said) {
            if (update.node().equals(from)
                    && update.incarnation() <= incarnation(from)
                    && !update.address().isEmpty()
                    && !update.address().equals(address(from))
                    && !isConnected.test(from)) {
                listener.onAddress(from, update.address());
            }
        }
    }

    /** Between probes too, while there is something to tell: a suspicion must be refuted within its time. */
    private void spread() {
        if (known.hasNews()) {
            draw.some(
                    config.fanout(),
                    member -> table.status(member) != Status.DEAD && isOtherConnected(member),
                    member -> {
                        if (known.hasNews()) {
                            sender.send(members.id(member), 0, new Gossip.Spread(known.newsFor(member)));
                        }
                    });
        }
    }

    private void tellOfSelf(NodeId peer) {
        sender.send(peer, 0, new Gossip.Spread(ImmutableList.of(known.aboutSelf())));
    }

    private void compare(NodeId peer) {
        sender.send(peer, 0, new Gossip.Digest(known.digest()));
    }

    private void sendState(NodeId to, boolean wantsReply) {
        if (statesLeft > 0) {
            statesLeft--;
            sender.send(to, 0, new Gossip.State(wantsReply, known.all()));
        }
    }
}
