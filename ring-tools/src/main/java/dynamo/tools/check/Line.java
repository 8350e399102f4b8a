package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** A line of a history. */
public sealed interface Line
        permits Call, Line.Run, Line.Fault, Line.Skipped, Line.Phase, Line.Replica, Line.Final, Line.Crash, Line.End {

    /** The first. {@code started} is for people: all other times count from there. */
    record Run(long seed, String workload, ImmutableList<String> nodes, int replicas, String started) implements Line {}

    /** Something that was done to the cluster, and undone at the span's end. */
    record Fault(String fault, ImmutableList<String> nodes, String detail, Span span) implements Line {}

    /** A fault that could not be made here. */
    record Skipped(String fault, String why) implements Line {}

    record Phase(String phase, Span span) implements Line {}

    /**
     * What one home of a key has, once all is healed and silent.
     *
     * @param found write ids of live values
     * @param record a hash over all siblings: equal records, equal hashes
     */
    record Replica(String node, KeyName key, Found found, String record) implements Line {}

    /**
     * A quorum read of a key at the end.
     *
     * @param elements of all siblings found, where values grow by merging
     */
    record Final(KeyName key, Found found, Optional<ImmutableList<String>> elements) implements Line {}

    /** A node that ended though nobody ended it; {@code why} are its last words. */
    record Crash(String node, String why) implements Line {}

    /**
     * The last. Without it a history is incomplete.
     *
     * @param isSettled whether all replicas were alike, or the cluster had been at rest for long enough for them to be
     */
    record End(long at, boolean isSettled) implements Line {}
}
