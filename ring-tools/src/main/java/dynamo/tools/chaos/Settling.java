package dynamo.tools.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * When replicas have had the time to become alike. Those that are not when nothing has been on its way for as many rounds of
 * anti-entropy as news takes through all homes will not be, and that is a finding.
 */
final class Settling {
    static final Duration PATIENCE = Duration.ofMinutes(8);
    /** Six rounds, of a minute each. */
    static final Duration REST = Duration.ofMinutes(6);

    private final long until;
    private long movedNanos;

    Settling(long nowNanos) {
        until = nowNanos + PATIENCE.toNanos();
        movedNanos = nowNanos;
    }

    /**
     * What a look at the cluster means.
     *
     * @param isQuiet no partition moves, and no node keeps hints
     * @param differing keys whose homes differ
     * @return whether what is there may be judged; empty to wait on
     */
    Optional<Boolean> onLook(long nowNanos, boolean isQuiet, int differing) {
        if (!isQuiet) {
            movedNanos = nowNanos;
        } else if (differing == 0) {
            return Optional.of(true);
        }
        return nowNanos < until ? Optional.empty() : Optional.of(nowNanos - movedNanos >= REST.toNanos());
    }
}
