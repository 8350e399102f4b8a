package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import dynamo.contract.Key;
import dynamo.node.env.NodeEvents;
import dynamo.ring.KeyHash;
import dynamo.ring.NodeId;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import dynamo.version.WriteId;

/** Listens to one process: tells the history of its dots, and checks what it is about to promise. */
final class Watch implements NodeEvents {
    private final World world;
    private final NodeId node;
    private final long incarnation;

    Watch(World world, NodeId node, long incarnation) {
        this.world = world;
        this.node = node;
        this.incarnation = incarnation;
    }

    @Override
    public void onMinted(Key key, Dot dot, WriteId writeId, Siblings made) {
        int partition =
                KeyHash.of(key.bucket(), key.key()).partition(world.ring().partitions());
        world.trace().add("mint", node.name(), dot.actor(), dot.counter(), dot);
        check(
                world.ring().preferenceList(partition).isPrimary(node),
                "minted-away",
                "%s mints for %s, and is no home of it",
                node,
                key);
        Write write = world.history().minted(key, dot, writeId, node.name(), incarnation, partition);
        check(
                made.live().stream().anyMatch(sibling -> sibling.dot().equals(dot)),
                "lost-write",
                "%s is not in the record it made",
                write);
        RecordCheck.judge(world.history().of(key), made, "made by " + node);
        check(made.dotsOf(writeId).size() == 1, "retry", "%s mints %s again beside its copy: %s", node, write, made);
        if (write.dots().size() > 1) {
            world.tally().count("probe: a retry left a second copy");
        }
        if (made.live().size() > 2) {
            world.tally().count("probe: three or more siblings");
        }
    }

    @Override
    public void onRetryKnown(Key key, WriteId writeId) {
        world.tally().count("probe: a retry was known");
    }

    /** Quorum honesty: as many distinct disks reflect the write, at this very moment, as the answer says. */
    @Override
    public void onAcknowledged(Key key, WriteId writeId, int acks, int needed) {
        Write write = world.history()
                .of(key)
                .byId(writeId)
                .orElseThrow(() -> new SimFailure("invention", "a write nobody made is acknowledged"));
        world.trace().add("ack", node.name(), acks, needed, write);
        StringBuilder holders = new StringBuilder();
        int held = 0;
        for (Machine machine : world.machines()) {
            if (machine.copies().reflects(write) || machine.copies().onceReflected(write)) {
                held++;
                holders.append(' ').append(machine);
            }
        }
        check(
                held >= Math.max(acks, write.request().quorum().needed()),
                "quorum-honesty",
                "%s is acknowledged with %s acks, %s needed, and durable at%s",
                write,
                acks,
                needed,
                holders);
    }

    @Override
    public void onReadRepair(NodeId replica, Key key) {
        world.tally().count("probe: read repair");
    }

    @Override
    public void onUnreadable(Key key, String why) {
        world.tally().count("probe: an unreadable row was met");
    }

    @Override
    public void onAmnesia(String why) {
        world.tally().count("probe: a node learnt that it lost rows");
        world.trace().add("amnesia", node.name(), why);
    }

    @Override
    public void onActorRetired(int partition, String why) {
        world.tally().count("probe: an actor was retired: " + why);
        world.trace().add("retired", node.name(), partition, 0, why);
    }

    @Override
    public void onForwarded(NodeId to, Key key) {
        world.tally().count("probe: a put was passed on");
    }

    @Override
    public void onShed(String what) {
        world.tally().count("probe: shed: " + what);
    }
}
