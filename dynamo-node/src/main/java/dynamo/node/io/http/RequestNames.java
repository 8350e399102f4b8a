package dynamo.node.io.http;

import dynamo.contract.RequestId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Makes up names for requests whose clients gave none; distinct over nodes and restarts. Any thread. */
final class RequestNames {
    private final String prefix = HexFormat.of().toHexDigits(new SecureRandom().nextLong()) + "-";
    private final AtomicLong count = new AtomicLong();

    RequestId next() {
        return new RequestId(prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX), false);
    }
}
