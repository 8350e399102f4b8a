package dynamo.node.io.net;

import dynamo.node.io.net.Preamble.Refused;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Reads a connection's first bytes: fires one {@link Preamble} and leaves the pipeline; or fires {@link Unreadable} once
 * and swallows the rest.
 */
final class PreambleDecoder extends ByteToMessageDecoder {

    /** What came is no preamble. */
    record Unreadable(Refused answer) {}

    private boolean isUnreadable;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (isUnreadable) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (!beginsWithMagic(in)) {
            refuse(Refusal.NOT_A_PEER, "", in, out);
            return;
        }
        if (in.readableBytes() < Preamble.HEAD_BYTES) {
            return;
        }
        int length = in.getUnsignedShort(in.readerIndex() + Integer.BYTES);
        if (length > Preamble.BODY_BYTES_MAX) {
            refuse(Refusal.DAMAGED, "length " + length, in, out);
            return;
        }
        if (in.readableBytes() < Preamble.HEAD_BYTES + length + Preamble.CHECKSUM_BYTES) {
            return;
        }
        byte[] array = new byte[length];
        in.skipBytes(Preamble.HEAD_BYTES).readBytes(array);
        Bytes body = Bytes.owning(array);
        if (in.readInt() != Preamble.checksum(body)) {
            refuse(Refusal.DAMAGED, "checksum", in, out);
            return;
        }
        try {
            out.add(Preamble.decode(body));
            ctx.pipeline().remove(this);
        } catch (MalformedException e) {
            refuse(Refusal.DAMAGED, "fields", in, out);
        }
    }

    /** So far as it has come. */
    private static boolean beginsWithMagic(ByteBuf in) {
        for (int i = 0; i < Math.min(Integer.BYTES, in.readableBytes()); i++) {
            if (in.getByte(in.readerIndex() + i) != (byte) (Preamble.MAGIC >>> 24 - 8 * i)) {
                return false;
            }
        }
        return true;
    }

    private void refuse(Refusal why, String detail, ByteBuf in, List<Object> out) {
        isUnreadable = true;
        in.skipBytes(in.readableBytes());
        out.add(new Unreadable(new Refused(why, detail)));
    }
}
