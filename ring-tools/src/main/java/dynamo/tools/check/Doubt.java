package dynamo.tools.check;

/** Why a check could not be decided. */
public enum Doubt {
    SECOND_COPY("a superseded value shows whose write was sent more than once: it may be a second copy"),
    COPIES_SHOWN("one write shows more than once in a read"),
    DELETE_UNKNOWN("only a delete of unknown result can have removed it"),
    CALL_MISSING("the history is incomplete, and the call that explains it may be missing"),
    READ_UNREADABLE("it may be hidden behind a value that nobody wrote"),
    NOT_SETTLED("the cluster had not come to rest when it was read at the end"),
    NO_FINAL_READ("the key was not read at the end"),
    NO_ELEMENTS("elements were added, and the last read does not list any"),
    SESSION_OVERLAPS("calls of one session on one key overlap");

    private final String sentence;

    Doubt(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return sentence;
    }
}
