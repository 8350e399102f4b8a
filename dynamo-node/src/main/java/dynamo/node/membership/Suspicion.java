package dynamo.node.membership;

import dynamo.ring.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a suspected member has to refute: long while one member alone suspects it, for that one may itself be ill; the
 * shorter, the more others suspect it of their own knowledge (Lifeguard §IV-B, LHA-Suspicion). Pure arithmetic.
 */
final class Suspicion {
    /** @param confirmations that bring the time down from the longest to the least */
    record Limits(long minNanos, long maxNanos, int confirmations) {

        /**
         * The least grows with the time news take to reach everybody. Where there are too few others to confirm, nobody is
         * waited for.
         */
        static Limits of(SwimConfig config, int members) {
            double scale = Math.max(1, Math.log10(Math.max(1, members)));
            long min = (long) (config.alpha() * scale * config.period().toNanos());
            boolean canBeConfirmed = members - 2 >= config.confirmations();
            return new Limits(min, config.beta() * min, canBeConfirmed ? config.confirmations() : 0);
        }

        long timeoutNanos(int confirmations) {
            if (confirmations >= this.confirmations) {
                return minNanos;
            }
            double share = Math.log(confirmations + 1.0) / Math.log(this.confirmations + 1.0);
            return Math.max(minNanos, maxNanos - (long) ((maxNanos - minNanos) * share));
        }
    }

    private final Limits limits;
    private final long sinceNanos;
    private final long lastWordNanos;
    private final List<NodeId> suspecters = new ArrayList<>(1);
    private boolean isShort;
    private long nextAskNanos;

    /** @param lastWordNanos before the end, the member is asked directly */
    Suspicion(Limits limits, long sinceNanos, NodeId by, long lastWordNanos) {
        this.limits = limits;
        this.sinceNanos = sinceNanos;
        this.lastWordNanos = lastWordNanos;
        nextAskNanos = sinceNanos;
        suspecters.add(by);
    }

    /** Whether this is one more who suspects, and one that counts. */
    boolean confirm(NodeId by) {
        if (suspecters.size() > limits.confirmations || suspecters.contains(by)) {
            return false;
        }
        suspecters.add(by);
        return true;
    }

    /** Who suspected first, as far as is known here. */
    NodeId by() {
        return suspecters.get(0);
    }

    /** As if it had all the confirmations that count. */
    void shorten() {
        isShort = true;
    }

    long deadlineNanos() {
        return sinceNanos + limits.timeoutNanos(isShort ? limits.confirmations : suspecters.size() - 1);
    }

    void askedUntil(long nanos) {
        nextAskNanos = nanos;
    }

    /** When the member is to be asked next, or the time is over. */
    long dueNanos() {
        return Math.min(deadlineNanos(), Math.max(nextAskNanos, deadlineNanos() - lastWordNanos));
    }
}
