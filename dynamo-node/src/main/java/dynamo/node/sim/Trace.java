package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.Locale;

/**
 * What happened: a rolling hash over all of it, by which two runs are compared, and the last entries in words.
 *
 * <p>Only strings and numbers go into the hash; a hash code of anything else may differ between two runs.
 */
final class Trace {
    private record Entry(long nanos, long event, String type, String where, Object detail) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%12.6fs #%d %-4s %s %s", nanos / 1e9, event, where, type, detail);
        }
    }

    /** Two details in one; made into text only when asked for. */
    record Both(Object first, Object second) {
        @Override
        public String toString() {
            return first + " " + second;
        }
    }

    private final EventQueue queue;
    private final int kept;
    private final ArrayDeque<Entry> tail = new ArrayDeque<>();
    private long hash = 0x9e3779b97f4a7c15L;

    /** @param kept entries that {@link #tail} tells at most */
    Trace(EventQueue queue, int kept) {
        this.queue = queue;
        this.kept = kept;
    }

    /**
     * @param where a node or a client
     * @param a goes into the hash, as {@code b} does
     * @param detail for people; its text is made only when asked for
     */
    void add(String type, String where, long a, long b, Object detail) {
        hash = Seed.mix(hash ^ queue.now()) + type.hashCode();
        hash = Seed.mix(hash + 31L * where.hashCode()) + a;
        hash = Seed.mix(hash) + b;
        tail.addLast(new Entry(queue.now(), queue.ran(), type, where, detail));
        if (tail.size() > kept) {
            tail.removeFirst();
        }
    }

    void add(String type, String where, Object detail) {
        add(type, where, 0, 0, detail);
    }

    long hash() {
        return Seed.mix(hash);
    }

    /** The last entries, oldest first. */
    ImmutableList<String> tail() {
        return tail.stream().map(Entry::toString).collect(ImmutableList.toImmutableList());
    }
}
