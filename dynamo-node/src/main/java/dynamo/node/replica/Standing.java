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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

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

    private record Own(long disk, long startNumber, State state) {
        Bytes encoded() {
            return new Encoder(32)
                    .u8(1)
                    .i64(disk)
                    .varint(startNumber)
                    .u8(state.ordinal())
                    .toBytes();
        }

        static Own decode(Bytes row) {
            Decoder from = new Decoder(row);
            if (from.u8() != 1) {
                throw new MalformedException("start row of an unknown version");
            }
            Own own = new Own(from.i64(), from.varint(), State.values()[from.count(State.values().length - 1)]);
            from.end();
            return own;
        }
    }

    private record Peer(long disk, long startNumber, long startNonce) {
        Bytes encoded() {
            return new Encoder(32)
                    .u8(1)
                    .i64(disk)
                    .varint(startNumber)
                    .i64(startNonce)
                    .toBytes();
        }

        static Peer decode(Bytes row) {
            Decoder from = new Decoder(row);
            if (from.u8() != 1) {
                throw new MalformedException("peer row of an unknown version");
            }
            Peer peer = new Peer(from.i64(), from.varint(), from.i64());
            from.end();
            return peer;
        }

        boolean isLaterStartOf(Peer known) {
            return disk == known.disk && startNumber > known.startNumber;
        }
    }

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Doors doors;
    private final CommitQueue queue;
    private final Set<NodeId> unheard;
    private final boolean alone;
    private final long startNonce;
    private Own own = new Own(0, 0, State.NEW);
    private boolean started;

    /** @param others every other member of the cluster */
    public Standing(Doors doors, CommitQueue queue, ImmutableList<NodeId> others) {
        this.doors = doors;
        this.queue = queue;
        unheard = new TreeSet<>(others);
        alone = others.isEmpty();
        startNonce = doors.entropy().nextLong();
    }

    /** Raises the start number on disk; {@code done} runs when that is durable: on a full disk, when it has space again. */
    public void start(Runnable done) {
        own = recovered();
        Optional<String> lost = doors.storage().lostRows();
        if (lost.isPresent()) {
            doors.events().onAmnesia(lost.get());
            own = new Own(own.disk, own.startNumber, State.AMNESIAC);
        }
        if (alone) { // nobody else has what is lost, nor saw another disk
            own = new Own(own.disk, own.startNumber, State.WHOLE);
        }
        own = new Own(own.disk, own.startNumber + 1, own.state);
        save(() -> {
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

    public boolean votes() {
        return own.state == State.WHOLE;
    }

    public long startNumber() {
        return own.startNumber;
    }

    public Request.Hello hello() {
        return new Request.Hello(own.disk, startNonce, doors.storage().hasSpace());
    }

    /**
     * Answers when what the peer told is durable here, so a peer that cannot be remembered gets no answer; but a conviction
     * at once: until it is known, votes are given that are none.
     */
    public void onHello(NodeId from, long startNumber, Request.Hello hello, Consumer<Reply.Welcome> reply) {
        Peer told = new Peer(hello.disk(), startNumber, hello.startNonce());
        Optional<Peer> known = seen(from);
        Consumer<Boolean> welcome = durable -> {
            if (durable) {
                reply.accept(new Reply.Welcome(false));
            }
        };
        if (known.isEmpty() || told.isLaterStartOf(known.get())) {
            commit(Rows.peer(from), told.encoded(), welcome);
        } else if (told.equals(known.get())) {
            queue.afterPending(result -> welcome.accept(result == CommitResult.DURABLE));
        } else {
            reply.accept(new Reply.Welcome(true));
        }
    }

    /** What a peer durably knows of this node's disk. */
    public void onWelcome(NodeId from, Reply.Welcome welcome) {
        unheard.remove(from);
        if (welcome.rowsLost() && own.state != State.AMNESIAC) {
            become(State.AMNESIAC);
            doors.events().onAmnesia(from + " has seen another disk, or a later start, of this node");
        } else if (own.state == State.NEW && unheard.isEmpty()) {
            become(State.WHOLE);
        }
    }

    private void become(State next) {
        own = new Own(own.disk, own.startNumber, next);
        save(() -> {});
    }

    private Own recovered() {
        Row row = queue.read(Table.META, Rows.START);
        long newDisk = doors.entropy().nextLong();
        if (row instanceof Row.Absent) {
            return new Own(newDisk, 0, State.NEW);
        }
        String why = row instanceof Row.Unreadable damaged ? damaged.why() : "";
        try {
            if (row instanceof Row.Found found) {
                return Own.decode(found.value());
            }
        } catch (MalformedException e) {
            why = String.valueOf(e.getMessage());
        }
        doors.events().onAmnesia("the start row: " + why);
        return new Own(newDisk, 0, State.AMNESIAC);
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
    private void save(Runnable done) {
        commit(Rows.START, own.encoded(), durable -> {
            if (durable) {
                done.run();
            } else {
                doors.scheduler().after(RETRY, () -> save(done));
            }
        });
    }

    private void commit(Bytes row, Bytes value, Consumer<Boolean> done) {
        queue.commit(
                ImmutableList.of(new Change(Table.META, row, Optional.of(value))),
                result -> done.accept(result == CommitResult.DURABLE));
    }
}
