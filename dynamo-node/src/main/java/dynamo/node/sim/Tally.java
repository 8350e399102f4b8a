package dynamo.node.sim;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts by name: which faults were made, and which rare things happened. */
final class Tally {
    /** Exchanges that found something to mend. */
    static final String MENDED = "exchange mended rows";
    /** Too rare for a probe: a hole's only copy must arrive within the seconds in which it is closed. A story tells it. */
    static final String ACTOR_REFUSED = "an unseen dot of a retired actor was refused";

    private final Map<String, Long> counts = new TreeMap<>();

    void count(String name) {
        counts.merge(name, 1L, Long::sum);
    }

    void hit(Probe probe) {
        count(probe.text());
    }

    long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    ImmutableSortedMap<String, Long> counts() {
        return ImmutableSortedMap.copyOf(counts);
    }
}
