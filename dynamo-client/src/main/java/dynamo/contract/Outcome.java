package dynamo.contract;

/** What a failed request did to the stored data. Speaks of that request alone, not of an earlier try. */
public enum Outcome {
    /** Nothing was written, and nothing will be. */
    NOT_APPLIED,
    /** It may have been written, or may yet be. */
    UNKNOWN,
    /** It was written. */
    APPLIED;

    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
