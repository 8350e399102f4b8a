package dynamo.tools.chaos;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What clients do with a key, and the name of the workload that does only that. */
enum Kind {
    /** Elements are added, siblings united. */
    SET,
    /** Values are read and replaced, and sometimes written unread. */
    REGISTER,
    /** Values are written, replaced and deleted. */
    DELETE,
    /** Each client counts for itself; siblings are merged by the greater of each client's counts. */
    COUNTER_BY_MERGE,
    /** A log: as a set, of which each writer adds its lines in order. */
    APPEND;

    private static final String MIXED = "mixed";

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a value is all that came before it, and something more. */
    boolean grows() {
        return this == SET || this == COUNTER_BY_MERGE || this == APPEND;
    }

    static String all() {
        return Arrays.stream(values()).map(Kind::text).collect(Collectors.joining(", ")) + " or " + MIXED;
    }

    /** @throws IllegalArgumentException for a name that is none */
    static ImmutableList<Kind> parse(String workload) {
        if (workload.equals(MIXED)) {
            return ImmutableList.copyOf(values());
        }
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(workload))
                .findFirst()
                .map(ImmutableList::of)
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no workload " + workload + "; there are " + all()));
    }
}
