package dynamo.client;

import dynamo.version.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A request as it goes over the wire, but for the host, which is each try's own.
 *
 * @param head request line and headers, up to the Host header's place
 */
record HttpRequest(String method, Bytes head, Bytes body) {
    /** Goes out in one piece with the head. */
    private static final int SMALL_MAX = 16 * 1024;

    /** Whether a try that has no answer may have changed something. */
    boolean isWrite() {
        return !method.equals("GET");
    }

    /** A large value is not copied. */
    ByteBuffer[] to(NodeAddress node) {
        byte[] host = ("Host: " + node + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        boolean isSmall = body.length() <= SMALL_MAX;
        ByteBuffer start = ByteBuffer.allocate(head.length() + host.length + (isSmall ? body.length() : 0));
        head.copyTo(start);
        start.put(host);
        if (isSmall) {
            body.copyTo(start);
        }
        start.flip();
        return isSmall ? new ByteBuffer[] {start} : new ByteBuffer[] {start, body.asByteBuffer()};
    }

    /** Writes the lines of a head. */
    static final class Builder {
        private final String method;
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream(512);

        Builder(String method, String target) {
            this.method = method;
            line(method + " " + target + " HTTP/1.1");
        }

        Builder header(String name, String value) {
            if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
                throw new IllegalArgumentException("the header " + name + " cannot hold control characters");
            }
            line(name + ": " + value);
            return this;
        }

        HttpRequest build() {
            return new HttpRequest(method, Bytes.owning(lines.toByteArray()), Bytes.EMPTY);
        }

        HttpRequest build(Bytes body) {
            header("Content-Length", Integer.toString(body.length()));
            return new HttpRequest(method, Bytes.owning(lines.toByteArray()), body);
        }

        private void line(String text) {
            lines.writeBytes((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
