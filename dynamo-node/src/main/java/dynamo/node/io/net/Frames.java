package dynamo.node.io.net;

import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.CRC32C;

/**
 * What follows the preambles on a connection.
 *
 * <pre>
 * length   u32  of kind and content
 * CRC32C   u32  of kind and content
 * kind     u8   1 message, 2 keep-alive; others are of a newer version, and skipped
 * content
 * </pre>
 */
final class Frames {
    static final int HEAD_BYTES = 8;
    static final int KIND_BYTES = 1;
    static final int MESSAGE = 1;
    static final int KEEP_ALIVE = 2;

    private Frames() {}

    static ByteBuf message(Bytes content, ByteBufAllocator allocator) {
        return frame(MESSAGE, content, allocator);
    }

    static ByteBuf keepAlive(ByteBufAllocator allocator) {
        return frame(KEEP_ALIVE, Bytes.EMPTY, allocator);
    }

    /** Copies the content once, to where the socket takes it from. */
    static ByteBuf frame(int kind, Bytes content, ByteBufAllocator allocator) {
        int length = KIND_BYTES + content.length();
        ByteBuf frame = allocator.ioBuffer(HEAD_BYTES + length, HEAD_BYTES + length);
        frame.writeInt(length).writeInt(0).writeByte(kind);
        content.copyTo(frame.internalNioBuffer(HEAD_BYTES + KIND_BYTES, content.length()));
        CRC32C checksum = new CRC32C();
        checksum.update(frame.internalNioBuffer(HEAD_BYTES, length));
        return frame.setInt(Integer.BYTES, (int) checksum.getValue()).writerIndex(HEAD_BYTES + length);
    }
}
