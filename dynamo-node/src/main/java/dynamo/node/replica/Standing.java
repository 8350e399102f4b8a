package dynamo.node.replica;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.Doors;
import dynamo.node.env.Storage.Change;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.env.Storage.Row;
import dynamo.node.env.Storage.Table;
import dynamo.node.message.Reply;
import dynamo.node.message.Request;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Decoder;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import dynamo.version.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Whether this node still has what it once acknowledged, and what it durably knows of its peers' disks.
 *
 * <p>A new data directory may be that of a new cluster, or of a node whose disk was lost; only the others can tell. So it
 * votes in reads once every other member has said that it never saw another disk of this node. Each start raises a number
 * that is kept here and told to the peers: one that has seen a later start convicts a disk that was rolled back.
 */
public final class Standing {
    /** What the answers of this node's replicas are worth. */
    public enum State {
        /** A new data directory: not yet told by all others that they know of no other. */
        NEW,
        /** Holds all it ever acknowledged. */
        WHOLE,
        /** Lost rows: what it does not find it may have had. */
        AMNESIAC
    }

    /** @param healed partitions, counted from 1, that an amnesiac has got back */
    private record Own(long disk, long startNumber, State state, Runs healed) {
        Bytes encoded() {
            return new Encoder(32)
                    .u8(1)
                    .i64(disk)
                    .varint(startNumber)
                    .u8(state.ordinal())
                    .raw(healed.encoded())
                    .toBytes();
        }

        static Own decode(Bytes row) {
            Decoder from = new Decoder(row);
            if (from.u8() != 1) {
                throw new MalformedException("start row of an unknown version");
            }
            long disk = from.i64();
            long startNumber = from.varint();
            State state = State.values()[from.count(State.values().length - 1)];
            return new Own(disk, startNumber, state, Runs.decode(from.rest()));
        }

        Own become(State next) {
            return new Own(disk, startNumber, next, Runs.EMPTY);
        }
    }

    /** @param replaced disks it had before, the last ones: greetings that were long on their way tell of them */
    private record Peer(long disk, long startNumber, long startNonce, ImmutableList<Long> replaced) {
        static Peer of(long startNumber, Request.Hello hello) {
            return new Peer(hello.disk(), startNumber, hello.startNonce(), ImmutableList.of());
        }

        Bytes encoded() {
            Encoder to = new Encoder(64)
                    .u8(1)
                    .i64(disk)
                    .varint(startNumber)
                    .i64(startNonce)
                    .varint(replaced.size());
            replaced.forEach(to::i64);
            return to.toBytes();
        }

        static Peer decode(Bytes row) {
            Decoder from = new Decoder(row);
            if (from.u8() != 1) {
                throw new MalformedException("peer row of an unknown version");
            }
            long disk = from.i64();
            long startNumber = from.varint();
            long startNonce = from.i64();
            ImmutableList.Builder<Long> replaced = ImmutableList.builder();
            for (int left = from.count(REPLACED_KNOWN_MAX); left > 0; left--) {
                replaced.add(from.i64());
            }
            from.end();
            return new Peer(disk, startNumber, startNonce, replaced.build());
        }

        boolean isSameStartAs(Peer known) {
            return disk == known.disk && startNumber == known.startNumber && startNonce == known.startNonce;
        }

        boolean isLaterStartOf(Peer known) {
            return disk == known.disk && startNumber > known.startNumber;
        }

        /** What is to be remembered of the peer from now on. */
        Peer after(Peer known) {
            if (disk == known.disk) {
                return new Peer(disk, startNumber, startNonce, known.replaced);
            }
            int spare = known.replaced.size() == REPLACED_KNOWN_MAX ? 1 : 0;
            ImmutableList<Long> all = ImmutableList.<Long>builder()
                    .addAll(known.replaced.subList(spare, known.replaced.size()))
                    .add(known.disk)
                    .build();
            return new Peer(disk, startNumber, startNonce, all);
        }
    }

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int REPLACED_KNOWN_MAX = 16;

