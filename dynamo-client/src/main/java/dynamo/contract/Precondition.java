package dynamo.contract;

import com.google.common.collect.ImmutableList;
import dynamo.version.Siblings;

/** What a read at R must show before a write is made. Checked, then written: not atomic. */
public sealed interface Precondition {

    boolean holds(Siblings read);

    /** No condition, no read. */
    record None() implements Precondition {
        @Override
        public boolean holds(Siblings read) {
            return true;
        }
    }

    /** The read's entity tag is one of these. */
    record TagIn(ImmutableList<String> tags) implements Precondition {
        @Override
        public boolean holds(Siblings read) {
            return read.hasValue() && tags.contains(EntityTag.of(read));
        }
    }

    /** There is a live value. */
    record Exists() implements Precondition {
        @Override
        public boolean holds(Siblings read) {
            return read.hasValue();
        }
    }

    /** There is none; a deleted key counts as missing. */
    record Missing() implements Precondition {
        @Override
        public boolean holds(Siblings read) {
            return !read.hasValue();
        }
    }
}
