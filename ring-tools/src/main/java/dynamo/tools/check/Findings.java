package dynamo.tools.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dynamo.tools.check.Violation.Kind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers what the checks find. The same thing seen again is counted, and not told twice. */
final class Findings {
    /** Of distinct ones; more are counted. */
    static final int VIOLATIONS_MAX = 1_000;

    private record Subject(Kind kind, KeyName key, ImmutableList<String> ids) {}

    private final Map<Subject, Violation> violations = new LinkedHashMap<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Doubt, Long> doubts = new EnumMap<>(Doubt.class);
    private long beyond;

    /** @param ids what makes it the same when it is seen again */
    void convict(Kind kind, KeyName key, String sentence, String where, String... ids) {
        Subject subject = new Subject(kind, key, ImmutableList.copyOf(ids));
        Violation before = violations.get(subject);
        if (before == null && violations.size() == VIOLATIONS_MAX) {
            beyond++;
            counts.merge(kind, 1L, Long::sum);
            return;
        }
        if (before == null) {
            counts.merge(kind, 1L, Long::sum);
        }
        violations.put(
                subject,
                before == null
                        ? new Violation(kind, key, sentence, subject.ids, where, 1)
                        : new Violation(kind, key, before.sentence(), subject.ids, before.where(), before.times() + 1));
    }

    void doubt(Doubt why) {
        doubts.merge(why, 1L, Long::sum);
    }

    ImmutableList<Violation> violations() {
        return ImmutableList.copyOf(violations.values());
    }

    /** Those that are not among {@link #violations}; of these the same one may be counted again. */
    long beyond() {
        return beyond;
    }

    ImmutableMap<Kind, Long> counts() {
        return Maps.immutableEnumMap(counts);
    }

    ImmutableMap<Doubt, Long> doubts() {
        return Maps.immutableEnumMap(doubts);
    }
}
