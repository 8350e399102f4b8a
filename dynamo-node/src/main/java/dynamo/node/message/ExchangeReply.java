package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.node.message.Reply.Finding;
import dynamo.version.Bytes;
import dynamo.version.Dot;
import dynamo.version.PartitionClock;
import dynamo.version.Siblings;
import java.util.Optional;

/** Answers an {@link ExchangeRequest}. */
public sealed interface ExchangeReply extends Reply {

    /** Cannot take part now. */
    record Unready(String why) implements ExchangeReply {}

    /**
     * Answers {@link ExchangeRequest.Open}.
     *
     * @param lineage changes whenever the clock may have shrunk
     * @param clock empty when it is the asker's
     */
    record Opened(long lineage, long root, Optional<PartitionClock> clock) implements ExchangeReply {}

    /** Answers {@link ExchangeRequest.Segments}. */
    record SegmentHashes(ImmutableList<Long> hashes) implements ExchangeReply {}

    /**
     * Answers {@link ExchangeRequest.Rows}.
     *
     * @param more whether the segment has rows behind the last
     */
    record RowHashes(ImmutableList<RowHash> rows, boolean more) implements ExchangeReply {}

    /** @param hash of what the row shows; 0 when it cannot be read */
    record RowHash(Bytes row, long hash) {}

    /** Answers {@link ExchangeRequest.Fetch}: as many of the rows asked for, from the first on, as fit. */
    record Fetched(ImmutableList<Item> items) implements ExchangeReply {}

    /**
     * What there is of one row.
     *
     * @param live dots of its siblings
     * @param record empty when all its siblings are known to the asker already
     * @param superseded those of the asker's live dots that are superseded here
     */
    record Item(Finding finding, ImmutableList<Dot> live, Optional<Siblings> record, ImmutableList<Dot> superseded) {}

    /** Answers {@link ExchangeRequest.Join}. */
    record Joined(boolean done) implements ExchangeReply {}

    /**
     * Answers {@link ExchangeRequest.Refuse}.
     *
     * @param done whether none of the actor's dots can come from here that was not seen: it is not the node's own, and no hint
     *     here has one
     */
    record Refused(boolean done) implements ExchangeReply {}

    /** Answers {@link ExchangeRequest.HintsHeld}. */
    record HintedPartitions(ImmutableList<Integer> partitions) implements ExchangeReply {}
}
