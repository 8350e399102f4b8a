package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.env.NodeEvents;
import dynamo.node.message.Reply;
import dynamo.ring.NodeId;
import dynamo.ring.Placement;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;

/** Listens to one process: tells the history of its dots, and checks what it is about to promise. */
final class Watch implements NodeEvents {
    private final World world;
    private final NodeId node;
    private final long incarnation;
    /** The last record that was stripped, and what was left: a write that read first is judged by what it dropped. */
    private Siblings unstripped = Siblings.EMPTY;

    private Siblings stripped = Siblings.EMPTY;

    Watch(World world, NodeId node, long incarnation) {
        this.world = world;
        this.node = node;
        this.incarnation = incarnation;
    }

    @Override
    public void onMinted(Key key, Dot dot, WriteId writeId, Siblings made) {
        KeyHistory history = world.history().of(key);
        world.trace().add("mint", node.name(), dot.actor(), dot.counter(), dot);
        if (!isHome(history)) {
            world.tally().hit(Probe.FALLBACK_MINTED);
        }
        Siblings whole = made.equals(stripped) ? unstripped : made;
        Write write = world.history().minted(key, dot, writeId, node.name(), incarnation, whole);
        check(
                made.live().stream().anyMatch(sibling -> sibling.dot().equals(dot)),
                "lost-write",
                "%s is not in the record it made",
                write);
        boolean knowsNoClock = !isHome(history); // and so not what a stripped context leaves to it
        RecordCheck.judge(history, made, knowsNoClock || world.copies().isDamaged(history), "made by " + node);
        check(made.dotsOf(writeId).size() == 1, "retry", "%s mints %s again beside its copy: %s", node, write, made);
        if (write.dots().size() > 1) {
            world.tally().hit(Probe.SECOND_COPY);
        }
        if (made.live().size() > 2) {
            world.tally().hit(Probe.THREE_SIBLINGS);
        }
    }

    private boolean isHome(KeyHistory history) {
        return world.machine(node).views(history.partition()).stream().anyMatch(homes -> homes.contains(node));
    }

    @Override
    public void onPlan(long epoch, int moves) {
        world.machine(node).onPlan();
        world.tally().hit(Probe.RING_CHANGED);
        world.trace().add("plan", node.name(), epoch, moves, "");
    }

    @Override
    public void onWhole(int partition) {
        world.tally().hit(Probe.PARTITION_FETCHED);
        world.trace().add("whole", node.name(), partition, 0, "");
    }

    @Override
    public void onDropping(int partition) {
        world.tally().hit(Probe.PARTITION_DROPPED);
        world.trace().add("drop", node.name(), partition, 0, "");
        for (KeyHistory key : world.history().all()) {
            if (key.partition() == partition) {
                world.copies().onDropping(world.machine(node).copies(), key);
            }
        }
    }

    @Override
    public void onWrongEpoch(NodeId from) {
        world.tally().hit(Probe.WRONG_EPOCH);
    }

    @Override
    public void onRetryKnown(Key key, WriteId writeId) {
        world.tally().hit(Probe.RETRY_KNOWN);
    }

    /** Quorum honesty: as many distinct disks reflect the write, at this very moment, as the answer says. */
    @Override
    public void onAcknowledged(Key key, WriteId writeId, int acks, int hinted, int needed) {
        Write write = world.history()
                .of(key)
                .byId(writeId)
                .orElseThrow(() -> new SimFailure("invention", "a write nobody made is acknowledged"));
        world.trace().add("ack", node.name(), acks, needed, write);
        if (hinted > 0) {
            world.tally().hit(Probe.HINTS_COUNTED);
        }
        StringBuilder holders = new StringBuilder();
        int held = 0;
        for (Machine machine : world.machines()) {
            if (machine.copies().reflects(write) || machine.copies().onceReflected(write)) {
                held++;
                holders.append(' ').append(machine);
            }
        }
        check(
                held >= acks
                        && (held >= write.request().quorum().needed()
                                || world.plan().isElastic()),
                "quorum-honesty",
                "%s is acknowledged with %s acks, %s needed, and durable at%s",
                write,
                acks,
                needed,
                holders);
        checkGroups(write);
    }

    /**
     * While a partition moves, the old homes have their quorum of it, and the new ones theirs, or hints for them are kept. A
     * tombstone that was reaped, and is asked for once more, all homes had; a new one gets their clocks before it is read.
     */
    private void checkGroups(Write write) {
        if (world.history().of(write.key()).reaped().explained().get(write.index())) {
            return;
        }
        int partition = world.history().of(write.key()).partition();
        Placement placement =
                world.machine(node).process().orElseThrow().node().ownership().placement(partition);
        for (ImmutableList<NodeId> group : placement.writing()) {
            long held = group.stream().filter(home -> isHeldFor(home, write)).count();
            int needed = write.request().quorum().over(group.size()).needed();
            check(
                    held >= needed,
                    "quorum-honesty",
                    "%s is acknowledged, and of the homes %s at stage %s only %s have it",
                    write,
                    group,
                    placement.stage(),
                    held);
        }
    }

