package dynamo.tools.chaos;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One line that says how far a run is: written over each second on a terminal, and anew every ten seconds elsewhere. */
final class Progress {
    private static final long SECOND = 1_000_000_000L;
    private static final int SECONDS_BETWEEN_LINES = 10;
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean isTerminal;
    private String phase = "";
    private boolean isLineOpen;

    Progress(PrintWriter err, boolean isTerminal) {
        this.err = err;
        this.isTerminal = isTerminal;
    }

    void phase(String name) {
        phase = name;
    }

    /** Until then, in nanoseconds of the run. */
    void watch(
            Recorder recorder,
            Tally tally,
            ConcurrentSkipListMap<Integer, String> on,
            long until,
            BooleanSupplier goesOn) {
        long calls = tally.calls();
        long failed = tally.failed().sum();
        for (int second = 1; recorder.now() < until && goesOn.getAsBoolean(); second++) {
            LockSupport.parkNanos(Math.min(SECOND, until - recorder.now()));
            if (isTerminal || second % SECONDS_BETWEEN_LINES == 0) {
                say(recorder, text(tally.calls() - calls, tally.failed().sum() - failed, on.values()));
                calls = tally.calls();
                failed = tally.failed().sum();
            }
        }
    }

    private static String text(long calls, long failed, Collection<String> on) {
        String share = calls == 0
                ? "no call"
                : String.format("%.1f %% of %d calls ok", 100.0 * (calls - failed) / calls, calls);
        return share + (on.isEmpty() ? "" : "; " + String.join(", ", on));
    }

    void say(Recorder recorder, String what) {
        String line = String.format("%4d s  %s: %s", recorder.now() / SECOND, phase, what);
        if (isTerminal) {
            err.print(TO_LINE_START_AND_CLEAR + line);
            isLineOpen = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    void end() {
        if (isLineOpen) {
            err.println();
            err.flush();
        }
    }
}
