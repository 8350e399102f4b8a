package dynamo.node.sim;

import static dynamo.node.sim.SimFailure.check;

import dynamo.contract.Causality;
import dynamo.version.Dot;
import dynamo.version.Sibling;
import dynamo.version.Siblings;
import java.util.BitSet;

/** Whether a record says the truth: about what it shows, and about what its vector claims to have superseded. */
final class RecordCheck {
    private RecordCheck() {}

    /** @return indices of the writes that are live in it */
    static BitSet live(KeyHistory history, Siblings record, String where) {
        BitSet live = new BitSet();
        for (Sibling sibling : record.live()) {
            Write write = history.byDot(sibling.dot())
                    .orElseThrow(() -> new SimFailure("invention", sibling.dot() + " nobody minted, " + where));
            check(
                    write.id().equals(sibling.writeId())
                            && write.request().content().equals(sibling.content()),
                    "invention",
                    "%s is not what %s wrote, %s",
                    sibling,
                    write,
                    where);
            check(!write.isRejected(), "honest-outcome", "%s was not applied, and shows %s", write, where);
            live.set(write.index());
        }
        return live;
    }

    /**
     * Every dot the vector covers is live, superseded by something live, in truth, or gone with a reaped tombstone: one
     * claimed beyond that would silently kill a write nobody saw (context honesty, and no concurrent value dropped).
     */
    static void judge(KeyHistory history, Siblings record, String where) {
        judge(history, record, false, where);
    }

    /**
     * @param damaged whether it comes from a home that lost what its clock accounted for: what others have stripped from
     *     their vectors, or reaped, it may hold to be news until it meets their clocks
     */
    static void judge(KeyHistory history, Siblings record, boolean damaged, String where) {
        if (!history.wasJudged(record)) {
            overClaims(history, record, where);
            falseSiblings(history, record, damaged, where);
            if (!damaged) {
                history.passed(record);
            }
        }
    }

    private static void overClaims(KeyHistory history, Siblings record, String where) {
        for (int i = 0; i < record.vector().size(); i++) {
            Dot last = record.vector().entry(i);
            check(
                    last.counter() <= history.lastCounter(last.actor()),
                    "over-claim",
                    "%s is covered and nobody minted it, %s",
                    last,
                    where);
        }
        BitSet honest = history.explainedBy(live(history, record, where));
        for (KeyHistory.Minted minted : history.minted()) {
            if (record.vector().covers(minted.dot())
                    && !honest.get(minted.write().index())
                    && !KeyHistory.isLive(record, minted.dot())) {
                throw new SimFailure(
                        "over-claim",
                        minted.dot() + " of " + minted.write() + " is covered and neither shown nor superseded, "
                                + where + ": " + text(history, record));
            }
        }
    }

    /**
     * No value stands beside one that was written in sight of it. The one exception: of a write stored twice by a retry one
     * copy may stay, when the later writer was shown only the other.
     */
    private static void falseSiblings(KeyHistory history, Siblings record, boolean damaged, String where) {
        for (Sibling later : record.live()) {
            Write writer = history.byDot(later.dot()).orElseThrow();
            BitSet superseded = history.surelySuperseded(only(writer));
            for (Sibling earlier : record.live()) {
                Write write = history.byDot(earlier.dot()).orElseThrow();
                boolean forgotten = damaged && history.isForgettable(earlier.dot());
                if (write != writer && superseded.get(write.index()) && !forgotten) {
                    boolean claimed = writer.request().causality() instanceof Causality.Given given
                            && given.context().covers(earlier.dot());
                    check(
                            !claimed && (write.dots().size() > 1 || !writer.contextIsWhole()),
                            "false-sibling",
                            "%s was written in sight of %s, %s: %s",
                            writer,
                            write,
                            where,
                            text(history, record));
                }
            }
        }
    }

    /** The writes a record accounts for: they are live in it, can have been superseded by what is, or were reaped. */
    static BitSet accounted(KeyHistory history, Siblings record, String where) {
        BitSet live = live(history, record, where);
        BitSet accounted = history.explainedBy(live);
        accounted.or(live);
        return accounted;
    }

    /** A deleted value does not come back once its tombstone was reaped. */
    static void resurrection(KeyHistory history, Siblings record, long beforeNanos, String where) {
        if (history.reaped().isEmpty()) {
            return;
        }
        for (Sibling sibling : record.live()) {
            Write write = history.byDot(sibling.dot()).orElseThrow();
            check(
                    !history.reaped().buries(write, beforeNanos),
                    "resurrection",
                    "%s was deleted, and its tombstone reaped, %s: %s",
                    write,
                    where,
                    text(history, record));
        }
    }

    static BitSet only(Write write) {
        BitSet only = new BitSet();
        only.set(write.index());
        return only;
    }

    static String text(KeyHistory history, Siblings record) {
        StringBuilder text = new StringBuilder(record.vector().toString());
        for (Sibling sibling : record.live()) {
            text.append(' ')
                    .append(sibling.dot())
                    .append('=')
                    .append(history.byDot(sibling.dot())
                            .map(write -> write.request().requestId().text())
                            .orElse("?"))
                    .append(sibling.isTombstone() ? "(deleted)" : "");
        }
        return text.toString();
    }
}
