package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.tools.check.Violation.Kind;
import java.util.Locale;

/**
 * What a history proves.
 *
 * @param reasons why it is undecided, as far as it is
 * @param crashes which also make it invalid: a store that saves data by ending itself has a bug all the same
 * @param violations the first thousand
 * @param beyond how many more there are
 * @param counts of all, by kind
 * @param doubts checks that could not be decided, by why
 */
public record Verdict(
        Word word,
        ImmutableList<String> reasons,
        ImmutableList<Line.Crash> crashes,
        ImmutableList<Violation> violations,
        long beyond,
        ImmutableMap<Kind, Long> counts,
        ImmutableMap<Doubt, Long> doubts,
        Statistics statistics) {

    public enum Word {
        /** No promise was broken and no node ended by itself, as far as could be seen, and all was there to see it. */
        VALID,
        INVALID,
        /** Nothing was violated, and something is missing that could show it. */
        UNDECIDED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public long total() {
        return violations.size() + beyond;
    }

    public long undecidedChecks() {
        return doubts.values().stream().mapToLong(Long::longValue).sum();
    }
}
