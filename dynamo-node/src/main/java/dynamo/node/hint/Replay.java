package dynamo.node.hint;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.node.env.Doors;
import dynamo.node.env.Requests;
import dynamo.node.env.ScheduledTask;
import dynamo.node.env.Storage.Entry;
import dynamo.node.hint.HintedHandoff.State;
import dynamo.node.message.Reply;
import dynamo.node.message.Reply.Status;
import dynamo.node.message.Request;
import dynamo.node.message.WriteKind;
import dynamo.ring.NodeId;
import dynamo.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands over what is kept for one home: a slice of records is sent, each is dropped after its durable ack, then comes the next
 * slice. Where the partition has gone to others, or is going, a record is sent to those, and dropped when all have it. What was refused, or changed on the way, is left for the next round.
 *
 * <p>Bounds: one slice in flight, of {@value HintScan#ROWS_MAX} records and {@value HintScan#BYTES_MAX} bytes, or one record.
 */
final class Replay {
    /** A home that has not acknowledged a slice by then is left alone for a while. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    private final Doors doors;
    private final Requests requests;
    private final HintStore hints;
    private final NodeId home;
    private final HintedHandoff.Ways ways;
    private final LongSupplier pauseNanos;
    private final Backoff backoff;
    private final List<Long> sent = new ArrayList<>();
    private State state = State.WAITING;
    private long waitsSinceNanos;
    private long waitsForNanos;
    private int round;
    private int unsettled;
    private HintScan scan;
    private @Nullable ScheduledTask timer;

    Replay(
            Doors doors,
            Requests requests,
            HintStore hints,
            NodeId home,
            HintedHandoff.Ways ways,
            LongSupplier pauseNanos) {
        this.doors = doors;
        this.requests = requests;
        this.hints = hints;
        this.home = home;
        this.ways = ways;
        this.pauseNanos = pauseNanos;
        backoff = new Backoff(doors.entropy());
        scan = scan();
    }

    State state() {
        return state;
    }

    void onWelcomed() {
        if (state == State.REPLAYING) {
            pauseUntilBack("the home has just come back");
        }
        backoff.reset();
        waitsForNanos = 0;
        begin();
    }

    void begin() {
        boolean isDue = doors.clock().elapsedNanos() - waitsSinceNanos >= waitsForNanos;
        if (state == State.WAITING && isDue && hints.hints(home) > 0 && ways.mayHandOver(home)) {
            become(State.REPLAYING, "the home is back");
            scan = scan();
            nextSlice();
        }
    }

    private HintScan scan() {
        return new HintScan(doors.storage(), HintRow.from(home), HintRow.to(home));
    }

    private void nextSlice() {
        if (!ways.mayHandOver(home)) {
            pauseUntilBack("the home went away, or is full");
            return;
        }
        ImmutableList<Entry> slice = scan.next();
        if (slice.isEmpty()) {
            endRound();
            return;
        }
        for (Entry entry : slice) {
            Optional<Siblings> record = hints.open(entry);
            if (record.isPresent()) {
                HintRow row = HintRow.parse(entry.key()).orElseThrow();
                ImmutableList<NodeId> takers = ways.takers(home, row.partition(ways.ringPartitions()));
                if (!takers.isEmpty() && takers.stream().allMatch(ways::takesWrites)) {
                    unsettled++;
                    send(row, record.get(), takers);
                }
            }
        }
        if (unsettled == 0) {
            pause();
        } else {
            timer = doors.scheduler().after(SILENCE_MAX, () -> backOff("the home is silent"));
        }
    }

    private void send(HintRow row, Siblings record, ImmutableList<NodeId> takers) {
        int current = round;
        Key key = row.key().orElseThrow();
        Request.Write write = new Request.Write(WriteKind.HINT, key, record, Optional.empty(), false, Optional.empty());
        Set<NodeId> lacking = new TreeSet<>(takers);
        for (NodeId taker : takers) {
            sent.add(requests.send(taker, write, reply -> {
                if (current == round) {
                    onReply(row, record, taker, lacking, reply);
                }
            }));
        }
    }

    private void onReply(HintRow row, Siblings record, NodeId taker, Set<NodeId> lacking, Optional<Reply> reply) {
        if (reply.isEmpty()) {
            pauseUntilBack("the connection was lost");
            return;
        }
        Status status = reply.get() instanceof Reply.Written written ? written.status() : Status.REFUSED;
        if (lacking.isEmpty()) {
            return; // another taker cannot take it, which settled it
        }
        if (status.isAck()) {
            lacking.remove(taker);
            if (!lacking.isEmpty()) {
                return;
            }
            int current = round;
            hints.handedOver(row, record.encoded(), gone -> {
                if (gone) {
                    backoff.reset();
                }
                if (current == round) {
                    onSettled();
                }
            });
        } else if (status == Status.REFUSED_UNREADABLE) {
            hints.cannotBeTaken(row);
            lacking.clear();
            onSettled(); // this row's trouble only
        } else {
            backOff(taker + " refuses: " + status);
        }
    }

    private void onSettled() {
        if (--unsettled == 0) {
            cancelTimer();
            sent.forEach(requests::forget);
            sent.clear();
            pause();
        }
    }

    private void pause() {
        int current = round;
        doors.scheduler().after(Duration.ofNanos(pauseNanos.getAsLong()), () -> {
            if (current == round) {
                nextSlice();
            }
        });
    }

    private void endRound() {
        long left = hints.hints(home);
        if (left == 0) {
            pauseUntilBack("all is handed over");
        } else {
            backOff(left + " are left");
        }
    }

    private void pauseUntilBack(String why) {
        stop(0, why);
    }

    private void backOff(String why) {
        stop(backoff.nextNanos(), why);
    }

    /** What is still in flight may be acknowledged yet; the next round then meets a home that has it. */
    private void stop(long waitNanos, String why) {
        round++;
        unsettled = 0;
        cancelTimer();
        sent.forEach(requests::forget);
        sent.clear();
        waitsSinceNanos = doors.clock().elapsedNanos();
        waitsForNanos = waitNanos;
        become(State.WAITING, why);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void become(State next, String why) {
        state = next;
        doors.events().onHandoff(home, next == State.REPLAYING, why);
    }
}
