package dynamo.client;

import dynamo.contract.RequestId;
import java.time.Duration;
import java.util.Optional;

/**
 * How one call is to be carried out.
 *
 * @param quorum {@code 1..n | one | quorum | all}: R of a get, W of a put or delete
 * @param isSloppy whether replicas other than the key's homes count
 * @param timeout of the whole call, all its tries included
 * @param requestId for a caller that itself repeats the call; made up otherwise
 */
public record CallOptions(Optional<String> quorum, boolean isSloppy, Duration timeout, Optional<RequestId> requestId) {
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);

    public static final CallOptions DEFAULT =
            new CallOptions(Optional.empty(), true, Duration.ofSeconds(5), Optional.empty());

    public CallOptions {
        if (timeout.toMillis() < 1 || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException("a timeout is 1 ms to 60 s");
        }
    }

    public CallOptions withQuorum(String wanted) {
        return new CallOptions(Optional.of(wanted), isSloppy, timeout, requestId);
    }

    public CallOptions withTimeout(Duration wanted) {
        return new CallOptions(quorum, isSloppy, wanted, requestId);
    }

    public CallOptions withRequestId(RequestId wanted) {
        return new CallOptions(quorum, isSloppy, timeout, Optional.of(wanted));
    }

    /** Only the key's homes count. */
    public CallOptions strict() {
        return new CallOptions(quorum, false, timeout, requestId);
    }
}
