package dynamo.node.sim;

/**
 * Rare things that many runs together must meet: what never happens in them is not tested, whatever they promise. An
 * ensemble that misses one fails. A new rarity is one line here and one {@link Tally#hit}.
 */
enum Probe {
    RETRY_KNOWN("a retry was known"),
    SECOND_COPY("a retry left a second copy"),
    THREE_SIBLINGS("three or more siblings"),
    DELETED("a row held nothing but tombstones"),
    WRITTEN_AGAIN("a deleted key was written again"),
    READ_REPAIR("read repair"),
    PASSED_ON("a put was passed on"),
    STAND_IN_VOTED("a hint voted in a read"),
    CLARIFIED("a home was asked what became of a sibling"),
    HEDGE_SENT("a hedge was sent"),
    HEDGE_WON("a hedge won"),
    DROPPED("an old sibling was dropped by the clock"),
    STRIPPED("a vector was stripped"),
    REAPED("a tombstone was reaped"),
    EXCHANGE_MENDED("an exchange mended a row"),
    HEALED("an amnesiac got everything back"),
    ACTOR_CLOSED("an actor was closed"),
    FALLBACK_MINTED("a fallback minted"),
    HINTS_COUNTED("hints helped to a quorum"),
    HINT_HANDED_OVER("a hint was handed over"),
    HINT_REFUSED_FULL("a hint was refused at the cap"),
    HINT_UNREADABLE("an unreadable hint was met"),
    ROWS_LOST("a node learnt that it lost rows"),
    ACTOR_RETIRED("an actor was retired"),
    UNREADABLE("an unreadable row was met"),
    ROW_HEALED("an unreadable row was written anew"),
    BATCH_TAKEN_BACK("a crash took back what was not synced"),
    BATCH_UNTOLD("a crash kept what nobody was told of"),
    SYNC_FAILED("a sync failed"),
    LATE_FRAME("a frame arrived long after it was sent"),
    CAME_BACK("a machine came back after a long absence"),
    CORE_SERVED("a core served while the rest was broken"),
    RING_CHANGED("a plan of the ring was adopted"),
    PARTITION_FETCHED("a new home had a partition whole"),
    PARTITION_DROPPED("a partition was dropped where it had been"),
    WRONG_EPOCH("a node went by another plan of the ring"),
    PLAN_CANCELLED("a handoff was cancelled"),
    PLANS_CLASHED("two plans of one epoch were committed");

    private final String text;

    Probe(String text) {
        this.text = "probe: " + text;
    }

    /** Under which it is counted. */
    String text() {
        return text;
    }
}
