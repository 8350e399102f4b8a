package dynamo.node.membership;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Doors;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Transport;
import dynamo.node.message.Gossip;
import dynamo.node.message.Gossip.Status;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Ring;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * One node's view of the others: what the members agree on ({@link Swim}), what its own requests tell ({@link PeerWatch}),
 * and the beat that drives both.
 */
public final class Membership {
    private final NodeId self;
    private final Transport transport;
    private final NodeEvents events;
    private final Heartbeat heartbeat;
    private final Swim swim;
    private final PeerWatch watch;
    private final Duration firstBeat;

    public Membership(SwimConfig config, NodeId self, Ring ring, Doors doors, Swim.Sender sender) {
        this.self = self;
        transport = doors.transport();
        events = doors.events();
        RandomGenerator entropy = doors.entropy();
        firstBeat = Duration.ofNanos(entropy.nextLong(config.beat().toNanos()));
        heartbeat = new Heartbeat(doors.clock(), doors.scheduler(), config.beat(), this::beat);
        swim = new Swim(
                config,
                Members.of(ring),
                self,
                heartbeat::awakeNanos,
                entropy,
                sender,
                transport::isConnected,
                new Told());
        watch = new PeerWatch(
                others(ring.members().stream().map(Member::id).collect(ImmutableList.toImmutableList())),
                config.silenceMax(),
                heartbeat::awakeNanos,
                transport::isConnected,
                this::isDead,
                swim::knock);
    }

    private ImmutableList<NodeId> others(ImmutableList<NodeId> members) {
        return members.stream().filter(id -> !id.equals(self)).collect(ImmutableList.toImmutableList());
    }

    /**
     * These are the members from now on, this node among them or not. What is known of those who stay is kept, suspicions
     * begin anew. All others are strangers: they are neither probed nor told of.
     */
    public void become(ImmutableList<NodeId> members) {
        swim.become(new Members(members));
        watch.become(others(members));
        tellCounts();
    }

    /**
     * Takes part from now on.
     *
     * @param address where this node listens for its peers; empty when it cannot tell
     */
    public void start(long startNumber, String address) {
        swim.start(startNumber, address);
        heartbeat.start(firstBeat);
        tellCounts();
    }

    private void beat() {
        swim.beat();
        watch.beat();
    }

    /**
     * Whether to send to the node now. A suspected one still is sent to: it may refute; and a stranger while it is connected,
     * since nobody watches it.
     */
    public boolean isReachable(NodeId node) {
        return node.equals(self) || transport.isConnected(node) && !watch.isExcluded(node) && !isDead(node);
    }

    /** What the members agree on; of a stranger, {@code DEAD}: nobody says that it lives. */
    public Status status(NodeId node) {
        return swim.status(node);
    }

    /** Where the node said that it listens, {@code host:port}; empty when it never did, and for a stranger. */
    public String address(NodeId node) {
        return swim.address(node);
    }

    private boolean isDead(NodeId node) {
        return swim.isMember(node) && swim.status(node) == Status.DEAD;
    }

    public void onGossip(NodeId from, long correlation, Gossip message) {
        swim.onGossip(from, correlation, message);
    }

    public void onConnected(NodeId peer) {
        swim.onConnected(peer);
    }

    public void onDisconnected(NodeId peer) {
        watch.onDisconnected(peer);
    }

    /** Anything came from the node. */
    public void onHeard(NodeId from) {
        watch.onHeard(from);
    }

    /** A request is on its way. */
    public void onAsked(NodeId to) {
        watch.onAsked(to);
    }

    /** A request was answered, or is waited for no more. */
    public void onEnded(NodeId to) {
        watch.onEnded(to);
    }

    private void tellCounts() {
        events.onMembers(swim.count(Status.ALIVE), swim.count(Status.SUSPECT), swim.count(Status.DEAD));
    }

    private final class Told implements MemberListener {
        @Override
        public void onStatus(NodeId member, Status status, long incarnation) {
            events.onMember(member, status, incarnation);
            tellCounts();
        }

        @Override
        public void onAddress(NodeId member, String address) {
            transport.moveTo(member, address);
        }

        @Override
        public void onRefuted(long incarnation) {
            events.onRefuted(incarnation);
        }
    }
}
