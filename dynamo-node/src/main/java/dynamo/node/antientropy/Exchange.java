package dynamo.node.antientropy;

import com.google.common.collect.ImmutableList;
import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Storage.CommitResult;
import dynamo.node.message.ExchangeReply.Fetched;
import dynamo.node.message.ExchangeReply.Joined;
import dynamo.node.message.ExchangeReply.Opened;
import dynamo.node.message.ExchangeReply.RowHash;
import dynamo.node.message.ExchangeReply.RowHashes;
import dynamo.node.message.ExchangeReply.SegmentHashes;
import dynamo.node.message.ExchangeRequest;
import dynamo.node.message.ExchangeRequest.Wanted;
import dynamo.node.message.Reply.Finding;
import dynamo.node.message.Reply.ReadAnswer;
import dynamo.node.replica.Replica;
import dynamo.node.replica.Rows;
import dynamo.node.replica.SegmentRows;
import dynamo.version.Bytes;
import dynamo.version.PartitionClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One comparison of a partition with one other home: roots, then segments, twice, then rows, then records; what differs is
 * settled on both sides, and when all of that is durable each side accounts for what the other had accounted for before the
 * first comparison.
 *
 * <p>Both clocks are those of the instant of their root, and durable before they are told. They are joined only if neither
 * side's lineage changed until then, for else rows they vouch for may have been lost before they were compared.
 *
 * <p>Threading: the node's loop. Bounds: a page of row hashes, a batch of records, a window of answers awaited.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    static final int FETCH_ROWS_MAX = 64;
    private static final long FETCH_BYTES_MAX = 1L << 20;

    /** What is being done. */
    enum State {
        /** Not begun. */
        NEW,
        /** Own root and clock are taken, and become durable. */
        STARTING,
        /** The peer is asked for its root and clock. */
        OPENING,
        /** Segments are compared for the first time. */
        COMPARING,
        /** What is on its way arrives. */
        WAITING,
        /** The segments that differed are compared again. */
        COMPARING_AGAIN,
        /** Rows of a differing segment are compared. */
        LISTING,
        /** Records of differing rows are asked for. */
        FETCHING,
        /** Differing rows become alike and durable on both sides. */
        SETTLING,
        /** The clocks are joined. */
        JOINING,
        ENDED
    }

    /** How it ended. */
    enum Outcome {
        /** All that differed is settled; the clocks are joined. */
        COMPLETED,
        /** The same, but for rows that one side cannot read; so the clocks are not. */
        UNREADABLE,
        FAILED
    }

    private final OwnSide own;
    private final Replica replica;
    private final Pair pair;
    private final boolean gives;
    private final Consumer<Exchange> ended;
    private final Tally tally = new Tally();
    private final Asking asking;
    private final ArrayDeque<Integer> segments = new ArrayDeque<>();
    private final ArrayDeque<Differences.Row> differing = new ArrayDeque<>();
    private State state = State.NEW;
    private Outcome outcome = Outcome.FAILED;
    private String why = "";
    private long root;
    private long lineage;
    private PartitionClock clock = PartitionClock.EMPTY;
    private long peerLineage;
    private PartitionClock peerClock = PartitionClock.EMPTY;
    private Bytes after = Bytes.EMPTY;
    private boolean unreadable;
    private @Nullable ScheduledTask deadline;

    /** @param gives whether the peer is given what it lacks, and nothing is taken: this node is no home of the partition */
    Exchange(OwnSide own, Pair pair, boolean gives, Consumer<Exchange> ended) {
        this.own = own;
        this.gives = gives;
        this.pair = pair;
        this.ended = ended;
        replica = own.replica();
        asking = new Asking(own, pair.peer(), tally, this::fail);
    }

    void start() {
        deadline = own.doors()
                .scheduler()
                .after(own.config().exchangeTimeout(), () -> fail("it took too long; the next one goes on"));
        if (!replica.trees().isBuilt(pair.partition())) {
            fail("the tree here is not built");
            return;
        }
        become(State.STARTING, "");
        root = replica.trees().root(pair.partition());
        clock = replica.partitions().clock(pair.partition());
        lineage = replica.partitions().lineage(pair.partition());
        replica.whenDurable(durable -> {
            if (state == State.STARTING) {
                open(durable);
            }
        });
    }

    private void open(boolean durable) {
        if (!durable) {
            fail("a commit failed here");
            return;
        }
        become(State.OPENING, "");
        asking.ask(new ExchangeRequest.Open(pair.partition(), root, clock.digest()), Opened.class, this::onOpened);
    }

    private void onOpened(Opened opened) {
        peerLineage = opened.lineage();
        peerClock = opened.clock().orElse(clock);
        if (!gives) {
            replica.stability().report(pair.partition(), pair.peer(), peerClock);
        }
        if (opened.root() != root) {
            compare();
        } else if (opened.clock().isPresent()) {
            join();
        } else {
            end(Outcome.COMPLETED, "nothing differs");
        }
    }

    private void compare() {
        become(State.COMPARING, "the roots differ");
        asking.ask(new ExchangeRequest.Segments(pair.partition()), SegmentHashes.class, theirs -> {
            if (keepDiffering(theirs, allSegments(theirs.hashes().size()))) {
                become(State.WAITING, "");
                after(own.config().secondLook(), this::compareAgain);
            }
        });
    }

    private void compareAgain() {
        become(State.COMPARING_AGAIN, segments.size() + " segments differ");
        asking.ask(new ExchangeRequest.Segments(pair.partition()), SegmentHashes.class, theirs -> {
            if (keepDiffering(theirs, ImmutableList.copyOf(segments))) {
                list();
            }
        });
    }

    private static ImmutableList<Integer> allSegments(int count) {
        ImmutableList.Builder<Integer> all = ImmutableList.builder();
        for (int segment = 0; segment < count; segment++) {
            all.add(segment);
        }
        return all.build();
    }

    private boolean keepDiffering(SegmentHashes theirs, ImmutableList<Integer> candidates) {
        if (!replica.trees().isBuilt(pair.partition())) {
            fail("the tree here is built anew");
            return false;
        }
        long[] mine = replica.trees().segments(pair.partition());
        if (theirs.hashes().size() != mine.length) {
            fail("the peer's tree has another shape");
            return false;
        }
        segments.clear();
        for (int segment : candidates) {
            if (theirs.hashes().get(segment) != mine[segment]) {
                segments.add(segment);
            }
        }
        return true;
    }

    private void list() {
        Integer segment = segments.peek();
        if (segment == null) {
            join();
            return;
        }
        become(State.LISTING, "");
        int run = run();
        asking.ask(
                new ExchangeRequest.Rows(pair.partition(), segment, run, after),
                RowHashes.class,
                theirs -> onRows(segment, run, theirs));
    }

    /** Differing segments that follow upon each other are listed in one go. */
    private int run() {
        int run = 0;
        for (Integer segment : segments) {
            if (segment != segments.element() + run) {
                break;
            }
            run++;
        }
        return run;
    }

    private void onRows(int segment, int run, RowHashes theirs) {
        for (RowHash row : theirs.rows()) {
            if (!replica.rows().holds(pair.partition(), segment, run, row.row())) {
                fail("the peer lists a row of another segment");
                return;
            }
        }
        if (theirs.more() && theirs.rows().isEmpty()) {
            fail("the peer lists nothing and has more");
            return;
        }
        Differences found = Differences.between(replica.rows().list(pair.partition(), segment, run, after), theirs);
        unreadable |= found.unreadableThere() || found.unreadableHere() && !gives;
        differing.addAll(found.rows());
        if (found.end().isPresent()) {
            after = found.end().get();
        } else {
            after = Bytes.EMPTY;
            for (int i = 0; i < run; i++) {
                segments.remove();
            }
        }
        fetch();
    }

    private void fetch() {
        List<Differences.Row> asked = new ArrayList<>();
        ImmutableList.Builder<Wanted> wanted = ImmutableList.builder();
        long bytes = 0;
        while (!differing.isEmpty() && asked.size() < FETCH_ROWS_MAX && bytes < FETCH_BYTES_MAX) {
            Differences.Row row = differing.remove();
            Optional<Wanted> told = told(row);
            if (told.isPresent()) {
                asked.add(row);
                wanted.add(told.get());
                bytes += Tally.bytes(told.get());
            }
        }
        if (asked.isEmpty()) {
            list();
            return;
        }
        become(State.FETCHING, asked.size() + " rows differ");
        ExchangeRequest.Fetch fetch = new ExchangeRequest.Fetch(pair.partition(), wanted.build());
        asking.ask(fetch, Fetched.class, fetched -> onFetched(asked, fetch.rows(), fetched));
    }

    /** What the peer needs to know of the row as it is here now; empty when there is nothing to settle, or no way to. */
    private Optional<Wanted> told(Differences.Row row) {
        ReadAnswer mine = replica.onRead(Rows.key(row.row()));
        if (mine.finding() == Finding.UNREADABLE) {
            unreadable |= !gives; // what cannot be read cannot be given
            return Optional.empty();
        }
        boolean isAlike = SegmentRows.hash(row.row(), mine.record()) == row.theirs();
        return isAlike
                ? Optional.empty()
                : Optional.of(new Wanted(
                        row.row(), mine.record().vector(), mine.record().dots()));
    }

    private void onFetched(List<Differences.Row> asked, ImmutableList<Wanted> wanted, Fetched fetched) {
        int answered = fetched.items().size();
        if (answered == 0 || answered > asked.size()) {
            fail("the peer answers " + answered + " rows of " + asked.size());
            return;
        }
        for (int i = asked.size() - 1; i >= answered; i--) {
            differing.addFirst(asked.get(i));
        }
        become(State.SETTLING, "");
        new Settling(own, asking, tally, gives, wanted.subList(0, answered), fetched.items(), this::onSettled).start();
    }

    private void onSettled(Settling.Ended settled) {
        if (state != State.SETTLING) {
            return;
        }
        if (settled == Settling.Ended.REFUSED) {
            fail("a side cannot store what it lacks");
            return;
        }
        unreadable |= settled == Settling.Ended.UNREADABLE;
        double pressure = own.pressure().getAsDouble();
        Duration pause = Duration.ofNanos((long) (own.config().pauseMax().toNanos() * pressure));
        if (pause.isZero()) {
            fetch();
        } else {
            after(pause, this::fetch);
        }
    }

    private void join() {
        if (hasOtherLineage()) {
            fail("rows were lost here meanwhile");
            return;
        }
        become(State.JOINING, "");
        PartitionClock told = unreadable ? PartitionClock.EMPTY : clock;
        asking.ask(new ExchangeRequest.Join(pair.partition(), peerLineage, told), Joined.class, this::onJoined);
    }

    /** The peer's word also says that it lost nothing since it told its clock. */
    private void onJoined(Joined joined) {
        if (!joined.done() || hasOtherLineage()) {
            fail("rows were lost meanwhile");
            return;
        }
        if (unreadable) {
            end(Outcome.UNREADABLE, "a row cannot be read");
            return;
        }
        if (gives) {
            end(Outcome.COMPLETED, "");
            return;
        }
        replica.partitions().join(pair.partition(), peerClock, result -> {
            if (state != State.JOINING) {
                return;
            }
            if (result == CommitResult.DURABLE) {
                replica.stability().report(pair.partition(), pair.peer(), peerClock.join(clock));
                end(Outcome.COMPLETED, "");
            } else {
                fail("a commit failed here");
            }
        });
    }

    private boolean hasOtherLineage() {
        return replica.partitions().lineage(pair.partition()) != lineage;
    }

    private void after(Duration delay, Runnable next) {
        State waiting = state;
        own.doors().scheduler().after(delay, () -> {
            if (state == waiting) {
                next.run();
            }
        });
    }

    void fail(String reason) {
        end(Outcome.FAILED, reason);
    }

    private void end(Outcome how, String reason) {
        if (state == State.ENDED) {
            return;
        }
        outcome = how;
        why = reason;
        become(State.ENDED, how + " " + reason);
        asking.end();
        if (deadline != null) {
            deadline.cancel();
        }
        ended.accept(this);
    }

    private void become(State next, String reason) {
        LOG.debug("exchange, partition={}, peer={}, {} -> {}, {}", pair.partition(), pair.peer(), state, next, reason);
        state = next;
    }

    Pair pair() {
        return pair;
    }

    State state() {
        return state;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Why it ended so. */
    String why() {
        return why;
    }

    Tally tally() {
        return tally;
    }
}
