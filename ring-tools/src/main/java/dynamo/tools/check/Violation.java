package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * Something the store must never do, and did.
 *
 * @param sentence for people
 * @param ids of the writes, or elements, concerned
 * @param where it was first seen: a call, a session, or a read at the end
 * @param times how often it was seen
 */
public record Violation(Kind kind, KeyName key, String sentence, ImmutableList<String> ids, String where, long times) {

    public enum Kind {
        /** An acknowledged put is neither found at the end nor superseded. */
        LOST_WRITE,
        /** A read shows a value beside one that was written in sight of it. */
        FALSE_SIBLINGS,
        /** At the end shows what was deleted. */
        RESURRECTED,
        /** At the end shows what a put superseded. */
        STALE_VALUE,
        /** A value that no call wrote, or not yet. */
        NEVER_WRITTEN,
        /** A value whose write was said not to be applied. */
        NOT_APPLIED_SHOWN,
        /** A session does not find what it knows. */
        BROKEN_SESSION,
        /** Homes of a key have different records at the end. */
        REPLICAS_DIFFER,
        /** An acknowledged element is gone. */
        LOST_ELEMENT,
        /** An element that no call added, or none that may have been applied. */
        ELEMENT_NEVER_ADDED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
