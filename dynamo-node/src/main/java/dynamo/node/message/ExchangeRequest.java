package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.contract.Key;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Runs;
import dynamo.version.Siblings;
import dynamo.version.VersionVector;
import java.util.Optional;

/** What anti-entropy asks another home of a partition (Dynamo §4.7), from the whole to the single record. */
public sealed interface ExchangeRequest extends Request {
    /** Hashes of a tree's segments, rows of a list and records of an answer are bounded. */
    int ROWS_MAX = 1024;

    /**
     * Tell what you hold of the partition, as durable on your disk.
     *
     * @param root of the asker's hash tree
     * @param clockDigest of the asker's durable clock: if yours is the same, there is no need to send it
     */
    record Open(int partition, long root, long clockDigest) implements ExchangeRequest {}

    /** Tell the hash of every segment. */
    record Segments(int partition) implements ExchangeRequest {}

    /**
     * List rows of some consecutive segments with their hashes.
     *
     * @param run how many, from this one on
     * @param after the row that the list before ended with; empty for the first
     */
    record Rows(int partition, int segment, int run, Bytes after) implements ExchangeRequest {}

    /** Tell of these rows what the asker lacks. */
    record Fetch(int partition, ImmutableList<Wanted> rows) implements ExchangeRequest {}

    /**
     * A row of which the two hold different things.
     *
     * @param vector of the asker's record; empty when it has none
     * @param live dots of the asker's siblings
     */
    record Wanted(Bytes row, VersionVector vector, ImmutableList<Dot> live) {}

    /**
     * Merge this record, and drop the siblings that the sender knows to be superseded.
     *
     * @param record empty when the sender has none
     */
    record Settle(Key key, Siblings record, ImmutableList<Dot> superseded) implements ExchangeRequest {}

    /**
     * The exchange is complete: every row that differed is settled and durable on both sides. What the asker had accounted for
     * before the first comparison is in your rows too.
     *
     * @param lineage of the clock that {@link ExchangeReply.Opened} told; void if it is another by now
     * @param clock the asker's, as it was then
     */
    record Join(int partition, long lineage, PartitionClock clock) implements ExchangeRequest {}

    /**
     * Tell whether dots of this actor may yet come from you that nobody has seen.
     *
     * @param seen what the asker has of the actor: take no others any more, durably; empty only to ask, for one that mints must
     *     not be refused
     */
    record Refuse(int partition, long actor, Optional<Runs> seen) implements ExchangeRequest {}

    /**
     * Tell of which partitions you hold hints, for any home but these.
     *
     * @param but homes that nobody waits for
     */
    record HintsHeld(ImmutableList<NodeId> but) implements ExchangeRequest {}
}
