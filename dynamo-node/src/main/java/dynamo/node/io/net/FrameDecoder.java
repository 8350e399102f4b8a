package dynamo.node.io.net;

import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection's bytes into frames and fires the content of those that hold a message, as {@link Bytes}. Copies
 * each byte once, from the socket's buffer into the array that the message's values will be slices of.
 *
 * <p>An impossible length, found before anything is allocated for it, or a wrong checksum closes the connection: where
 * the next frame begins is no longer known.
 */
final class FrameDecoder extends ChannelInboundHandlerAdapter {
    /** A longer frame gets its room as it arrives: announcing one costs nothing. */
    private static final int ROOM_AT_FIRST = 1 << 20;

    private final int frameBytesMax;
    private final TransportCounters counters;
    private final Consumer<String> complaints;
    private final CRC32C crc = new CRC32C();
    private final byte[] head = new byte[Frames.HEAD_BYTES];
    private int headFilled;
    private byte @Nullable [] body;
    private int bodyFilled;
    private int length;
    private int checksum;
    private boolean isDamaged;

    /** @param complaints hears why the connection is closed */
    FrameDecoder(int frameBytesMax, TransportCounters counters, Consumer<String> complaints) {
        this.frameBytesMax = frameBytesMax;
        this.counters = counters;
        this.complaints = complaints;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in)) {
            ctx.fireChannelRead(message);
            return;
        }
        try {
            while (in.isReadable() && !isDamaged && ctx.channel().isActive()) {
                read(in, ctx);
            }
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in, ChannelHandlerContext ctx) {
        byte[] into = body == null ? begin(in, ctx) : body;
        if (into == null) {
            return;
        }
        if (bodyFilled == into.length) {
            into = Arrays.copyOf(into, (int) Math.min(length, 2L * into.length));
        }
        body = into;
        int more = Math.min(in.readableBytes(), into.length - bodyFilled);
        in.readBytes(into, bodyFilled, more);
        bodyFilled += more;
        if (bodyFilled == length) {
            headFilled = 0;
            bodyFilled = 0;
            body = null;
            end(into, ctx);
        }
    }

    /** Room for the frame's body once its head is whole and possible. */
    private byte @Nullable [] begin(ByteBuf in, ChannelHandlerContext ctx) {
        int more = Math.min(in.readableBytes(), head.length - headFilled);
        in.readBytes(head, headFilled, more);
        headFilled += more;
        if (headFilled < head.length) {
            return null;
        }
        length = intAt(0);
        checksum = intAt(Integer.BYTES);
        if (length < Frames.KIND_BYTES || length > frameBytesMax) { // unsigned, so the upper half is below 0
            damaged("a frame of " + Integer.toUnsignedLong(length) + " bytes", ctx);
            return null;
        }
        return new byte[Math.min(length, ROOM_AT_FIRST)];
    }

    private void end(byte[] whole, ChannelHandlerContext ctx) {
        crc.reset();
        crc.update(whole, 0, whole.length);
        if ((int) crc.getValue() != checksum) {
            damaged("a frame with a wrong checksum", ctx);
            return;
        }
        switch (whole[0]) {
            case Frames.MESSAGE -> {
                counters.add(TransportCount.MESSAGES_RECEIVED);
                counters.add(TransportCount.BYTES_RECEIVED, Frames.HEAD_BYTES + whole.length);
                ctx.fireChannelRead(Bytes.owning(whole).slice(Frames.KIND_BYTES, whole.length));
            }
            case Frames.KEEP_ALIVE -> {}
            default -> counters.add(TransportCount.FRAMES_UNKNOWN);
        }
    }

    private void damaged(String why, ChannelHandlerContext ctx) {
        isDamaged = true;
        counters.add(TransportCount.FRAMES_DAMAGED);
        complaints.accept(why);
        ctx.close();
    }

    private int intAt(int index) {
        return (head[index] & 0xff) << 24
                | (head[index + 1] & 0xff) << 16
                | (head[index + 2] & 0xff) << 8
                | head[index + 3] & 0xff;
    }
}
