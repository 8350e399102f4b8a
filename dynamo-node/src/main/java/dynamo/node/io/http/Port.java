package dynamo.node.io.http;

import com.google.common.collect.ImmutableMap;
import dynamo.node.Node;
import dynamo.version.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * What all connections of one listening port share.
 *
 * <p>Threading: any thread; what changes is replaced whole.
 */
final class Port {
    private final HttpConfig config;
    private final Node node;
    private final Router router;
    private final HttpEvents events;
    private final String fixedHeaders;
    private final InFlight inFlight;
    private final Connections connections;
    private final RequestNames names = new RequestNames();
    private volatile Preamble preamble;
    private volatile boolean draining;

    /** What every answer starts with, after its status line; as good as its epoch and its second. */
    private record Preamble(long epoch, Bytes headers) {}

    /** @param headers on every answer of this port */
    Port(HttpConfig config, Node node, Router router, ImmutableMap<String, String> headers, HttpEvents events) {
        this.config = config;
        this.node = node;
        this.router = router;
        this.events = events;
        StringBuilder fixed = new StringBuilder();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            fixed.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        fixedHeaders = fixed.toString();
        inFlight = new InFlight(config.inFlightBytesMax());
        connections = new Connections(config.connectionsMax(), events);
        preamble = newPreamble(node.epoch());
    }

    HttpConfig config() {
        return config;
    }

    Router router() {
        return router;
    }

    HttpEvents events() {
        return events;
    }

    InFlight inFlight() {
        return inFlight;
    }

    Connections connections() {
        return connections;
    }

    RequestNames names() {
        return names;
    }

    /** Whether answers end their connections. */
    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    /** Header lines that answers have in common. */
    Bytes commonHeaders() {
        Preamble current = preamble;
        long epoch = node.epoch();
        if (current.epoch != epoch) {
            current = newPreamble(epoch);
            preamble = current;
        }
        return current.headers;
    }

    /** Called once a second at least: the date is among the common headers. */
    void onTick() {
        preamble = newPreamble(node.epoch());
    }

    private Preamble newPreamble(long epoch) {
        String lines = fixedHeaders
                + Headers.RING_EPOCH + ": " + epoch + "\r\n"
                + "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)) + "\r\n";
        return new Preamble(epoch, Bytes.owning(lines.getBytes(StandardCharsets.US_ASCII)));
    }
}
