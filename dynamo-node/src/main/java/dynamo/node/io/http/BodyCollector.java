package dynamo.node.io.http;

import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A request's body while it comes in. A body of known, moderate length is received in the array it is kept in; a longer
 * one, or one of unknown length, gets room as it comes, so that memory is held for bytes sent and not for bytes promised.
 */
final class BodyCollector {
    private static final int AT_ONCE_MAX = 1 << 20;
    private static final int FIRST = 8 * 1024;

    private final Exchange exchange;
    private final Call call;
    private final long announced;
    private byte[] array = {};
    private int length;

    /** Refuses what is known to be too much before any of it is read. */
    BodyCollector(Exchange exchange, Call call, RequestHead head) {
        this.exchange = exchange;
        this.call = call;
        announced = head.announced();
        if (announced == RequestHead.NONE && call.needsLength()) {
            throw Refusal.of(411, "an empty body must be meant: send Content-Length: 0, or chunks");
        }
        check(announced);
    }

    private void check(long wanted) {
        if (wanted > 0 && call.bodyBytesMax() == 0) {
            throw Refusal.badRequest("this call takes no body");
        }
        if (wanted > call.bodyBytesMax()) {
            throw Refusal.of(413, "a body has at most " + call.bodyBytesMax() + " bytes here");
        }
    }

    void add(ByteBuf part) {
        int more = part.readableBytes();
        if (more == 0) {
            return;
        }
        check((long) length + more);
        if (array.length - length < more) {
            grow(length + more);
        }
        part.readBytes(array, length, more);
        length += more;
    }

    private void grow(int needed) {
        long limit = announced > 0 ? announced : call.bodyBytesMax();
        long first = announced > 0 ? AT_ONCE_MAX : FIRST;
        int capacity = (int) Math.min(limit, Math.max(needed, Math.max(first, 2L * array.length)));
        if (!exchange.tryHold((long) (capacity - array.length) * call.memoryPerByte())) {
            throw new Refusal(Problem.overloaded("the node holds too many bytes of requests and answers"));
        }
        array = Arrays.copyOf(array, capacity);
    }

    int length() {
        return length;
    }

    Bytes body() {
        return Bytes.owning(array).slice(0, length);
    }
}
