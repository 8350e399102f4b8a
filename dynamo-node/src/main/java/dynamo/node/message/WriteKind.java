package dynamo.node.message;

/** Why a record is sent to a replica. All kinds meet the same merge; they differ in what happens around it. */
public enum WriteKind {
    /** A client's put, sent to the homes by its coordinator. */
    REPLICATE,
    /** Found stale by a read. */
    REPAIR,
    /** Kept for an absent home, then handed to it. */
    HINT,
    /** A partition moves to a new owner. */
    HANDOFF
}
