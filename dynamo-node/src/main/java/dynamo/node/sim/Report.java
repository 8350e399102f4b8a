package dynamo.node.sim;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of one run.
 *
 * @param traceHash equal for two runs of one seed
 * @param events run in virtual time
 * @param counts operations, faults and rare things that happened, by name
 */
public record Report(
        Seed seed,
        long traceHash,
        long events,
        long virtualNanos,
        ImmutableSortedMap<String, Long> counts,
        Optional<Failed> failure) {

    /**
     * How a run failed.
     *
     * @param invariant the promise that did not hold, by its short name
     * @param plan what the seed had decided
     * @param tail the last that happened, oldest first
     */
    public record Failed(String invariant, String what, String plan, ImmutableList<String> tail, Throwable cause) {}

    public long operations() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith("op: "))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    /** Lines for people: the seed first, and the command that replays it. */
    public String describe() {
        String head = String.format(
                Locale.ROOT,
                "seed %s: %s at %.6fs, event %d, trace %016x%n",
                seed,
                failure.map(failed -> "FAILED " + failed.invariant()).orElse("passed"),
                virtualNanos / 1e9,
                events,
                traceHash);
        return failure.map(failed -> head
                        + "  " + failed.what() + "\n"
                        + "  replay: scripts/simulate --seeds 1 --from " + seed + "\n"
                        + "  " + failed.plan() + "\n  "
                        + String.join("\n  ", failed.tail()) + "\n")
                .orElse(head);
    }
}