    private final Doors doors;
    private final CommitQueue queue;
    private ImmutableList<NodeId> others = ImmutableList.of();
    private final Set<NodeId> unheard = new TreeSet<>();
    private final long startNonce;
    private Own own = new Own(0, 0, State.NEW, Runs.EMPTY);
    private Optional<String> unreadableStart = Optional.empty();
    private boolean started;

    public Standing(Doors doors, CommitQueue queue) {
        this.doors = doors;
        this.queue = queue;
        startNonce = doors.entropy().nextLong();
    }

    /**
     * These must have told what they know of this node's disk.
     *
     * @param now every other member of the cluster, but those that nobody waits for
     * @return those that were not among them before: what they know is to be asked
     */
    public ImmutableList<NodeId> become(ImmutableList<NodeId> now) {
        ImmutableList<NodeId> added =
                now.stream().filter(node -> !others.contains(node)).collect(ImmutableList.toImmutableList());
        unheard.addAll(added);
        unheard.retainAll(now);
        others = now;
        if (started && own.state == State.NEW) {
            becomeWholeIfAllKnow();
        }
        return added;
    }

    /**
     * Raises the start number on disk; {@code done} runs when that is durable: on a full disk, when it has space again.
     *
     * @param afterLoss what is to change on a disk that lost rows
     */
    public void start(Supplier<? extends List<Change>> afterLoss, Runnable done) {
        own = recovered();
        Optional<String> lost = doors.storage().lostRows().or(() -> unreadableStart);
        List<Change> first = new ArrayList<>();
        if (lost.isPresent()) {
            doors.events().onAmnesia(lost.get());
            own = amnesiac();
            first.addAll(afterLoss.get());
        }
        if (others.isEmpty()) { // nobody else has what is lost, nor saw another disk
            own = own.become(State.WHOLE);
        }
        own = new Own(own.disk, own.startNumber + 1, own.state, own.healed);
        save(first, () -> {
            started = true;
            done.run();
        });
    }

    public boolean isStarted() {
        return started;
    }

    public State state() {
        return own.state;
    }

    /** Whether what is not found in the partition was never there. */
    public boolean votes(int partition) {
        return own.state == State.WHOLE || own.state == State.AMNESIAC && own.healed.contains(partition + 1L);
    }

    /**
     * Exchanges with all other homes of the partition have brought back what this node had lost of it.
     *
     * @param all the partitions this node is a home of: once they are healed, so is the node
     */
    public void heal(int partition, List<Integer> all) {
        if (own.state != State.AMNESIAC || own.healed.contains(partition + 1L)) {
            return;
        }
        Runs healed = own.healed.with(partition + 1L);
        own = all.stream().allMatch(each -> healed.contains(each + 1L))
                ? own.become(State.WHOLE)
                : new Own(own.disk, own.startNumber, own.state, healed);
        doors.events().onHealed(partition, own.state == State.WHOLE);
        save(List.of(), () -> {});
    }

    /** What it lost was of partitions that it is no home of any more. */
    public void healRest() {
        if (mayHeal()) {
            own = own.become(State.WHOLE);
            save(List.of(), () -> {});
        }
    }

    /** Changes with each loss of rows that this node learns of. */
    public long disk() {
        return own.disk;
    }

    public long startNumber() {
        return own.startNumber;
    }

    public Request.Hello hello() {
        return new Request.Hello(own.disk, startNonce, doors.storage().hasSpace(), own.state == State.AMNESIAC);
    }

    /**
     * Answers when what the peer told is durable here, so a peer that cannot be remembered gets no answer; but a conviction
     * at once: until it is known, votes are given that are none. A peer that says itself that it lost rows is believed, and
     * known by its new disk from now on; the one before is not its disk any more.
     */
    public void onHello(NodeId from, long startNumber, Request.Hello hello, Consumer<Reply.Welcome> reply) {
        Peer told = Peer.of(startNumber, hello);
        Optional<Peer> known = seen(from);
        Consumer<Boolean> welcome = durable -> {
            if (durable) {
                reply.accept(new Reply.Welcome(false));
            }
        };
        if (convicts(from, startNumber, hello)) {
            reply.accept(new Reply.Welcome(true));
        } else if (known.isPresent() && told.isSameStartAs(known.get())) {
            queue.afterPending(result -> welcome.accept(result == CommitResult.DURABLE));
        } else {
            commit(Rows.peer(from), known.map(told::after).orElse(told).encoded(), welcome);
        }
    }

