package dynamo.node.io.http;

import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;

/**
 * An answer on its way out. A short one leaves in one piece; a long body follows piece by piece as the client takes it,
 * so a slow reader costs the value itself and little more.
 *
 * <p>Threading: the channel's.
 */
final class Outgoing {
    private static final int PIECE_BYTES = 32 * 1024;

    private final ChannelHandlerContext to;
    private final Bytes body;
    private final Consumer<Boolean> done;
    private final ByteBuf head;
    private boolean headSent;
    private boolean failed;
    private int queued;
    private int sent;

    /** @param done told once, with whether all was handed to the socket */
    Outgoing(ChannelHandlerContext to, ByteBuf head, Bytes body, Consumer<Boolean> done) {
        this.to = to;
        this.head = head;
        this.body = body;
        this.done = done;
    }

    /** Bytes of the body that the socket took. */
    int sent() {
        return sent;
    }

    /** Sends as much as the client takes now. */
    void pump() {
        if (!headSent) {
            headSent = true;
            write(head);
        }
        while (queued < body.length() && to.channel().isWritable() && !failed) {
            write(to.alloc().directBuffer(Math.min(PIECE_BYTES, body.length() - queued)));
        }
        to.flush();
    }

    /** What room the buffer has is filled with the next of the body. */
    private void write(ByteBuf buffer) {
        int from = queued;
        int room = from == 0 ? PIECE_BYTES : buffer.writableBytes();
        queued = Math.min(body.length(), from + room);
        if (queued > from) {
            buffer.writeBytes(body.slice(from, queued).asByteBuffer());
        }
        int reached = queued;
        to.write(buffer).addListener((ChannelFuture written) -> onWritten(written.isSuccess(), reached));
    }

    private void onWritten(boolean success, int reached) {
        if (failed) {
            return;
        }
        failed = !success;
        sent = reached;
        if (failed || sent == body.length()) {
            done.accept(success);
        }
    }
}
