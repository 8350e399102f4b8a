package dynamo.tools.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A whole history in memory, by key: some 400 bytes a call. Bounded: a million calls, and as many lines of the other types.
 */
public final class History {
    static final int CALLS_MAX = 1_000_000;
    private static final int OTHER_LINES_MAX = 1_000_000;

    private final Line.Run run;
    private final Map<KeyName, KeyHistory> keys = new TreeMap<>();
    private final Map<String, KeyName> writtenTo = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Line.Fault> faults = new ArrayList<>();
    private final List<Line.Skipped> skipped = new ArrayList<>();
    private final List<Line.Phase> phases = new ArrayList<>();
    private final List<Line.Crash> crashes = new ArrayList<>();
    private Optional<Line.End> end = Optional.empty();
    private int others;

    private History(Line.Run run) {
        this.run = run;
    }

    /** @throws HistoryException with the number of the line, when it is no history */
    public static History read(Path file) throws IOException {
        try (HistoryReader reader = HistoryReader.open(file)) {
            return read(reader);
        }
    }

    static History read(HistoryReader reader) throws IOException {
        History history = new History((Line.Run) reader.next().orElseThrow(() -> reader.fault("no history")));
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            try {
                history.add(line.get());
            } catch (HistoryException e) {
                throw reader.fault(String.valueOf(e.getMessage()));
            }
        }
        return history;
    }

    private void add(Line line) {
        if (line instanceof Call call) {
            addCall(call);
            return;
        }
        bound(++others, OTHER_LINES_MAX, "lines that are no calls");
        if (line instanceof Line.Fault fault) {
            faults.add(fault);
        } else if (line instanceof Line.Skipped fault) {
            skipped.add(fault);
        } else if (line instanceof Line.Phase phase) {
            phases.add(phase);
        } else if (line instanceof Line.Replica replica) {
            at(replica.key()).add(replica);
        } else if (line instanceof Line.Final last) {
            at(last.key()).add(last);
        } else if (line instanceof Line.Crash crash) {
            crashes.add(crash);
        } else if (line instanceof Line.End last) {
            end = Optional.of(last);
        }
    }

    private void addCall(Call call) {
        calls.add(call);
        bound(calls.size(), CALLS_MAX, "calls");
        if (call instanceof Call.Write write) {
            if (writtenTo.putIfAbsent(write.id(), write.key()) != null) {
                throw new HistoryException("a second write " + write.id());
            }
            at(write.key()).add(write);
        } else if (call instanceof Call.Get get) {
            at(get.key()).add(get);
        }
    }

    private KeyHistory at(KeyName key) {
        return keys.computeIfAbsent(key, KeyHistory::new);
    }

    static void bound(int count, int max, String what) {
        if (count > max) {
            throw new HistoryException("more than " + max + " " + what);
        }
    }

    public Line.Run run() {
        return run;
    }

    /** In order of their names. */
    Collection<KeyHistory> keys() {
        return keys.values();
    }

    /** The key that the write went to; empty for one that no call made. */
    Optional<KeyName> keyOf(String write) {
        return Optional.ofNullable(writtenTo.get(write));
    }

    public List<Call> calls() {
        return calls;
    }

    public List<Line.Fault> faults() {
        return faults;
    }

    List<Line.Skipped> skipped() {
        return skipped;
    }

    List<Line.Crash> crashes() {
        return crashes;
    }

    public List<Line.Phase> phases() {
        return phases;
    }

    public Optional<Line.End> end() {
        return end;
    }

    /** Whether it has its last line: all calls have ended, and all that ended is here. */
    boolean isComplete() {
        return end.isPresent();
    }

    /** Whether what was read at the end may be judged: it was not going to change any more. */
    boolean isSettled() {
        return end.filter(Line.End::isSettled).isPresent();
    }
}
