package dynamo.node.membership;

import com.google.common.collect.ImmutableList;
import dynamo.node.message.Gossip.Update;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * News on their way: of each member the newest, each sent so many times at most, the least sent first (SWIM §4.1), those
 * equally often sent in turn.
 *
 * <p>Members are linked into one queue for each number of sends so far, so that adding costs the same however much there
 * is, and taking costs what is taken.
 */
final class GossipBuffer {
    private static final int NONE = -1;

    private final @Nullable Update[] updates;
    private final byte[] sends; // of the member's update: the queue it is in
    private final int[] next;
    private final int[] previous;
    private final int[] first; // by sends
    private final int[] last;
    private final int[] sizes;
    private int size;

    GossipBuffer(int members, int sendsMax) {
        updates = new Update[members];
        sends = new byte[members];
        next = new int[members];
        previous = new int[members];
        first = new int[sendsMax];
        last = new int[sendsMax];
        sizes = new int[sendsMax];
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
    }

    /** What is still to be told of the member; it was told less often than it is to be. */
    Optional<Update> of(int member) {
        return Optional.ofNullable(updates[member]);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** In place of older news of the same member. */
    void add(int member, Update update) {
        if (updates[member] != null) {
            unlink(member);
        }
        updates[member] = update;
        link(member, 0);
    }

    /** Adds to a message up to so many updates; each counts as sent once more, and leaves when that was the last time. */
    void take(int max, ImmutableList.Builder<Update> into) {
        int left = Math.min(max, size);
        int movedIn = 0;
        for (int queue = 0; queue < first.length && left > 0; queue++) {
            int taken = Math.min(left, sizes[queue] - movedIn);
            for (int i = 0; i < taken; i++) {
                send(first[queue], into);
            }
            left -= taken;
            movedIn = taken;
        }
    }

    private void send(int member, ImmutableList.Builder<Update> into) {
        Update update = updates[member];
        if (update == null) {
            throw new IllegalStateException("no update of member " + member + " in its queue");
        }
        into.add(update);
        int sent = sends[member] + 1;
        unlink(member);
        if (sent < first.length) {
            link(member, sent);
        } else {
            updates[member] = null;
        }
    }

    private void link(int member, int queue) {
        sends[member] = (byte) queue;
        next[member] = NONE;
        previous[member] = last[queue];
        if (last[queue] == NONE) {
            first[queue] = member;
        } else {
            next[last[queue]] = member;
        }
        last[queue] = member;
        sizes[queue]++;
        size++;
    }

    private void unlink(int member) {
        int queue = sends[member];
        int before = previous[member];
        int after = next[member];
        if (before == NONE) {
            first[queue] = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            last[queue] = before;
        } else {
            previous[after] = before;
        }
        sizes[queue]--;
        size--;
    }
}