    /**
     * Whether this is another disk, or an earlier start, of the peer than was seen before. A new disk whose node says itself that
     * it lost rows is none; an earlier start is one also of a node that does, for what it had got back since may be gone.
     */
    public boolean convicts(NodeId from, long startNumber, Request.Hello hello) {
        Peer told = Peer.of(startNumber, hello);
        Optional<Peer> known = seen(from);
        if (known.isEmpty() || told.isSameStartAs(known.get()) || told.isLaterStartOf(known.get())) {
            return false;
        }
        boolean isNewDisk =
                told.disk != known.get().disk && !known.get().replaced.contains(told.disk);
        return !(isNewDisk && hello.rowsLost());
    }

    /** Whether another disk of the peer is known than the one it tells of. */
    public boolean isNewDisk(NodeId from, Request.Hello hello) {
        return seen(from).filter(known -> known.disk != hello.disk()).isPresent();
    }

    /** Whether all others know this disk for one that lost rows: then what comes back from them makes it whole. */
    public boolean mayHeal() {
        return own.state == State.AMNESIAC && unheard.isEmpty();
    }

    /**
     * What a peer durably knows of this node's disk.
     *
     * @param hello what it answers
     * @return whether everybody is to be greeted anew, for this node now knows that it lost rows
     */
    public boolean onWelcome(NodeId from, Request.Hello hello, Reply.Welcome welcome) {
        if (hello.disk() != own.disk || hello.rowsLost() != (own.state == State.AMNESIAC)) {
            return false; // of what this node no longer says of itself
        }
        unheard.remove(from);
        if (welcome.rowsLost()) {
            own = amnesiac();
            save(List.of(), () -> {});
            doors.events().onAmnesia(from + " has seen another disk, or a later start, of this node");
            return true;
        }
        becomeWholeIfAllKnow();
        return false;
    }

    private void becomeWholeIfAllKnow() {
        if (own.state == State.NEW && unheard.isEmpty()) {
            own = own.become(State.WHOLE);
            save(List.of(), () -> {});
        }
    }

    /** From now on this is another disk, so that the one before, put back, is told from it. */
    private Own amnesiac() {
        unheard.addAll(others);
        return new Own(doors.entropy().nextLong(), own.startNumber, State.AMNESIAC, Runs.EMPTY);
    }

    private Own recovered() {
        Row row = queue.read(Table.META, Rows.START);
        long newDisk = doors.entropy().nextLong();
        if (row instanceof Row.Absent) {
            return new Own(newDisk, 0, State.NEW, Runs.EMPTY);
        }
        String why = row instanceof Row.Unreadable damaged ? damaged.why() : "";
        try {
            if (row instanceof Row.Found found) {
                return Own.decode(found.value());
            }
        } catch (MalformedException e) {
            why = String.valueOf(e.getMessage());
        }
        unreadableStart = Optional.of("the start row: " + why);
        return new Own(newDisk, 0, State.NEW, Runs.EMPTY);
    }

    /** What cannot be read is as good as never seen. */
    private Optional<Peer> seen(NodeId peer) {
        try {
            return queue.read(Table.META, Rows.peer(peer)) instanceof Row.Found found
                    ? Optional.of(Peer.decode(found.value()))
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** Tries until it is durable: on a full disk, until it has space again. */
    private void save(List<Change> with, Runnable done) {
        List<Change> changes = new ArrayList<>(with);
        changes.add(new Change(Table.META, Rows.START, Optional.of(own.encoded())));
        queue.commit(changes, result -> {
            if (result == CommitResult.DURABLE) {
                done.run();
            } else {
                doors.scheduler().after(RETRY, () -> save(with, done));
            }
        });
    }

    private void commit(Bytes row, Bytes value, Consumer<Boolean> done) {
        queue.commit(
                ImmutableList.of(new Change(Table.META, row, Optional.of(value))),
                result -> done.accept(result == CommitResult.DURABLE));
    }
}
