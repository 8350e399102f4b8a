package dynamo.tools.check;

import static dynamo.tools.check.Causality.both;

import dynamo.tools.check.Violation.Kind;
import java.util.BitSet;
import java.util.List;

/** What no read of a key may ever show, stale or not. */
final class ReadChecks {

    /**
     * What a read showed, by number.
     *
     * @param isWhole whether every value is one that a call wrote here; else what the others superseded is not known
     */
    record Shown(BitSet live, boolean isWhole) {}

    private final History history;
    private final KeyName key;
    private final Causality causality;
    private final Findings findings;

    ReadChecks(History history, KeyName key, Causality causality, Findings findings) {
        this.history = history;
        this.key = key;
        this.causality = causality;
        this.findings = findings;
    }

    Shown shown(Found found) {
        BitSet live = new BitSet();
        boolean isWhole = found.strange().isEmpty();
        for (String id : found.ids()) {
            if (causality.knows(id)) {
                live.set(causality.number(id));
            } else {
                isWhole = false;
            }
        }
        return new Shown(live, isWhole);
    }

    void judge(Found found, long endNanos, String where) {
        for (String strange : found.strange()) {
            String sentence = "shows a value that carries no write id: " + strange;
            findings.convict(Kind.NEVER_WRITTEN, key, sentence, where, strange);
        }
        judgeEach(found.ids(), endNanos, where);
        BitSet live = shown(found).live;
        live.stream().mapToObj(causality::write).filter(Call.Write::isDelete).forEach(delete -> {
            String sentence = "shows " + delete.id() + " as a value, and that was a delete";
            findings.convict(Kind.NEVER_WRITTEN, key, sentence, where, delete.id());
        });
        int unknown = (int) found.ids().stream()
                .filter(id -> !causality.knows(id))
                .distinct()
                .count();
        if (live.cardinality() + unknown < found.ids().size()) {
            findings.doubt(Doubt.COPIES_SHOWN);
        }
        falseSiblings(live, where);
    }

    /** What a context stands for was shown too, if only by the answer of a write. */
    void judgeContext(Call.Write write) {
        write.saw().ifPresent(saw -> judgeEach(saw, write.span().begin(), Calls.text(write)));
    }

    private void judgeEach(List<String> ids, long endNanos, String where) {
        for (String id : ids) {
            if (causality.knows(id)) {
                judge(causality.write(causality.number(id)), endNanos, where);
            } else if (history.keyOf(id).isPresent()) {
                String sentence = "shows " + id + ", which was written to "
                        + history.keyOf(id).get();
                findings.convict(Kind.NEVER_WRITTEN, key, sentence, where, id);
            } else if (history.isComplete()) {
                findings.convict(Kind.NEVER_WRITTEN, key, "shows " + id + ", which no call wrote", where, id);
            } else {
                findings.doubt(Doubt.CALL_MISSING);
            }
        }
    }

    private void judge(Call.Write write, long endNanos, String where) {
        String id = write.id();
        if (write.span().begin() > endNanos) {
            findings.convict(Kind.NEVER_WRITTEN, key, "shows " + id + " before its write began", where, id);
        } else if (!write.mayBeApplied()) {
            String sentence = "shows " + id + ", whose write was said not to be applied (" + Calls.text(write) + ")";
            findings.convict(Kind.NOT_APPLIED_SHOWN, key, sentence, where, id);
        }
    }

    private void falseSiblings(BitSet live, String where) {
        if (live.cardinality() < 2) {
            return;
        }
        both(live, causality.past(live)).stream().forEach(earlier -> {
            Call.Write write = causality.write(earlier);
            Call.Write later = causality.superseder(earlier, live);
            if (write.tries() > 1) {
                findings.doubt(Doubt.SECOND_COPY);
            } else {
                String sentence =
                        "shows " + write.id() + " beside " + later.id() + ", which was written in sight of it";
                findings.convict(Kind.FALSE_SIBLINGS, key, sentence, where, write.id(), later.id());
            }
        });
    }
}
