package dynamo.tools.check;

import static dynamo.tools.check.Causality.both;
import static dynamo.tools.check.Causality.without;

import dynamo.tools.check.ReadChecks.Shown;
import dynamo.tools.check.Violation.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Read-your-writes and monotonic reads of the sessions on one key: what a session wrote or was shown it finds later, or
 * something that superseded it; and what that had superseded stays away.
 */
final class SessionChecks {
    private final History history;
    private final KeyHistory key;
    private final Causality causality;
    private final ReadChecks reads;
    private final Findings findings;
    private final BitSet deletes;

    SessionChecks(History history, KeyHistory key, Causality causality, ReadChecks reads, Findings findings) {
        this.history = history;
        this.key = key;
        this.causality = causality;
        this.reads = reads;
        this.findings = findings;
        deletes = causality.matching(write -> write.isDelete() && write.mayBeApplied());
    }

    void judge() {
        Map<String, List<Call>> sessions = new LinkedHashMap<>();
        List<Call> calls = new ArrayList<>(key.writes());
        calls.addAll(key.gets());
        for (Call call : calls) {
            call.caller()
                    .session()
                    .ifPresent(session -> sessions.computeIfAbsent(session, s -> new ArrayList<>())
                            .add(call));
        }
        sessions.forEach((session, ofIt) -> {
            ofIt.sort(Comparator.comparingLong(call -> call.span().begin()));
            new Session(session).judge(ofIt);
        });
    }

    /** What one session knows by now. */
    private final class Session {
        final String name;
        /** Live values that it knows, but not those that others it knows superseded. */
        final BitSet known = new BitSet();

        final BitSet superseded = new BitSet();
        long endNanos;

        Session(String name) {
            this.name = name;
        }

        void judge(List<Call> calls) {
            for (Call call : calls) {
                boolean isInOrder = call.span().begin() >= endNanos;
                endNanos = Math.max(endNanos, call.span().end());
                if (!isInOrder) {
                    findings.doubt(Doubt.SESSION_OVERLAPS);
                } else if (call instanceof Call.Get get && get.outcome().isOk()) {
                    judge(get);
                }
                learn(call);
            }
        }

        void learn(Call call) {
            if (call instanceof Call.Write write && write.outcome().isOk()) {
                learn(causality.number(write.id()));
            } else if (call instanceof Call.Get get) {
                reads.shown(get.found()).live().stream().forEach(this::learn);
            }
        }

        private void learn(int number) {
            superseded.or(causality.past(number));
            if (!causality.write(number).isDelete()) {
                known.set(number);
            }
            known.andNot(superseded);
        }

        private void judge(Call.Get get) {
            Shown shown = reads.shown(get.found());
            BitSet past = causality.past(shown.live());
            boolean isTold = false;
            for (int number :
                    without(without(known, shown.live()), past).stream().toArray()) {
                isTold |= isMissing(number, shown, get);
            }
            if (!isTold) {
                both(shown.live(), without(superseded, past)).stream().forEach(number -> cameBack(number, get));
            }
        }

        private void cameBack(int number, Call.Get get) {
            Call.Write write = causality.write(number);
            if (write.tries() > 1) {
                findings.doubt(Doubt.SECOND_COPY);
            } else if (write.mayBeApplied()) {
                convict(write, "is shown " + write.id() + " again, and knew it superseded", get);
            }
        }

        /** @return whether it was told */
        private boolean isMissing(int number, Shown shown, Call.Get get) {
            Call.Write write = causality.write(number);
            long readEnd = get.span().end();
            BitSet removers = new BitSet();
            deletes.stream()
                    .filter(delete -> causality.isInPast(number, delete))
                    .filter(delete -> causality.write(delete).span().begin() < readEnd)
                    .forEach(removers::set);
            if (!removers.isEmpty()) {
                known.clear(number); // they explain it in every later read too
                boolean isSure = removers.stream()
                        .anyMatch(delete -> causality.write(delete).outcome().isOk());
                if (!isSure) {
                    findings.doubt(Doubt.DELETE_UNKNOWN);
                }
            } else if (!history.isComplete()) {
                findings.doubt(Doubt.CALL_MISSING);
            } else if (!shown.isWhole()) {
                findings.doubt(Doubt.READ_UNREADABLE);
            } else if (write.mayBeApplied()) {
                String how = write.caller().session().filter(name::equals).isPresent() ? "wrote" : "was shown";
                convict(write, how + " " + write.id() + ", and does not find it, nor what superseded it", get);
                return true;
            }
            return false;
        }

        private void convict(Call.Write write, String what, Call.Get get) {
            findings.convict(
                    Kind.BROKEN_SESSION, key.key(), "session " + name + " " + what, Calls.text(get), write.id(), name);
        }
    }
}
