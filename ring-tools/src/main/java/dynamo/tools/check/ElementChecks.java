package dynamo.tools.check;

import static dynamo.tools.check.Causality.without;

import dynamo.tools.check.Violation.Kind;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Values that grow by merging: what was added to a key is in its values at the end, and nothing else is. */
final class ElementChecks {
    private static final String WHERE = "the last read";

    private final History history;
    private final KeyHistory key;
    private final Causality causality;
    private final Findings findings;
    /** Writes of which is told already that they are lost. */
    private final BitSet lost;

    private final Map<String, BitSet> adders = new LinkedHashMap<>();

    ElementChecks(History history, KeyHistory key, Causality causality, Findings findings, BitSet lost) {
        this.history = history;
        this.key = key;
        this.causality = causality;
        this.findings = findings;
        this.lost = lost;
        for (Call.Write write : key.writes()) {
            for (String element : write.adds()) {
                adders.computeIfAbsent(element, e -> new BitSet()).set(causality.number(write.id()));
            }
        }
    }

    void judge(Line.Final last, boolean isWhole) {
        if (last.elements().isEmpty()) {
            if (!adders.isEmpty()) {
                findings.doubt(Doubt.NO_ELEMENTS);
            }
            return;
        }
        Set<String> elements = new HashSet<>(last.elements().get());
        elements.forEach(this::judgeFound);
        BitSet acked = without(causality.matching(Call.Write::isAckedPut), lost);
        BitSet deleted = pastOfDeletes(false);
        BitSet perhaps = pastOfDeletes(true);
        adders.forEach((element, by) -> {
            BitSet owed = Causality.both(by, acked);
            owed.andNot(deleted);
            if (!elements.contains(element) && !owed.isEmpty()) {
                missing(element, owed, perhaps, isWhole);
            }
        });
    }

    private void judgeFound(String element) {
        BitSet by = adders.getOrDefault(element, new BitSet());
        if (by.stream().anyMatch(number -> causality.write(number).mayBeApplied())) {
            return;
        }
        if (!history.isComplete()) {
            findings.doubt(Doubt.CALL_MISSING);
            return;
        }
        String why = by.isEmpty() ? "which no call added" : "which only calls added that were not applied";
        findings.convict(Kind.ELEMENT_NEVER_ADDED, key.key(), "has " + element + ", " + why, WHERE, element);
    }

    private void missing(String element, BitSet owed, BitSet perhapsDeleted, boolean isWhole) {
        BitSet surelyOwed = without(owed, perhapsDeleted);
        if (!history.isSettled()) {
            findings.doubt(Doubt.NOT_SETTLED);
        } else if (!isWhole) {
            findings.doubt(Doubt.READ_UNREADABLE);
        } else if (surelyOwed.isEmpty()) {
            findings.doubt(Doubt.DELETE_UNKNOWN);
        } else {
            Call.Write write = causality.write(surelyOwed.nextSetBit(0));
            String sentence = "has not " + element + ", which " + Calls.text(write) + " added";
            findings.convict(Kind.LOST_ELEMENT, key.key(), sentence, WHERE, element);
        }
    }

    private BitSet pastOfDeletes(boolean isUnknownToo) {
        return causality.past(causality.matching(
                write -> write.isDelete() && (write.outcome().isOk() || isUnknownToo && write.mayBeApplied())));
    }
}
