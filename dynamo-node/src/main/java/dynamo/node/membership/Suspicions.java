package dynamo.node.membership;

import dynamo.ring.NodeId;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The members under suspicion, and what is due about them. Looks at no member while nothing is due of any. */
final class Suspicions {
    private final SwimConfig config;
    private final @Nullable Suspicion[] running; // by member
    private long earliestNanos = Long.MAX_VALUE;

    Suspicions(SwimConfig config, int members) {
        this.config = config;
        running = new Suspicion[members];
    }

    /** @param living members that may confirm it */
    void begin(int member, NodeId by, int living, long nowNanos) {
        Suspicion suspicion = new Suspicion(
                Suspicion.Limits.of(config, living),
                nowNanos,
                by,
                config.lastWord().toNanos());
        running[member] = suspicion;
        earliestNanos = Math.min(earliestNanos, suspicion.dueNanos());
    }

    void end(int member) {
        running[member] = null;
    }

    /** Whether this is one more who suspects the member, and one that counts. */
    boolean confirm(int member, NodeId by) {
        Suspicion suspicion = running[member];
        boolean counts = suspicion != null && suspicion.confirm(by);
        if (suspicion != null && counts) {
            earliestNanos = Math.min(earliestNanos, suspicion.dueNanos());
        }
        return counts;
    }

    /** Somebody waited for the member's refutation already, in vain. */
    void shorten(int member) {
        Suspicion suspicion = running[member];
        if (suspicion != null) {
            suspicion.shorten();
            earliestNanos = Math.min(earliestNanos, suspicion.dueNanos());
        }
    }

    /** Who suspected the member first, or the member itself if nobody does. */
    NodeId by(int member, NodeId itself) {
        Suspicion suspicion = running[member];
        return suspicion == null ? itself : suspicion.by();
    }

    /**
     * @param ask told of members to be asked directly
     * @param end told of members whose time is over; ends the suspicion
     */
    void expire(long nowNanos, IntConsumer ask, IntConsumer end) {
        if (nowNanos < earliestNanos) {
            return;
        }
        earliestNanos = Long.MAX_VALUE;
        for (int member = 0; member < running.length; member++) {
            Suspicion suspicion = running[member];
            if (suspicion != null) {
                if (nowNanos >= suspicion.deadlineNanos()) {
                    end.accept(member);
                } else {
                    if (nowNanos >= suspicion.dueNanos()) {
                        suspicion.askedUntil(nowNanos + config.period().toNanos());
                        ask.accept(member);
                    }
                    earliestNanos = Math.min(earliestNanos, suspicion.dueNanos());
                }
            }
        }
    }
}
