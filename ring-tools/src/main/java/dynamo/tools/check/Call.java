package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;

/** A call of a client, with all its tries, and how it ended. */
public sealed interface Call extends Line {

    /** How a call ended. */
    enum Result {
        OK,
        /** A write that is surely not there, and never will be. */
        NOT_APPLIED,
        /** A write that may be there, or come later. */
        UNKNOWN,
        /** A get without an answer. */
        FAILED;

        /** As histories spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Who called.
     *
     * @param number of the call, among those of its client
     * @param node that answered; empty when none did
     * @param session that promises read-your-writes and monotonic reads; its calls on one key are sequential
     */
    record Caller(int client, long number, String node, Optional<String> session) {}

    /** @param code empty when all went well */
    record Outcome(Result result, String code) {
        public static final Outcome OK = new Outcome(Result.OK, "");

        public boolean isOk() {
            return result == Result.OK;
        }
    }

    /**
     * A put or a delete.
     *
     * @param saw writes whose values were shown with the context that this one carries; empty: it carried none
     * @param tries how often it was sent: a second try at another node may store a second copy
     */
    record Write(
            Caller caller,
            KeyName key,
            Span span,
            Outcome outcome,
            String id,
            boolean isDelete,
            Optional<ImmutableList<String>> saw,
            int tries,
            Optional<String> sibling,
            ImmutableList<String> adds)
            implements Call {

        /** Whether it is, or may be, in the store. */
        boolean mayBeApplied() {
            return outcome.result() != Result.NOT_APPLIED;
        }

        boolean isAckedPut() {
            return outcome.isOk() && !isDelete;
        }
    }

    /** @param found nothing when it failed */
    record Get(Caller caller, KeyName key, Span span, Outcome outcome, Found found) implements Call {}

    Caller caller();

    KeyName key();

    Span span();

    Outcome outcome();
}
