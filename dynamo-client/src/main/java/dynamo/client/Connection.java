package dynamo.client;

import com.google.common.collect.ImmutableMap;
import dynamo.version.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on one kept connection, one request at a time. Knows lengths and chunks, and waits for the end of the connection
 * where an answer names neither.
 *
 * <p>Bounds: a head of {@value #HEAD_BYTES_MAX} bytes, a body of {@value #BODY_BYTES_MAX}. Threading: one thread at a time.
 */
final class Connection implements AutoCloseable {
    private static final int HEAD_BYTES_MAX = 64 * 1024;
    /** Siblings of 32 MiB as base64, with room for more. */
    private static final int BODY_BYTES_MAX = 128 << 20;

    private final NodeAddress node;
    private final Line line;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024).flip();
    private long deadlineNanos;
    private int headBytes;

    private Connection(NodeAddress node, Line line) {
        this.node = node;
        this.line = line;
    }

    static Connection open(NodeAddress node, long deadlineNanos) throws IOException {
        return new Connection(node, Line.open(node, deadlineNanos));
    }

    boolean isUsable() {
        return !in.hasRemaining() && line.isQuiet();
    }

    /** An exception leaves it unknown whether the node has the request, and the connection of no more use. */
    HttpAnswer exchange(HttpRequest request, long deadline) throws IOException {
        send(request, deadline);
        return receive(deadline);
    }

    void send(HttpRequest request, long deadline) throws IOException {
        line.write(request.to(node), deadline);
    }

    /** Whether an answer, or the end of the connection, begins before the deadline. */
    boolean await(long deadline) throws IOException {
        return line.awaitBytes(deadline);
    }

    /** Which of two connections something comes on first; false for the other. */
    static boolean isFirst(Connection one, Connection other, long deadline) throws IOException {
        return Line.isFirst(one.line, other.line, deadline);
    }

    HttpAnswer receive(long deadline) throws IOException {
        deadlineNanos = deadline;
        HttpAnswer answer;
        do {
            answer = read();
        } while (answer.status() < 200); // interim ones; the real one follows
        return answer;
    }

    private HttpAnswer read() throws IOException {
        headBytes = 0;
        String first = readLine();
        if (!first.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("not an HTTP answer");
        }
        int status = Integer.parseInt(first.substring(9, 12));
        ImmutableMap<String, String> headers = headers();
        boolean isChunked = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
        boolean hasNoBody = status < 200 || status == 204 || status == 304;
        boolean isEndless = !hasNoBody && !isChunked && !headers.containsKey("content-length");
        boolean isLast = isEndless
                || first.startsWith("HTTP/1.0")
                || headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        Bytes body = hasNoBody
                ? Bytes.EMPTY
                : isChunked
                        ? chunks()
                        : isEndless ? rest() : Bytes.owning(exactly(length(headers.get("content-length"), 10)));
        return new HttpAnswer(status, headers, body, isLast);
    }

    private ImmutableMap<String, String> headers() throws IOException {
        ImmutableMap.Builder<String, String> headers = ImmutableMap.builder();
        for (String text = readLine(); !text.isEmpty(); text = readLine()) {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw new IOException("not an HTTP header");
            }
            headers.put(
                    text.substring(0, colon).toLowerCase(Locale.ROOT),
                    text.substring(colon + 1).strip());
        }
        return headers.buildKeepingLast();
    }

    private Bytes chunks() throws IOException {
        byte[] body = new byte[0];
        while (true) {
            String size = readLine();
            int semicolon = size.indexOf(';');
            int length = length((semicolon < 0 ? size : size.substring(0, semicolon)).strip(), 16);
            if (length == 0) {
                headers(); // trailers
                return Bytes.owning(body);
            }
            check(body.length + (long) length);
            byte[] chunk = exactly(length);
            body = Arrays.copyOf(body, body.length + length);
            System.arraycopy(chunk, 0, body, body.length - length, length);
            readLine();
        }
    }

    private static int length(@Nullable String digits, int radix) throws IOException {
        try {
            long length = Long.parseLong(digits == null ? "" : digits, radix);
            check(length);
            return (int) length;
        } catch (NumberFormatException e) {
            throw new IOException("an answer of no length", e);
        }
    }

    private static void check(long bodyBytes) throws IOException {
        if (bodyBytes < 0 || bodyBytes > BODY_BYTES_MAX) {
            throw new IOException("an answer of more than " + BODY_BYTES_MAX + " bytes");
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] body = new byte[length];
        int filled = Math.min(length, in.remaining());
        in.get(body, 0, filled);
        ByteBuffer into = ByteBuffer.wrap(body, filled, length - filled); // without a stop in the small buffer
        while (into.hasRemaining()) {
            if (line.read(into, deadlineNanos) < 0) {
                throw new EOFException("the connection ended within an answer");
            }
        }
        return body;
    }

    private Bytes rest() throws IOException {
        byte[] body = new byte[0];
        do {
            int more = in.remaining();
            check(body.length + (long) more);
            body = Arrays.copyOf(body, body.length + more);
            in.get(body, body.length - more, more);
        } while (fill());
        return Bytes.owning(body);
    }

    private String readLine() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            while (in.hasRemaining()) {
                byte next = in.get();
                if (next == '\n') {
                    int length = text.length();
                    boolean hasReturn = length > 0 && text.charAt(length - 1) == '\r';
                    return hasReturn ? text.substring(0, length - 1) : text.toString();
                }
                if (++headBytes > HEAD_BYTES_MAX) {
                    throw new IOException("the head of the answer is too long");
                }
                text.append((char) (next & 0xff));
            }
            if (!fill()) {
                throw new EOFException("the connection ended before the answer");
            }
        }
    }

    /** False at the end. */
    private boolean fill() throws IOException {
        in.clear();
        int count = line.read(in, deadlineNanos);
        in.flip();
        return count >= 0;
    }

    @Override
    public void close() {
        line.close();
    }
}
