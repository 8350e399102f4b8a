package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.node.sim.RowLayout.HintName;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What is durable on all disks together, where one disk's rows are right only because of what is on others. */
final class AllCopies {
    private final LongSupplier now;
    private final Tally tally;
    private final Views views;
    private final Map<NodeId, Copies> machines = new TreeMap<>();

    AllCopies(LongSupplier now, Tally tally, Views views) {
        this.now = now;
        this.views = views;
        this.tally = tally;
    }

    /** A machine's copies; empty when it starts for the first time. */
    Copies of(NodeId node, History history) {
        return machines.computeIfAbsent(node, id -> new Copies(history, id, this));
    }

    /**
     * A home says that an actor has minted no more than what the homes account for, and what is live in its own rows: then the
     * rest of it is nowhere.
     */
    void onClosed(History history, NodeId at, long actor) {
        BitSet holes = new BitSet();
        for (History.Use use : history.usesOf(actor)) {
            if (!of(at).holds(use.key(), use.dot())
                    && homes(use.key()).stream().noneMatch(home -> home.accountsFor(use.dot()))) {
                holes.set((int) use.dot().counter());
                for (Copies copies : machines.values()) {
                    check(
                            !copies.holds(use.key(), use.dot()),
                            "closed-early",
                            "%s is said to be nothing, and is at %s",
                            use.dot(),
                            copies);
                }
            }
        }
        history.closed(actor, holes);
    }

    Tally tally() {
        return tally;
    }

    ImmutableList<Copies> homes(KeyHistory history) {
        return history.homes().stream().map(this::of).collect(ImmutableList.toImmutableList());
    }

    private Copies of(NodeId node) {
        Copies copies = machines.get(node);
        check(copies != null, "harness", "%s has no disk", node);
        return java.util.Objects.requireNonNull(copies);
    }

    /** Whether it holds for all homes of the key, as the node sees them. */
    private boolean allHomes(Copies at, KeyHistory history, Predicate<Copies> test) {
        return views.homes(at.machine(), history.partition()).stream()
                .anyMatch(homes -> homes.stream().map(this::of).allMatch(test));
    }

    /** Whether it holds for all homes of the key that the node waits for, and for one at least. */
    private boolean allAwaited(Copies at, KeyHistory history, Predicate<Copies> test) {
        ImmutableList<ImmutableList<NodeId>> seen = views.homes(at.machine(), history.partition());
        return IntStream.range(0, seen.size()).anyMatch(view -> {
            ImmutableList<NodeId> homes = seen.get(view);
            return homes.stream().map(this::of).anyMatch(test)
                    && homes.stream()
                            .allMatch(home -> test.test(of(home)) || !views.isWaitedFor(at.machine(), home, view > 0));
        });
    }

    /**
     * A node drops what it has of a partition: every home must have all that this one has, and so no write is on fewer disks than
     * it was acknowledged on. Homes that are down need not, and nobody needs what was reaped.
     */
    void onDropping(Copies at, KeyHistory history) {
        for (Write write : history.writes()) {
            boolean isReaped = history.reaped().explained().get(write.index());
            if (write.isAcknowledged() && at.hasInRow(write) && !isReaped) {
                check(
                        allAwaited(
                                at,
                                history,
                                home -> home.reflects(write)
                                        || home.onceReflected(write)
                                        || home.supersedes(history, write)),
                        "dropped-early",
                        "%s drops %s of %s, and not every home has it",
                        at,
                        write,
                        history.key());
            }
        }
        at.dropped(history);
    }

    /** Whether a home of the key has lost rows or clock rows of its partition, now or once. */
    boolean isDamaged(KeyHistory history) {
        return homes(history).stream().anyMatch(home -> home.isDamaged(history.partition()));
    }

    /** A home with an older disk votes: until its peers convict it, or for good where not even they can tell. */
    boolean mayVoteForWhatIsLost(KeyHistory history) {
        return homes(history).stream().anyMatch(Copies::isSetBack);
    }

    /**
     * A home deleted a row. Right are only rows of tombstones, each dot of whose vector every home has had in its clock; and
     * siblings that such a tombstone had superseded.
     */
    void onRowDeleted(Copies at, KeyHistory history, Siblings row) {
        boolean tombstones = true;
        for (Sibling sibling : row.live()) {
            Write write = history.byDot(sibling.dot()).orElseThrow();
            tombstones &= sibling.isTombstone();
            check(
                    sibling.isTombstone() || history.reaped().explained().get(write.index()),
                    "lost-row",
                    "%s deletes the row of %s: %s",
                    at,
                    history.key(),
                    RecordCheck.text(history, row));
        }
        if (tombstones) {
            boolean isGoneElsewhere =
                    row.live().stream().allMatch(sibling -> history.reaped().has(sibling.dot()));
            check(
                    isGoneElsewhere || allHomes(at, history, home -> home.onceAccountedFor(row.vector())),
                    "reaped-early",
                    "%s reaps %s, and some home never accounted for all of it",
                    at,
                    RecordCheck.text(history, row));
            history.reaped().add(row, now.getAsLong());
            tally.count("tombstone reaped");
        }
    }

    /** A vector may leave an entry to the clocks only when every home's clock has had all of it. */
    void onStripped(Copies at, KeyHistory history, Dot last) {
        history.stripped(last);
        tally.count("vector stripped");
        check(
                allHomes(at, history, home -> home.onceAccountedFor(VersionVector.of(last))),
                "stripped-early",
                "%s leaves %s to the clocks, and some home never had it",
                at,
                last);
    }

    boolean isLacking(Copies at, KeyHistory history) {
        return views.isLacking(at.machine(), history.partition());
    }

    boolean isHandedOver(Copies at, NodeId to, KeyHistory history, Siblings hint) {
        return hint.live().stream()
                .map(sibling -> history.byDot(sibling.dot()).orElseThrow())
                .allMatch(write -> {
                    Predicate<Copies> holds = copies -> copies.reflects(write) || copies.onceReflected(write);
                    return holds.test(of(to)) || allAwaited(at, history, holds);
                });
    }

    /** A hint goes only after its home holds what it held. */
    void onHintDeleted(Copies at, HintName name, KeyHistory history, Siblings hint) {
        Copies home = of(name.home());
        for (Sibling sibling : hint.live()) {
            Write write = history.byDot(sibling.dot()).orElseThrow();
            Predicate<Copies> holds = copies -> copies.reflects(write) || copies.onceReflected(write);
            check(
                    holds.test(home) || allAwaited(at, history, holds),
                    "lost-hint",
                    "%s drops its hint of %s for %s, and neither that holds it nor who has the key in its place",
                    at,
                    write,
                    name.home());
        }
        for (Sibling sibling : hint.live()) {
            Write write = history.byDot(sibling.dot()).orElseThrow();
            if (machines.values().stream().noneMatch(copies -> copies.keeps(write))) {
                write.hintsGone(now.getAsLong());
            }
        }
        tally.count("hint row deleted");
    }
}
