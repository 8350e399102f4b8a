package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;

/** When the operations of an open loop are due: at even distances, which are another in each phase. */
final class Schedule {

    private final long startNanos;
    private final ImmutableList<Phase> phases;

    /** @param phases with rates above 0 */
    Schedule(long startNanos, ImmutableList<Phase> phases) {
        this.startNanos = startNanos;
        this.phases = phases;
    }

    /** Of the operation of this number, from 0 on; after the last phase, at its pace. */
    long due(long number) {
        double left = number;
        double seconds = 0;
        double rate = 1;
        for (Phase phase : phases) {
            rate = phase.rate();
            double inPhase = phase.length().toNanos() / 1e9 * rate;
            if (left < inPhase) {
                return startNanos + (long) ((seconds + left / rate) * 1e9);
            }
            left -= inPhase;
            seconds += phase.length().toNanos() / 1e9;
        }
        return startNanos + (long) ((seconds + left / rate) * 1e9);
    }
}
