package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import dynamo.node.env.Doors;
import dynamo.node.message.RingNews;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spreads plans and progress: what is new is told to everybody at once, and again and again somebody is asked whether both know
 * the same. Any message tells its sender's plan, so that who is behind hears of it with the first.
 *
 * <p>Bounds: to one peer a whole state at most every {@link #PAUSE}.
 */
public final class RingGossip {
    private static final Logger LOG = LoggerFactory.getLogger(RingGossip.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int CANDIDATES_MAX = 64;

    private final Ownership ownership;
    private Optional<RingNews.Wish> wish = Optional.empty();
    private final BiConsumer<NodeId, RingNews> tell;
    private final Supplier<ImmutableList<NodeId>> peers;
    private final Doors doors;
    private final Map<NodeId, Long> stateNanos = new TreeMap<>();
    private final Map<NodeId, Long> askedNanos = new TreeMap<>();
    private final Map<NodeId, Candidate> candidates = new TreeMap<>();

    /**
     * @param peers all nodes this one is connected to, or tries to be
     */
    public RingGossip(
            Ownership ownership,
            BiConsumer<NodeId, RingNews> tell,
            Supplier<ImmutableList<NodeId>> peers,
            Doors doors) {
        this.ownership = ownership;
        this.tell = tell;
        this.peers = peers;
        this.doors = doors;
    }

    /** @param told what this node tells the members as long as it is none */
    public void start(Optional<RingNews.Wish> told) {
        wish = told;
    }

    /** Nodes that would become members, and are connected. */
    public ImmutableList<Candidate> candidates() {
        return candidates.values().stream()
                .filter(candidate -> ownership.plan().member(candidate.id()).isEmpty()
                        && doors.transport().isConnected(candidate.id()))
                .collect(ImmutableList.toImmutableList());
    }

    public void onConnected(NodeId peer) {
        stateNanos.remove(peer);
        tell.accept(peer, digest());
        tellWish(peer);
    }

    public void onDisconnected(NodeId peer) {
        candidates.remove(peer);
        stateNanos.remove(peer);
        askedNanos.remove(peer);
    }

    /** Any message of the peer told which plan it goes by. */
    public void onHeard(NodeId peer, long rank) {
        if (rank > ownership.rank()) {
            if (isDue(askedNanos, peer)) {
                tell.accept(peer, digest());
            }
        } else if (rank < ownership.rank()) {
            tellAll(peer);
        }
    }

    public void onNews(NodeId from, RingNews news) {
        if (news instanceof RingNews.Digest digest) {
            if (digest.rank() < ownership.rank()) {
                tellAll(from);
            } else if (digest.rank() > ownership.rank()) {
                tell.accept(from, digest());
            } else if (digest.digest() != digest().digest()) {
                tellProgress(from, ownership.progress(), true);
            }
        } else if (news instanceof RingNews.State state) {
            onState(from, state);
        } else if (news instanceof RingNews.Wish wished
                && (candidates.size() < CANDIDATES_MAX || candidates.containsKey(from))) {
            candidates.put(
                    from, new Candidate(from, wished.zone(), wished.weight(), wished.replaces(), wished.address()));
        }
    }

    private void onState(NodeId from, RingNews.State state) {
        try {
            int partitions = ownership.plan().target().partitions();
            Progress told = Progress.decode(state.progress(), partitions);
            if (state.plan().isPresent()) {
                RingPlan plan = RingPlanForm.decode(state.plan().get());
                if (plan.target().partitions() != partitions) {
                    LOG.warn(
                            "{} tells of a ring of {} partitions",
                            from,
                            plan.target().partitions());
                    return;
                }
                ownership.adopt(plan, told, taken -> {});
            }
            if (state.rank() == ownership.rank()) {
                ownership.merge(told);
                if (state.all() && !ownership.progress().equals(told)) { // who told it knows less
                    tellProgress(from, ownership.progress(), true);
                }
            } else {
                onHeard(from, state.rank());
            }
        } catch (MalformedException e) {
            LOG.warn("{} tells of the ring what cannot be read: {}", from, e.getMessage());
        }
    }

    /** Now and then: compares with somebody. */
    public void beat() {
        ImmutableList<NodeId> all = peers.get();
        if (!all.isEmpty()) {
            tell.accept(all.get(doors.entropy().nextInt(all.size())), digest());
        }
        all.forEach(this::tellWish);
    }

    private void tellWish(NodeId peer) {
        if (!ownership.isMember()) {
            wish.ifPresent(told -> tell.accept(peer, told));
        }
    }

    /** The plan is new, or this node's part in it. */
    public void tellEverybody(NodeId self, boolean withPlan) {
        for (NodeId peer : peers.get()) {
            if (withPlan) {
                stateNanos.remove(peer);
                tellAll(peer);
            } else {
                tellProgress(
                        peer,
                        ownership
                                .progress()
                                .only(self)
                                .join(new Progress(
                                        ImmutableSortedMap.of(),
                                        ownership.progress().down())),
                        false);
            }
        }
    }

    private void tellAll(NodeId peer) {
        if (isDue(stateNanos, peer)) {
            tell.accept(
                    peer,
                    new RingNews.State(
                            ownership.rank(),
                            Optional.of(RingPlanForm.encode(ownership.plan())),
                            ownership.progress().encoded(),
                            true));
        }
    }

    private void tellProgress(NodeId peer, Progress progress, boolean all) {
        tell.accept(peer, new RingNews.State(ownership.rank(), Optional.empty(), progress.encoded(), all));
    }

    private boolean isDue(Map<NodeId, Long> told, NodeId peer) {
        long now = doors.clock().elapsedNanos();
        Long before = told.get(peer);
        if (before != null && now - before < PAUSE.toNanos()) {
            return false;
        }
        told.put(peer, now);
        return true;
    }

    private RingNews.Digest digest() {
        Bytes encoded = ownership.progress().encoded();
        return new RingNews.Digest(
                ownership.rank(),
                Hashing.murmur3_128().hashBytes(encoded.toArray()).asLong());
    }
}
