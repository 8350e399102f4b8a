package dynamo.tools.check;

import static dynamo.tools.check.Causality.without;

import com.google.common.collect.ImmutableList;
import dynamo.tools.check.ReadChecks.Shown;
import dynamo.tools.check.Violation.Kind;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What must be true of a key once all is healed and silent: of its last read, and of what each home has. */
final class EndChecks {
    private static final String WHERE = "the last read";

    private final History history;
    private final KeyHistory key;
    private final Causality causality;
    private final ReadChecks reads;
    private final Findings findings;
    private final BitSet lost;

    EndChecks(History history, KeyHistory key, Causality causality, ReadChecks reads, Findings findings) {
        this.history = history;
        this.key = key;
        this.causality = causality;
        this.reads = reads;
        this.findings = findings;
        lost = lost();
    }

    void judge() {
        boolean hasAcked = key.writes().stream().anyMatch(Call.Write::isAckedPut);
        if (key.last().isEmpty() && hasAcked) {
            findings.doubt(Doubt.NO_FINAL_READ);
        }
        key.last().ifPresent(last -> {
            Shown shown = reads.shown(last.found());
            lost.stream().mapToObj(causality::write).forEach(write -> {
                String sentence = "was acknowledged (" + Calls.text(write) + "), and is neither found nor superseded";
                convictOfEnd(shown.isWhole(), Kind.LOST_WRITE, write.id() + " " + sentence, write.id());
            });
            cameBack(shown.live(), WHERE);
            new ElementChecks(history, key, causality, findings, lost).judge(last, shown.isWhole());
        });
        for (Line.Replica replica : key.replicas()) {
            cameBack(reads.shown(replica.found()).live(), "the replica at " + replica.node());
        }
        replicasDiffer();
    }

    /** Acknowledged puts that the last read does not account for. */
    private BitSet lost() {
        if (key.last().isEmpty()) {
            return new BitSet();
        }
        BitSet accounted = reads.shown(key.last().get().found()).live();
        accounted.or(causality.matching(write -> write.isDelete() && write.mayBeApplied()));
        accounted.or(causality.past(accounted));
        return without(causality.matching(Call.Write::isAckedPut), accounted);
    }

    private void convictOfEnd(boolean isWhole, Kind kind, String sentence, String id) {
        Optional<Doubt> doubt = !history.isSettled()
                ? Optional.of(Doubt.NOT_SETTLED)
                : isWhole ? Optional.empty() : Optional.of(Doubt.READ_UNREADABLE);
        doubt.ifPresentOrElse(findings::doubt, () -> findings.convict(kind, key.key(), sentence, WHERE, id));
    }

    /** A superseded value that stands alone: beside its superseder it is a false sibling, and told as that. */
    private void cameBack(BitSet live, String where) {
        BitSet alone = without(live, causality.past(live));
        if (alone.isEmpty()) {
            return;
        }
        BitSet deletes =
                causality.matching(write -> write.isDelete() && write.outcome().isOk());
        BitSet puts = without(causality.matching(Call.Write::isAckedPut), lost);
        BitSet deleted = causality.past(deletes);
        BitSet replaced = causality.past(puts);
        alone.stream().forEach(number -> {
            if (deleted.get(number)) {
                cameBack(number, Kind.RESURRECTED, deletes, where);
            } else if (replaced.get(number)) {
                cameBack(number, Kind.STALE_VALUE, puts, where);
            }
        });
    }

    private void cameBack(int number, Kind kind, BitSet superseders, String where) {
        Call.Write write = causality.write(number);
        Call.Write later = causality.superseder(number, superseders);
        if (!write.mayBeApplied()) {
            return; // told as that
        }
        if (write.tries() > 1) {
            findings.doubt(Doubt.SECOND_COPY);
        } else if (!history.isSettled()) {
            findings.doubt(Doubt.NOT_SETTLED);
        } else {
            String sentence = "shows " + write.id() + ", which " + Calls.text(later) + " superseded";
            findings.convict(kind, key.key(), sentence, where, write.id());
        }
    }

    private void replicasDiffer() {
        ImmutableList<Line.Replica> replicas = ImmutableList.copyOf(key.replicas());
        for (Line.Replica other : replicas) {
            Line.Replica first = replicas.get(0);
            Set<String> ids = new HashSet<>(first.found().ids());
            boolean isSame = first.record().equals(other.record())
                    && ids.equals(new HashSet<>(other.found().ids()));
            if (!isSame && !history.isSettled()) {
                findings.doubt(Doubt.NOT_SETTLED);
            } else if (!isSame) {
                String sentence = first.node() + " has " + text(first) + ", " + other.node() + " has " + text(other);
                findings.convict(Kind.REPLICAS_DIFFER, key.key(), sentence, "the replica at " + other.node());
            }
        }
    }

    private static String text(Line.Replica replica) {
        return replica.found().ids() + " (record " + replica.record() + ")";
    }
}
