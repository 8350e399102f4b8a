package dynamo.tools.chaos;

import java.util.concurrent.atomic.LongAdder;

/** How many calls succeeded and failed so far, for the line that people watch. Threading: any. */
record Tally(LongAdder succeeded, LongAdder failed) {
    Tally() {
        this(new LongAdder(), new LongAdder());
    }

    long calls() {
        return succeeded.sum() + failed.sum();
    }
}
