package dynamo.node.membership;

import dynamo.node.env.Clock;
import dynamo.node.env.Scheduler;
import java.time.Duration;

/**
 * A node's sense of time for judging others: beats, and counts only time in which it was awake.
 *
 * <p>After a pause of the process, or of its machine, due timers may run before the messages that came meanwhile are read.
 * So a beat that comes late judges nobody: what has arrived is read first, and the pause counts as no time at all, for
 * nobody could have answered in it.
 */
public final class Heartbeat {
    /** Between a late beat and the next: the loop reads its sockets. */
    private static final Duration CATCH_UP = Duration.ofMillis(10);

    private final Clock clock;
    private final Scheduler scheduler;
    private final Duration interval;
    private final Runnable onBeat;
    private long awakeNanos;
    private long lastNanos;
    private boolean isCatchingUp;

    /** @param onBeat what is done in time only */
    public Heartbeat(Clock clock, Scheduler scheduler, Duration interval, Runnable onBeat) {
        this.clock = clock;
        this.scheduler = scheduler;
        this.interval = interval;
        this.onBeat = onBeat;
        lastNanos = clock.elapsedNanos();
    }

    /** @param first drawn, so that nodes which start together do not beat together */
    public void start(Duration first) {
        lastNanos = clock.elapsedNanos() - interval.toNanos() + first.toNanos();
        scheduler.after(first, this::beat);
    }

    /** Nanoseconds awake so far. Between two beats it goes on for the time of one at most, and a pause takes that back. */
    public long awakeNanos() {
        return awakeNanos + Math.max(0, Math.min(clock.elapsedNanos() - lastNanos, interval.toNanos()));
    }

    private void beat() {
        long now = clock.elapsedNanos();
        long passed = now - lastNanos;
        if (passed > interval.toNanos() * 3 / 2 && !isCatchingUp) { // whatever is late next, time goes on a little
            isCatchingUp = true;
            lastNanos = now;
            scheduler.after(CATCH_UP, this::beat);
            return;
        }
        isCatchingUp = false;
        awakeNanos += Math.min(passed, interval.toNanos());
        lastNanos = now;
        onBeat.run();
        scheduler.after(interval, this::beat);
    }
}
