package dynamo.node;

import com.google.common.collect.ImmutableList;
import dynamo.node.antientropy.Territory;
import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.node.message.RingNews;
import dynamo.node.ownership.Ownership;
import dynamo.node.ownership.Planner;
import dynamo.node.ownership.RingGossip;
import dynamo.node.replica.CommitQueue;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Placement.Stage;
import dynamo.ring.Ring;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ring as this node goes by it, and whom it knows: the members, and strangers that are connected, of which some would become
 * members and some have something to hand over.
 *
 * <p>Threading: the node's loop.
 */
final class RingState implements Territory {
    private static final int STRANGERS_MAX = 64;

    private final NodeId self;
    private final int partitions;
    private final Doors doors;
    private final Ownership ownership;
    private final RingGossip gossip;
    private final Planner planner;
    private final Runnable onPlan;
    private final Set<NodeId> strangers = new TreeSet<>();
    private Set<NodeId> members = new TreeSet<>();
    private Map<Integer, ImmutableList<NodeId>> otherHomes = new TreeMap<>();
    private boolean isStarted;

    /**
     * @param onPlan runs when other nodes are members
     * @param onMoved runs when partitions have other homes, or members are not waited for any more
     */
    RingState(
            NodeConfig config,
            CommitQueue queue,
            Doors doors,
            Requests requests,
            Planner.Sight sight,
            Runnable onPlan,
            Runnable onMoved) {
        self = config.self();
        partitions = config.ring().partitions();
        this.doors = doors;
        this.onPlan = onPlan;
        ownership = new Ownership(self, config.ring(), queue, doors.events(), new Ownership.Hearer() {
            @Override
            public void onPlan() {
                RingState.this.onPlan();
            }

            @Override
            public void onMoved() {
                otherHomes = new TreeMap<>();
                onMoved.run();
            }

            @Override
            public void onProgress(boolean withPlan) {
                gossip().tellEverybody(self, withPlan);
            }
        });
        gossip = new RingGossip(ownership, (to, news) -> requests.tell(to, 0, news), this::peers, doors);
        planner = new Planner(self, ownership, gossip::candidates, sight);
        members = ids(ownership.members());
    }

    private RingGossip gossip() {
        return gossip;
    }

    /** Reads what was known before; then keeps connections to everybody it names. */
    void start(Optional<RingNews.Wish> wish) {
        ownership.open();
        isStarted = true;
        gossip.start(wish);
        ownership.members().forEach(this::meet);
    }

    private void meet(Member member) {
        if (!member.id().equals(self)) {
            doors.transport().meet(member.id(), member.address());
        }
    }

    private void onPlan() {
        otherHomes = new TreeMap<>();
        Set<NodeId> now = ids(ownership.members());
        if (isStarted) {
            ownership.members().forEach(this::meet);
            for (NodeId gone : members) {
                if (!now.contains(gone) && doors.transport().isConnected(gone)) {
                    strangers.add(gone);
                } else if (!now.contains(gone)) {
                    doors.transport().part(gone);
                }
            }
        }
        members = now;
        strangers.removeAll(now);
        onPlan.run();
    }

    private static Set<NodeId> ids(ImmutableList<Member> members) {
        Set<NodeId> ids = new TreeSet<>();
        members.forEach(member -> ids.add(member.id()));
        return ids;
    }

    /** A node that is no member has connected: it may want to become one, or have something that belongs to others. */
    void onStranger(NodeId peer, String address) {
        if (!members.contains(peer)
                && !peer.equals(self)
                && (strangers.size() < STRANGERS_MAX || strangers.contains(peer))) {
            strangers.add(peer);
            doors.transport().meet(peer, address);
        }
    }

    /** Also before this node has started. */
    void onConnected(NodeId peer) {
        if (!members.contains(peer) && strangers.size() < STRANGERS_MAX) {
            strangers.add(peer);
        }
    }

    void meet(NodeId peer) {
        gossip.onConnected(peer);
    }

    void onDisconnected(NodeId peer) {
        gossip.onDisconnected(peer);
        if (strangers.remove(peer)) {
            doors.transport().part(peer);
        }
    }

