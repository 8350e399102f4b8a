package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;
import dynamo.tools.http.Endpoint;
import java.time.Duration;

/**
 * One run.
 *
 * @param phases what is measured, one after the other; all of them in an open loop, or all in a closed one, in which each
 *     connection starts the next operation when the last is answered
 * @param tryTimeout after which a request is given up at one node, and sent to another
 * @param keysMax keys there may be in the end, inserted ones included
 * @param query of every request, such as {@code w=2}; may be empty
 */
record Plan(
        ImmutableList<Endpoint> servers,
        String bucket,
        Mix mix,
        KeyChooser.Kind distribution,
        int keys,
        int keysMax,
        int valueBytes,
        int connections,
        int threads,
        Duration warmup,
        ImmutableList<Phase> phases,
        Duration timeout,
        Duration tryTimeout,
        String query,
        long seed) {

    boolean isOpenLoop() {
        return phases.get(0).rate() > 0;
    }

    /** Warm-up included, which goes at the first phase's pace. */
    Schedule schedule(long startNanos) {
        double rate = phases.get(0).rate();
        ImmutableList.Builder<Phase> all = ImmutableList.builder();
        if (!warmup.isZero()) {
            all.add(new Phase("warm-up", warmup, rate));
        }
        return new Schedule(startNanos, all.addAll(phases).build());
    }

    static String keyName(int key) {
        String digits = Integer.toString(key);
        return "user0000000000".substring(0, 14 - digits.length()) + digits;
    }
}
