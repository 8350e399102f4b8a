package dynamo.node.io.http;

import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * An answer in the making: status and header lines are written as bytes at once, without objects in between.
 *
 * <p>Holds a pooled buffer: is sent or released, once.
 */
final class Answer {
    private static final int HEAD_BYTES = 768;
    private static final byte[] COLON = {':', ' '};
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[][] STATUS_LINES = new byte[600][];

    static {
        for (int status = 100; status < STATUS_LINES.length; status++) {
            STATUS_LINES[status] =
                    ("HTTP/1.1 " + status + " " + Status.reason(status) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final int status;
    private final ByteBuf head;
    private Bytes body = Bytes.EMPTY;

    Answer(int status, ByteBufAllocator allocator, Bytes commonHeaders) {
        this.status = status;
        head = allocator.directBuffer(HEAD_BYTES);
        head.writeBytes(STATUS_LINES[status]).writeBytes(commonHeaders.asByteBuffer());
    }

    int status() {
        return status;
    }

    Bytes body() {
        return body;
    }

    Answer header(AsciiString name, CharSequence value) {
        head.writeBytes(name.array(), name.arrayOffset(), name.length()).writeBytes(COLON);
        ByteBufUtil.writeAscii(head, isSafe(value) ? value : harmless(value)); // Latin-1, in truth
        head.writeBytes(LINE_END);
        return this;
    }

    Answer header(AsciiString name, long value) {
        return header(name, Long.toString(value));
    }

    Answer body(CharSequence contentType, Bytes bytes) {
        body = bytes;
        return header(Headers.CONTENT_TYPE, contentType);
    }

    /** Ends the head. */
    ByteBuf finishHead() {
        if (status != 204 && status != 304) {
            header(AsciiString.cached("Content-Length"), body.length());
        }
        return head.writeBytes(LINE_END);
    }

    void release() {
        head.release();
    }

    private static boolean isSafe(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** What was stored by other means than this port must not become header lines either. */
    private static String harmless(CharSequence value) {
        return value.toString().replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", "?");
    }
}