    private boolean isHeldFor(NodeId home, Write write) {
        return world.machines().stream()
                .map(Machine::copies)
                .anyMatch(copies -> copies.machine().equals(home)
                        ? copies.reflects(write) || copies.onceReflected(write)
                        : copies.keepsFor(home, write) || copies.onceReflected(write));
    }

    @Override
    public void onReadRepair(NodeId replica, Key key) {
        world.tally().hit(Probe.READ_REPAIR);
    }

    @Override
    public void onClarify(NodeId home, Key key) {
        world.tally().hit(Probe.CLARIFIED);
    }

    @Override
    public void onHedge(NodeId spare, Key key) {
        world.tally().hit(Probe.HEDGE_SENT);
    }

    @Override
    public void onHedgeWon(NodeId spare, Key key) {
        world.tally().hit(Probe.HEDGE_WON);
    }

    @Override
    public void onDropped(Key key, Siblings arrived, Siblings kept) {
        world.tally().hit(Probe.DROPPED);
    }

    @Override
    public void onStripped(Key key, Siblings before, Siblings after) {
        world.tally().hit(Probe.STRIPPED);
        for (int i = 0; i < before.vector().size(); i++) {
            Dot last = before.vector().entry(i);
            if (!after.vector().covers(last)) {
                world.history().of(key).stripped(last); // others may hear of it sooner than its own disk
            }
        }
        unstripped = before;
        stripped = after;
    }

    @Override
    public void onReaped(Key key, Siblings record) {
        world.tally().hit(Probe.REAPED);
        world.history().of(key).reaped().expect(record);
        world.trace().add("reaped", node.name(), record.live().size(), 0, record);
    }

    @Override
    public void onExchanged(NodeId peer, int partition, int keysHere, int keysThere) {
        world.tally().count("exchange ended");
        if (keysHere + keysThere > 0) {
            world.tally().count(Tally.MENDED);
            world.tally().hit(Probe.EXCHANGE_MENDED);
        }
        world.trace().add("exchanged", node.name(), partition, keysHere + keysThere, peer);
    }

    @Override
    public void onExchangeFailed(NodeId peer, int partition, String why) {
        world.tally().count("exchange failed: " + why);
        world.trace().add("not exchanged", node.name(), partition, 0, peer + " " + why);
    }

    @Override
    public void onTreeMismatch(int partition) {
        boolean hasFailed = world.machine(node)
                .process()
                .filter(process -> process.storage().hasFailed())
                .isPresent(); // what shows then is anybody's guess, and the process is about to end
        check(hasFailed, "wrong-tree", "%s had a wrong hash tree of partition %s", node, partition);
    }

    @Override
    public void onHealed(int partition, boolean wholly) {
        if (wholly) {
            world.tally().hit(Probe.HEALED);
        }
        world.trace().add("healed", node.name(), partition, wholly ? 1 : 0, "");
    }

    @Override
    public void onClosed(int partition, long actor) {
        world.tally().hit(Probe.ACTOR_CLOSED);
        world.copies().onClosed(world.history(), node, actor);
        world.trace().add("closed", node.name(), partition, actor, "");
    }

    @Override
    public void onRefusedActor(Key key, Siblings record) {
        world.tally().count(Tally.ACTOR_REFUSED);
    }

    @Override
    public void onUnreadable(Key key, String why) {
        world.tally().hit(Probe.UNREADABLE);
    }

    @Override
    public void onAmnesia(String why) {
        world.tally().hit(Probe.ROWS_LOST);
        world.trace().add("amnesia", node.name(), why);
    }

    @Override
    public void onActorRetired(int partition, String why) {
        world.tally().hit(Probe.ACTOR_RETIRED);
        world.tally().count("retired: " + why);
        world.trace().add("retired", node.name(), partition, 0, why);
    }

    @Override
    public void onForwarded(NodeId to, Key key) {
        world.tally().hit(Probe.PASSED_ON);
    }

    @Override
    public void onHintReplayed(NodeId home) {
        world.tally().hit(Probe.HINT_HANDED_OVER);
        world.trace().add("handed over", node.name(), home);
    }

    @Override
    public void onHintRefused(NodeId home, String why) {
        world.tally().count("hint refused: " + why);
        if (why.equals(Reply.Status.REFUSED_HINTS_FULL.name())) {
            world.tally().hit(Probe.HINT_REFUSED_FULL);
        }
    }

    @Override
    public void onHintUnreadable(String row, String why) {
        world.tally().hit(Probe.HINT_UNREADABLE);
    }

    @Override
    public void onHandoff(NodeId home, boolean replaying, String why) {
        world.trace().add(replaying ? "hands over" : "keeps hints", node.name(), 0, 0, home + ": " + why);
    }

    @Override
    public void onShed(String what) {
        world.tally().count("shed: " + what);
    }
}
