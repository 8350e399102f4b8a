package dynamo.client;

import java.time.Duration;

/**
 * How a call went, for metrics and logs.
 *
 * @param operation {@code get}, {@code put} or {@code delete}; an update is some of these
 * @param node that answered; empty when none did
 * @param tries requests sent or attempted; 1 for most calls
 * @param isHedged whether a second node was asked because the first took long
 * @param status of the HTTP answer; 0 when none came
 */
public record CallReport(
        String operation, String bucket, String node, Duration duration, int tries, boolean isHedged, int status) {}
