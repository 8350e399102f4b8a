package dynamo.contract;

import java.util.Locale;

/** Why a request to the cluster failed. How it maps to an HTTP status is known to the HTTP layer alone. */
public enum ErrorCode {
    /** The client's fault, in words of the answer's detail. */
    BAD_REQUEST(false, Outcome.NOT_APPLIED),
    /** If-Match or If-None-Match did not hold. */
    PRECONDITION_FAILED(false, Outcome.NOT_APPLIED),
    /** The result would hold more siblings, or bytes, than a record may. */
    TOO_MANY_SIBLINGS(false, Outcome.NOT_APPLIED),
    /** More work in flight than the node takes. */
    OVERLOADED(true, Outcome.NOT_APPLIED),
    /** Too few replicas can be reached, found before anything was stored or sent. */
    QUORUM_NOT_AVAILABLE(true, Outcome.NOT_APPLIED),
    /** Sent, and not enough answers came in time. */
    QUORUM_TIMEOUT(true, Outcome.UNKNOWN),
    /** Too few replicas have space, found before anything was stored or sent. */
    DISK_FULL(true, Outcome.NOT_APPLIED),
    /** The node takes no client work: it is starting. */
    STARTING(true, Outcome.NOT_APPLIED),
    /** The node takes no client work: it is going away. */
    DRAINING(true, Outcome.NOT_APPLIED),
    /** A bug. */
    INTERNAL(true, Outcome.UNKNOWN),
    /** The ring cannot be changed so, or not now. */
    RING_CHANGE_REFUSED(false, Outcome.NOT_APPLIED),
    /** What was to be committed is not what would be. */
    PLAN_UNKNOWN(false, Outcome.NOT_APPLIED);

    private final boolean retryable;
    private final Outcome outcome;

    ErrorCode(boolean retryable, Outcome outcome) {
        this.retryable = retryable;
        this.outcome = outcome;
    }

    public boolean retryable() {
        return retryable;
    }

    /** What a write that failed so did. */
    public Outcome outcome() {
        return outcome;
    }

    /** As clients see it, such as {@code quorum-timeout}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
