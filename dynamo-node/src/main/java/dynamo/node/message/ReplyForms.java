package dynamo.node.message;

import com.google.common.collect.ImmutableList;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.PutResult;
import dynamo.version.Decoder;
import dynamo.version.Dot;
import dynamo.version.Encoder;
import dynamo.version.MalformedException;
import dynamo.version.Siblings;
import java.util.Optional;

/** How {@link Reply}s are written. What holds a value comes last. */
final class ReplyForms {
    private static final ImmutableList<ErrorCode> ERROR_CODES = ImmutableList.copyOf(ErrorCode.values());
    private static final ImmutableList<Reply.Status> STATUSES = ImmutableList.copyOf(Reply.Status.values());
    private static final ImmutableList<Reply.Finding> FINDINGS = ImmutableList.copyOf(Reply.Finding.values());

    private static final int FAILED = 0;
    private static final int STORED = 1;

    /** Which of a put's two records are there: usually none, or both and the same, written once. */
    private static final int ALONE = 1;

    private static final int BODY = 2;
    private static final int BODY_IS_ALONE = 4;

    private ReplyForms() {}

    static void writeCoordinated(Reply.Coordinated reply, Encoder to) {
        if (reply.result() instanceof PutResult.Stored stored) {
            writeStored(stored, to.u8(STORED));
        } else if (reply.result() instanceof PutResult.Failed failed) {
            writeFailure(failed.failure(), to.u8(FAILED));
        } else {
            throw new IllegalStateException(reply.result().getClass() + " has no form");
        }
    }

    static Reply.Coordinated readCoordinated(Decoder from) {
        int end = from.u8();
        return switch (end) {
            case STORED -> new Reply.Coordinated(readStored(from));
            case FAILED -> new Reply.Coordinated(new PutResult.Failed(readFailure(from)));
            default -> throw new UnknownMessageException("put result " + end);
        };
    }

    private static void writeStored(PutResult.Stored stored, Encoder to) {
        Fields.dot(stored.dot(), to);
        Fields.number(stored.siblings(), to);
        Fields.number(stored.n(), to);
        Fields.number(stored.acks(), to);
        Fields.number(stored.hinted(), to);
        boolean same = stored.alone().isPresent() && stored.alone().equals(stored.body());
        to.u8((stored.alone().isPresent() ? ALONE : 0)
                | (same ? BODY_IS_ALONE : stored.body().isPresent() ? BODY : 0));
        stored.alone().ifPresent(record -> Fields.siblings(record, to));
        if (!same) {
            stored.body().ifPresent(record -> Fields.siblings(record, to));
        }
    }

    private static PutResult.Stored readStored(Decoder from) {
        Dot dot = Fields.dot(from);
        int siblings = Fields.number(from);
        int n = Fields.number(from);
        int acks = Fields.number(from);
        int hinted = Fields.number(from);
        int records = from.u8();
        if (records > (ALONE | BODY_IS_ALONE) || records == BODY_IS_ALONE) {
            throw new MalformedException("records of a put are " + records);
        }
        Optional<Siblings> alone = (records & ALONE) != 0 ? Optional.of(Fields.siblings(from)) : Optional.empty();
        Optional<Siblings> body = (records & BODY) != 0 ? Optional.of(Fields.siblings(from)) : Optional.empty();
        return new PutResult.Stored(
                dot, siblings, alone, (records & BODY_IS_ALONE) != 0 ? alone : body, n, acks, hinted);
    }

    private static void writeFailure(Failure failure, Encoder to) {
        Fields.constant(failure.code(), to);
        Fields.text(failure.detail(), to);
        Fields.number(failure.required(), to);
        Fields.number(failure.received(), to);
    }

    private static Failure readFailure(Decoder from) {
        ErrorCode code = Fields.constant(ERROR_CODES, from);
        return new Failure(code, Fields.text(from), Fields.number(from), Fields.number(from));
    }

    static void writeDeclined(Reply.Declined reply, Encoder to) {
        Fields.text(reply.why(), to);
    }

    static Reply.Declined readDeclined(Decoder from) {
        return new Reply.Declined(Fields.text(from));
    }

    static void writeWritten(Reply.Written reply, Encoder to) {
        Fields.constant(reply.status(), to);
        Fields.dots(reply.others(), to);
        Fields.optional(reply.record(), Fields::siblings, to);
    }

    static Reply.Written readWritten(Decoder from) {
        Reply.Status status = Fields.constant(STATUSES, from);
        ImmutableList<Dot> others = Fields.dots(from);
        return new Reply.Written(status, others, Fields.optional(Fields::siblings, from));
    }

    static void writeReadAnswer(Reply.ReadAnswer reply, Encoder to) {
        Fields.constant(reply.finding(), to);
        to.bool(reply.votes());
        Fields.siblings(reply.record(), to);
    }

    static Reply.ReadAnswer readReadAnswer(Decoder from) {
        Reply.Finding finding = Fields.constant(FINDINGS, from);
        boolean votes = from.bool();
        return new Reply.ReadAnswer(finding, Fields.siblings(from), votes);
    }

    static void writeSuperseded(Reply.Superseded reply, Encoder to) {
        Fields.optional(reply.dots(), Fields::dots, to);
        Fields.optional(reply.record(), Fields::siblings, to);
    }

    static Reply.Superseded readSuperseded(Decoder from) {
        return new Reply.Superseded(Fields.optional(Fields::dots, from), Fields.optional(Fields::siblings, from));
    }

    static void writeWelcome(Reply.Welcome reply, Encoder to) {
        to.bool(reply.rowsLost());
    }

    static Reply.Welcome readWelcome(Decoder from) {
        return new Reply.Welcome(from.bool());
    }
}
