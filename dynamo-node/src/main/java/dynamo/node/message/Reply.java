package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.contract.PutResult;
import dynamo.version.Dot;
import dynamo.version.Siblings;
import java.util.Optional;

/** Answers a {@link Request} of the same correlation. */
public sealed interface Reply extends Message
        permits ExchangeReply,
                Reply.Coordinated,
                Reply.Declined,
                Reply.Written,
                Reply.ReadAnswer,
                Reply.Superseded,
                Reply.WrongEpoch,
                Reply.Welcome {

    /** How the put that was passed on ended. */
    record Coordinated(PutResult result) implements Reply {}

    /** The put was not touched, and may be given to another home. */
    record Declined(String why) implements Reply {}

    /**
     * @param others live dots of the remembered write that are not in the record sent: an earlier try's
     * @param record what the replica then holds, when there are others
     */
    record Written(Status status, ImmutableList<Dot> others, Optional<Siblings> record) implements Reply {

        /** Names the copies an earlier try of the same write left here, so that the coordinator counts them as one. */
        public static Written of(Status status, Request.Write write, Siblings held) {
            if (write.remember().isEmpty()) {
                return bare(status);
            }
            ImmutableList<Dot> sent = write.record().dotsOf(write.remember().get());
            ImmutableList<Dot> others = held.dotsOf(write.remember().get()).stream()
                    .filter(dot -> !sent.contains(dot))
                    .collect(ImmutableList.toImmutableList());
            return new Written(status, others, others.isEmpty() ? Optional.empty() : Optional.of(held));
        }

        /** With nothing to say but the status. */
        public static Written bare(Status status) {
            return new Written(status, ImmutableList.of(), Optional.empty());
        }
    }

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
        REFUSED,
        /** This node keeps no more bytes for absent homes. No ack. */
        REFUSED_HINTS_FULL;

        public boolean isAck() {
            return this == STORED || this == COVERED;
        }
    }

    /**
     * @param votes whether what the replica lacks was never there; an amnesiac may have lost it. A row that cannot be read
     *     counts towards no quorum all the same
     */
    record ReadAnswer(Finding finding, Siblings record, boolean votes) implements Reply {
        public ReadAnswer withoutVote() {
            return new ReadAnswer(finding, record, false);
        }
    }

    /** What a replica has of a key. */
    enum Finding {
        FOUND,
        ABSENT,
        UNREADABLE
    }

    /**
     * @param dots those that the replica knows to be superseded; nothing when it cannot tell
     * @param record what superseded them, when it is live here and new to the asker: without it, a record that lacks them would
     *     claim more than it shows
     */
    record Superseded(Optional<ImmutableList<Dot>> dots, Optional<Siblings> record) implements Reply {}

    /**
     * The sender of the request goes by another plan of the ring than this node, or is behind in the move of the key's
     * partition; nothing was done. To be asked again when they agree.
     */
    record WrongEpoch() implements Reply {}

    /**
     * Answers a {@link Request.Hello}; what it was told is durable here.
     *
     * @param rowsLost whether this node has durably seen another disk, or a later start, of the one that asks
     */
    record Welcome(boolean rowsLost) implements Reply {}
}
