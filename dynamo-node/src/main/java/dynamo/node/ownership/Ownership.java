package dynamo.node.ownership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dynamo.node.env.NodeEvents;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.ownership.Progress.Row;
import dynamo.node.replica.CommitQueue;
import dynamo.ring.Member;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.ring.Ring;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node durably knows of the ring, and goes by: the highest plan it was told, how far everybody is with it, and what it
 * still lacks itself. Everything is on disk before it is acted on or told.
 *
 * <p>Threading: the node's loop.
 */
public final class Ownership {

    /** Who hears what has changed. */
    public interface Hearer {
        /** Another plan counts from now on. */
        void onPlan();

        /** Some partition is read or written elsewhere now, or the moves are over. */
        void onMoved();

        /**
         * What this node tells the others of its own progress is news.
         *
         * @param withPlan whether the plan is, too
         */
        void onProgress(boolean withPlan);
    }

    private final NodeId self;
    private final RingRows rows;
    private final NodeEvents events;
    private final Hearer hearer;
    private RingPlan plan;
    private Progress progress = Progress.NONE;
    private ImmutableSortedSet<Integer> lacking = ImmutableSortedSet.of();
    private Steps steps;
    private Map<Integer, Placement> moving = new TreeMap<>();
    private Placement[] unmoved;
    private boolean isSettled;
    private @Nullable RingPlan adopting;
    private boolean isSaving;
    private boolean isUnsaved;
    private boolean isFreezing;

    /** @param first what the node assumes before it reads its disk and hears of the others */
    public Ownership(NodeId self, Ring first, CommitQueue queue, NodeEvents events, Hearer hearer) {
        this.self = self;
        this.events = events;
        this.hearer = hearer;
        rows = new RingRows(queue);
        plan = RingPlan.first(first);
        unmoved = new Placement[first.partitions()];
        steps = new Steps(plan, progress);
        isSettled = true;
    }

    /** Reads what an earlier process of this node kept; before anything else of the node starts. */
    public void open() {
        rows.load().ifPresent(kept -> {
            install(kept.plan(), kept.progress(), kept.lacking());
            hearer.onPlan();
        });
    }

    /** Where a partition is read and written now. */
    public Placement placement(int partition) {
        Placement moves = moving.get(partition);
        if (moves != null) {
            return moves;
        }
        Placement known = unmoved[partition];
        if (known == null) {
            known = Placement.settled(plan.newHomes(partition));
            unmoved[partition] = known;
        }
        return known;
    }

    /** The ring in force: where partitions move, the one they move from. Immutable. */
    public Ring ring() {
        return isSettled ? plan.target() : plan.before();
    }

    RingPlan plan() {
        return plan;
    }

    Progress progress() {
        return progress;
    }

    Steps steps() {
        return steps;
    }

    /** Orders plans; every message tells its sender's. */
    public long rank() {
        return plan.rank();
    }

    public long epoch() {
        return plan.epoch();
    }

    /** Whether no partition moves. */
    public boolean isSettled() {
        return isSettled;
    }

    /** How far it is, for people who look for what holds it up. */
    public String describe() {
        return plan + ", unaware " + steps.unaware() + ", frozen " + steps.isFrozen() + ", lacking " + lacking
                + ", moves "
                + plan.moves().keySet().stream()
                        .filter(partition -> !steps.isOver(partition))
                        .map(partition -> partition + "="
                                + steps.required(partition).stream()
                                        .map(home -> home + ":" + progress.level(home, partition))
                                        .toList())
                        .toList();
    }

    /** Whether the partition moves under this plan, or has. */
    public boolean moves(int partition) {
        return plan.moves(partition);
    }

    /** Whether senders that go by the plan this one was made from may still write to the partition, and read it. */
    public boolean wasMadeFrom(long rank) {
        return plan.base() == rank;
    }

    /** Everybody the plan names, but those that are removed and have nothing more to hand over. */
    public ImmutableList<Member> members() {
        return plan.target().members().stream()
                .filter(member -> member.status() != Member.Status.REMOVED)
                .collect(ImmutableList.toImmutableList());
    }

    /** What is to be thought of a member now: when the moves are over who joined is valid, and who left is removed. */
    public Member.Status status(Member member) {
        if (progress.down().contains(member.id()) && member.status().owns()) {
            return Member.Status.DOWN;
        }
        return switch (member.status()) {
            case JOINING -> isSettled ? Member.Status.VALID : Member.Status.JOINING;
            case LEAVING -> isSettled ? Member.Status.REMOVED : Member.Status.LEAVING;
            default -> member.status();
        };
    }

    /** Whether this node serves clients: it is in the ring, and not on its way out for good. */
    public boolean isMember() {
        return plan.member(self)
                .map(this::status)
                .filter(status -> status != Member.Status.REMOVED)
                .isPresent();
    }

    /** Members others wait for. */
    public boolean isWaitedFor(NodeId node) {
        return steps.isWaitedFor(node);
    }

    /** Those of a group of homes that are waited for; who is down only when no other is left. */
    public ImmutableList<NodeId> awaited(ImmutableList<NodeId> homes) {
        return steps.awaited(homes);
    }

    /** Whether it has given up its place for good. */
    public boolean isRemoved(NodeId node) {
        return steps.isRemoved(node);
    }

