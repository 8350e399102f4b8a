package dynamo.node.io.http;

import java.time.Duration;

/**
 * Where a port listens and how much it takes.
 *
 * @param port 0 for any free one
 * @param connectionsMax open at once; more are answered 503
 * @param valueBytesMax of one value
 * @param inFlightBytesMax bodies and answers held by all connections together; beyond it requests are shed
 */
public record HttpConfig(
        String host, int port, int connectionsMax, int valueBytesMax, long inFlightBytesMax, Patience patience) {
    public static final int VALUE_BYTES_MAX_DEFAULT = 8 << 20;

    /** Request line, which may hold a percent-encoded key. */
    static final int LINE_BYTES_MAX = 16 * 1024;

    static final int HEADER_BYTES_MAX = 8 * 1024;
    static final int HEADERS_MAX = 100;
    /** A body refused unread is read and dropped up to here, to keep the connection; a longer one costs it. */
    static final int DROPPED_BYTES_MAX = 64 * 1024;

    /** Clients may ask for this much. */
    static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);
    /** The node answers by the client's own timeout; should it not, somebody must. */
    static final Duration SERVING_MAX = TIMEOUT_MAX.plusSeconds(10);

    /**
     * How long a client may take.
     *
     * @param head for a whole head, from its first byte
     * @param idle between two requests
     * @param progress within which a body or a reader must move on by {@code bytesMin}
     * @param linger for a client to notice that its connection ends
     */
    public record Patience(Duration head, Duration idle, Duration progress, int bytesMin, Duration linger) {
        public static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(5), 5 * 1024, Duration.ofSeconds(2));
    }

    /** A quarter of the heap for bodies and answers; however small that is, one of the largest values fits. */
    public static HttpConfig data(String host, int port) {
        long share = Runtime.getRuntime().maxMemory() / 4;
        return new HttpConfig(host, port, 4096, VALUE_BYTES_MAX_DEFAULT, share, Patience.DEFAULT)
                .withValueBytesMax(VALUE_BYTES_MAX_DEFAULT);
    }

    public static HttpConfig admin(String host, int port) {
        long share = Runtime.getRuntime().maxMemory() / 16;
        return new HttpConfig(host, port, 256, VALUE_BYTES_MAX_DEFAULT, share, Patience.DEFAULT);
    }

    public HttpConfig withValueBytesMax(int bytes) {
        long one = (long) DataRoutes.ENVELOPE_MEMORY_PER_BYTE * DataRoutes.envelopeBytesMax(bytes) + 1;
        return new HttpConfig(host, port, connectionsMax, bytes, Math.max(inFlightBytesMax, one), patience);
    }
}
