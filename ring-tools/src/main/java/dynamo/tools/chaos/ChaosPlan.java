package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import java.time.Duration;

/**
 * What a run is to be.
 *
 * @param rate turns of all clients together in a second; a turn is one call, or a read and what is written after it
 */
record ChaosPlan(
        long seed,
        Duration time,
        int nodes,
        int clients,
        int rate,
        String workload,
        ImmutableList<Kind> kinds,
        ImmutableList<Fault> faults) {}