    /** Any message of the peer told which plan it goes by. */
    void onHeard(NodeId peer, long rank) {
        gossip.onHeard(peer, rank);
    }

    void onNews(NodeId from, RingNews news) {
        gossip.onNews(from, news);
    }

    void beat() {
        gossip.beat();
        ownership.step();
        planner.beat();
    }

    Ownership ownership() {
        return ownership;
    }

    Planner planner() {
        return planner;
    }

    Ring ring() {
        return ownership.ring();
    }

    /** Everybody this node is, or would be, connected to. */
    ImmutableList<NodeId> peers() {
        ImmutableList.Builder<NodeId> peers = ImmutableList.builder();
        members.stream().filter(member -> !member.equals(self)).forEach(peers::add);
        return peers.addAll(strangers).build();
    }

    /** The other members that are waited for. */
    ImmutableList<NodeId> others() {
        return members.stream()
                .filter(member -> !member.equals(self) && ownership.isWaitedFor(member))
                .collect(ImmutableList.toImmutableList());
    }

    /** The homes of a partition but this node, old and new. */
    ImmutableList<NodeId> otherHomes(int partition) {
        return otherHomes.computeIfAbsent(
                partition,
                p -> placement(p).homes().stream()
                        .filter(home -> !home.equals(self))
                        .collect(ImmutableList.toImmutableList()));
    }

    boolean isHome(int partition) {
        return placement(partition).isHome(self);
    }

    /**
     * Whether a write counts that was sent by somebody who goes by that plan: only if he has it written to all who need it. A
     * partition that does not move is the same to who goes by the plan before.
     */
    boolean takesWrite(int partition, long rank) {
        boolean isCurrent = rank >= ownership.rank() || !ownership.moves(partition) && ownership.wasMadeFrom(rank);
        return isCurrent && isHome(partition);
    }

    /** Whether an answer counts for somebody who goes by that plan: not any more once others read elsewhere, and he does not. */
    boolean answersRead(int partition, long rank, Stage stage) {
        if (rank > ownership.rank()) {
            return true;
        }
        boolean hasSwitched = ownership.moves(partition) && placement(partition).stage() != Stage.JOINT;
        boolean readsOld = rank < ownership.rank() || stage == Stage.JOINT;
        return (rank == ownership.rank() || ownership.wasMadeFrom(rank)) && !(hasSwitched && readsOld);
    }

    /** Who must have a hint for the home: the home itself, or all who have the partition in its place, or may yet be read. */
    ImmutableList<NodeId> takers(NodeId home, int partition) {
        Placement placement = placement(partition);
        ImmutableList<NodeId> last = placement.writing().get(placement.writing().size() - 1);
        if (last.contains(home)) {
            return ImmutableList.of(home);
        }
        Set<NodeId> takers = new TreeSet<>(ownership.awaited(placement.homes()));
        takers.addAll(ownership.awaited(last));
        if (placement.isHome(home)) {
            takers.add(home);
        }
        return ImmutableList.copyOf(takers);
    }

    int partitions() {
        return partitions;
    }

    @Override
    public Placement placement(int partition) {
        return ownership.placement(partition);
    }

    @Override
    public ImmutableList<NodeId> members() {
        return ImmutableList.copyOf(members);
    }

    @Override
    public boolean isWaitedFor(NodeId node) {
        return ownership.isWaitedFor(node);
    }

    @Override
    public ImmutableList<NodeId> awaited(ImmutableList<NodeId> homes) {
        return ownership.awaited(homes);
    }

    @Override
    public boolean isRemoved(NodeId node) {
        return ownership.isRemoved(node);
    }

    @Override
    public ImmutableList<NodeId> notWaitedFor() {
        return ownership.notWaitedFor();
    }

    @Override
    public ImmutableList<Integer> toFetch() {
        return ownership.toFetch();
    }

    @Override
    public ImmutableList<NodeId> sources(int partition) {
        return ownership.sources(partition);
    }

    @Override
    public void onWhole(int partition) {
        doors.events().onWhole(partition);
        ownership.onWhole(partition);
    }

    @Override
    public boolean mayDrop(int partition) {
        return ownership.mayDrop(partition);
    }

    @Override
    public long rank() {
        return ownership.rank();
    }
}
