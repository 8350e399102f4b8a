package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.contract.PutResult;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import java.util.Optional;

/** Answers a {@link Request} of the same correlation. */
public sealed interface Reply extends Message {

    /** How the put that was passed on ended. */
    record Coordinated(PutResult result) implements Reply {}

    /** The put was not touched, and may be given to another home. */
    record Declined(String why) implements Reply {}

    /**
     * @param others live dots of the remembered write that are not in the record sent: an earlier try's
     * @param record what the replica then holds, when there are others
     */
    record Written(Status status, ImmutableList<Dot> others, Optional<Siblings> record) implements Reply {}

    /** What became of a record sent to a replica. */
    enum Status {
        /** Merged and durable. */
        STORED,
        /** Nothing new in it, and all of it is durable here. */
        COVERED,
        /** No space. No ack. */
        REFUSED_FULL,
        /** The row here cannot be read, so nothing can be merged into it. No ack. */
        REFUSED_UNREADABLE,
        /** Anything else. No ack. */
        REFUSED;

        public boolean isAck() {
            return this == STORED || this == COVERED;
        }
    }

    /**
     * @param votes whether the answer counts towards R: an amnesiac's does not, since what it lacks it may have lost
     */
    record ReadAnswer(Finding finding, Siblings record, boolean votes) implements Reply {}

    /** What a replica has of a key. */
    enum Finding {
        FOUND,
        ABSENT,
        UNREADABLE
    }

    /**
     * Answers a {@link Request.Hello}; what it was told is durable here.
     *
     * @param rowsLost whether this node has durably seen another disk, or a later start, of the one that asks
     */
    record Welcome(boolean rowsLost) implements Reply {}
}
