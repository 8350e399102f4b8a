package dynamo.tools.http;

import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads answers from the bytes of one connection as they come. Knows lengths and chunks, and of the headers only those
 * that load generators look at.
 *
 * <p>Bounds: lines of {@value #LINE_BYTES_MAX} bytes, bodies of the length given. What goes beyond throws {@link
 * IllegalStateException}, and the connection is of no more use.
 */
final class AnswerReader {

    private static final int LINE_BYTES_MAX = 16_384;

    private enum State {
        STATUS_LINE,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS
    }

    private final int bodyBytesMax;
    private State state = State.STATUS_LINE;
    private int status;
    private int length;
    private boolean isChunked;
    private boolean isLast;
    private String context = "";
    private int siblings;
    private byte[] body = new byte[0];
    private int filled;

    AnswerReader(int bodyBytesMax) {
        this.bodyBytesMax = bodyBytesMax;
    }

    /** Empty when more bytes are needed. */
    Optional<HttpAnswer> read(ByteBuf from) {
        while (true) {
            boolean isWhole;
            if (state == State.BODY || state == State.CHUNK) {
                if (!fill(from)) {
                    return Optional.empty();
                }
                isWhole = state == State.BODY;
                state = State.CHUNK_END;
            } else {
                int lineBytes = from.bytesBefore((byte) '\n');
                if (lineBytes > LINE_BYTES_MAX || lineBytes < 0 && from.readableBytes() > LINE_BYTES_MAX) {
                    throw new IllegalStateException("a line of the answer is too long");
                }
                if (lineBytes < 0) {
                    return Optional.empty();
                }
                isWhole = line(from, from.readerIndex() + lineBytes);
            }
            if (isWhole) {
                return Optional.of(whole());
            }
        }
    }

    /** Takes a line; true when the answer is whole with it. */
    private boolean line(ByteBuf from, int end) {
        int start = from.readerIndex();
        int stop = end > start && from.getByte(end - 1) == '\r' ? end - 1 : end;
        from.readerIndex(end + 1);
        switch (state) {
            case STATUS_LINE -> status(from, start, stop);
            case HEADERS -> {
                if (stop > start) {
                    header(from, start, stop);
                } else {
                    return headersDone();
                }
            }
            case CHUNK_SIZE -> chunk(text(from, start, stop));
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case TRAILERS -> {
                return stop == start;
            }
            default -> throw new IllegalStateException("no line is wanted in " + state);
        }
        return false;
    }

    private void status(ByteBuf from, int start, int stop) {
        String line = text(from, start, stop);
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            throw new IllegalStateException("not an HTTP answer");
        }
        status = Integer.parseInt(line.substring(9, 12));
        state = State.HEADERS;
        length = -1;
        isChunked = false;
        isLast = line.startsWith("HTTP/1.0");
        context = "";
        siblings = 0;
        filled = 0;
    }

    private void header(ByteBuf from, int start, int stop) {
        // Told apart by first letter and length before any text is made of them.
        int colon = from.indexOf(start, stop, (byte) ':');
        int name = colon - start;
        switch (from.getByte(start) | 0x20) {
            case 'c' -> {
                if (name == 14 && is(from, start, "content-length")) {
                    length = Integer.parseInt(value(from, colon, stop));
                } else if (name == 14 && is(from, start, "causal-context")) {
                    context = value(from, colon, stop);
                } else if (name == 10 && is(from, start, "connection")) {
                    isLast |= value(from, colon, stop).equalsIgnoreCase("close");
                }
            }
            case 'd' -> {
                if (name == 15 && is(from, start, "dynamo-siblings")) {
                    siblings = Integer.parseInt(value(from, colon, stop));
                }
            }
            case 't' -> isChunked |= name == 17 && is(from, start, "transfer-encoding");
            default -> {}
        }
    }

    private boolean headersDone() {
        if (status < 200) { // an interim answer; the real one follows
            state = State.STATUS_LINE;
            return false;
        }
        if (status == 204 || status == 304) {
            return true;
        }
        if (isChunked) {
            state = State.CHUNK_SIZE;
            return false;
        }
        if (length < 0) {
            throw new IllegalStateException("an answer of unknown length");
        }
        room(length);
        state = State.BODY;
        length = filled + length;
        return filled == length;
    }

    private void chunk(String size) {
        int semicolon = size.indexOf(';');
        int bytes = Integer.parseInt((semicolon < 0 ? size : size.substring(0, semicolon)).strip(), 16);
        room(bytes);
        length = filled + bytes;
        state = bytes == 0 ? State.TRAILERS : State.CHUNK;
    }

    private void room(int bytes) {
        if (bytes < 0 || bytes > bodyBytesMax - filled) {
            throw new IllegalStateException("an answer of more than " + bodyBytesMax + " bytes");
        }
        if (body.length != filled + bytes) {
            body = Arrays.copyOf(body, filled + bytes);
        }
    }

    private boolean fill(ByteBuf from) {
        int bytes = Math.min(length - filled, from.readableBytes());
        from.readBytes(body, filled, bytes);
        filled += bytes;
        return filled == length;
    }

    private HttpAnswer whole() {
        state = State.STATUS_LINE;
        byte[] read = body.length == filled ? body : Arrays.copyOf(body, filled);
        body = new byte[0];
        return new HttpAnswer(status, context, siblings, Bytes.owning(read), isLast);
    }

    private static boolean is(ByteBuf from, int start, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((from.getByte(start + i) | 0x20) != (lowerCase.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static String value(ByteBuf from, int colon, int stop) {
        return text(from, colon + 1, stop).strip();
    }

    private static String text(ByteBuf from, int start, int stop) {
        return from.toString(start, stop - start, StandardCharsets.ISO_8859_1);
    }
}