    /** Who is down or removed. */
    public ImmutableList<NodeId> notWaitedFor() {
        return plan.target().members().stream()
                .map(Member::id)
                .filter(node -> !steps.isWaitedFor(node))
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether what this node has of the partition is all it should have. */
    public boolean hasWhole(int partition) {
        return !lacking.contains(partition);
    }

    /** How many partitions it does not have whole. */
    int lacking() {
        return lacking.size();
    }

    /** Partitions it is to make whole, and may begin with. */
    public ImmutableList<Integer> toFetch() {
        return lacking.stream()
                .filter(partition -> placement(partition).isHome(self) && steps.mayFetch(partition))
                .collect(ImmutableList.toImmutableList());
    }

    /** Whom the partition is to be compared with to be whole. */
    public ImmutableList<NodeId> sources(int partition) {
        return steps.sources(self, partition);
    }

    /** A partition was lacking, and is durably whole. */
    public void onWhole(int partition) {
        if (lacking.contains(partition)) {
            Set<Integer> left = new TreeSet<>(lacking);
            left.remove(partition);
            lacking = ImmutableSortedSet.copyOf(left);
            isUnsaved = true;
            step();
        }
    }

    /** Whether this node is no home of the partition, nor will be, and nobody writes to it any more. */
    public boolean mayDrop(int partition) {
        return !placement(partition).isHome(self) && steps.isOver(partition) && adopting == null;
    }

    /**
     * Takes a plan that is higher than the one in force, once it is on disk.
     *
     * @param done told whether it was taken
     */
    void adopt(RingPlan next, Progress told, Consumer<Boolean> done) {
        RingPlan newest = adopting == null ? plan : adopting;
        if (next.compareTo(newest) <= 0) {
            done.accept(false);
            return;
        }
        adopting = next;
        Progress facts = next.member(self).isPresent() ? told.with(self, Steps.first(next, self)) : told;
        ImmutableSortedSet<Integer> lacks = lacksUnder(next);
        rows.save(new RingRows.State(next, facts, lacks), true, result -> {
            boolean isNewest = next.equals(adopting);
            if (isNewest) {
                adopting = null;
            }
            if (result == CommitResult.DURABLE && next.compareTo(plan) > 0) {
                install(next, facts, lacks);
                events.onPlan(next.epoch(), next.moves().size());
                hearer.onPlan();
                hearer.onProgress(true);
                step();
            }
            done.accept(result == CommitResult.DURABLE);
        });
    }

    /**
     * A home of the plan before has its partitions, but for those it lacked; and of one that never began to move anything too. Who
     * missed a plan may have missed a move; and one that was to lose a partition may have missed that the others went on without it.
     */
    private ImmutableSortedSet<Integer> lacksUnder(RingPlan next) {
        boolean isSequel = next.base() == plan.rank() || next.base() == plan.base();
        ImmutableSortedSet.Builder<Integer> lacks = ImmutableSortedSet.naturalOrder();
        for (int partition = 0; partition < next.target().partitions(); partition++) {
            boolean isLeaving = next.base() == plan.rank()
                    && plan.moves(partition)
                    && !next.still().contains(partition)
                    && !plan.newHomes(partition).isPrimary(self);
            boolean had = isSequel && !isLeaving && placement(partition).isHome(self) && !lacking.contains(partition);
            if (!had && next.allHomes(partition).contains(self)) {
                lacks.add(partition);
            }
        }
        return lacks.build();
    }

    private void install(RingPlan next, Progress facts, ImmutableSortedSet<Integer> lacks) {
        plan = next;
        progress = facts;
        lacking = lacks;
        isFreezing = false;
        unmoved = new Placement[next.target().partitions()];
        rebuild();
    }

    /** Facts about the plan in force. */
    void merge(Progress told) {
        Progress joined = progress.join(told);
        if (joined.equals(progress)) {
            return;
        }
        Row own = progress.row(self);
        Row toldOfSelf = joined.row(self);
        if (own != null
                && toldOfSelf != null
                && !own.equals(toldOfSelf)) { // by who knew this node before it lost its disk
            isUnsaved = true;
        }
        progress = joined;
        rebuild();
        hearer.onMoved();
        step();
    }

    /** Writes down how far this node may go, and goes there. */
    public void step() {
        Row own = progress.row(self);
        if (isSaving || adopting != null || plan.member(self).isEmpty()) {
            return;
        }
        Row known = own == null ? Steps.first(plan, self) : own;
        Row next = steps.next(self, isFreezing ? known.frozenNow() : known, lacking);
        if (next.equals(own) && !isUnsaved) {
            return;
        }
        isSaving = true;
        isUnsaved = false;
        RingPlan under = plan;
        Progress after = progress.with(self, next);
        rows.save(new RingRows.State(under, after, lacking), false, result -> {
            isSaving = false;
            if (result != CommitResult.DURABLE) {
                isUnsaved = true; // the next beat tries again
            } else if (under.equals(plan)) {
                progress = progress.join(after);
                rebuild();
                hearer.onMoved();
                hearer.onProgress(false);
                step();
            }
        });
    }

    /** This node switches no more partitions, and then nobody does. */
    void freeze() {
        isFreezing = true;
        step();
    }

    /** Others need not wait for it any more. */
    void declareDown(NodeId node) {
        isUnsaved = true;
        merge(progress.withDown(node));
        hearer.onProgress(false);
    }

    private void rebuild() {
        steps = new Steps(plan, progress);
        Map<Integer, Placement> placements = new TreeMap<>();
        boolean allOver = true;
        for (int partition : plan.moves().keySet()) {
            Placement.Stage stage = steps.stage(self, partition);
            if (stage != Placement.Stage.SETTLED) {
                placements.put(partition, plan.placement(partition, stage));
            }
            allOver &= steps.isOver(partition);
        }
        moving = placements;
        isSettled = allOver;
    }
}
