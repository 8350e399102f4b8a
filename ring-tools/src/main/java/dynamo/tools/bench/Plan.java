package dynamo.tools.bench;

import com.google.common.collect.ImmutableList;
import dynamo.tools.http.Endpoint;
import java.time.Duration;

/**
 * One run.
 *
 * @param rate operations a second, due at even distances; 0 for a closed loop, in which each connection starts the next
 *     operation when the last is answered
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
        double rate,
        Duration warmup,
        Duration measured,
        Duration timeout,
        String query,
        long seed) {

    boolean isOpenLoop() {
        return rate > 0;
    }

    static String keyName(int key) {
        String digits = Integer.toString(key);
        return "user0000000000".substring(0, 14 - digits.length()) + digits;
    }
}
