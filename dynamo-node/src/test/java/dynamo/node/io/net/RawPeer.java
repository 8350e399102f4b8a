package dynamo.node.io.net;

import static org.assertj.core.api.Assertions.assertThat;

import dynamo.node.io.net.Preamble.Hello;
import dynamo.ring.NodeId;
import dynamo.version.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;

/** A plain socket that says what it is told to: the other side of the transport, for better or worse. */
final class RawPeer implements AutoCloseable {
    static final NodeId ID = new NodeId("raw");

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static RawPeer dial(TestNode node) throws IOException {
        return new RawPeer(new Socket(TestNode.loopback(0).getAddress(), node.port));
    }

    static RawPeer accept(ServerSocket server) throws IOException {
        server.setSoTimeout(PATIENCE_MILLIS);
        return new RawPeer(server.accept());
    }

    static Hello hello() {
        return new Hello(1, 1, TestNode.CLUSTER, ID, TestNode.SECRET, "");
    }

    /** Dials and shakes hands. */
    static RawPeer welcomed(TestNode node) throws IOException {
        RawPeer peer = dial(node);
        peer.send(hello().encode());
        assertThat(peer.readPreamble()).isInstanceOf(Hello.class);
        return peer;
    }

    void send(Bytes bytes) throws IOException {
        out.write(bytes.toArray());
        out.flush();
    }

    /** In one go: a peer that hangs up after the first may be quicker than a second one. */
    void sendTogether(Bytes... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Bytes part : parts) {
            all.writeBytes(part.toArray());
        }
        send(Bytes.owning(all.toByteArray()));
    }

    void sendFrame(Bytes content) throws IOException {
        send(frame(Frames.MESSAGE, content));
    }

    static Bytes frame(int kind, Bytes content) {
        ByteBuf frame = Frames.frame(kind, content, UnpooledByteBufAllocator.DEFAULT);
        byte[] array = new byte[frame.readableBytes()];
        frame.readBytes(array).release();
        return Bytes.owning(array);
    }

    Preamble readPreamble() throws IOException {
        assertThat(in.readInt()).isEqualTo(Preamble.MAGIC);
        byte[] body = new byte[in.readUnsignedShort()];
        in.readFully(body);
        assertThat(in.readInt()).isEqualTo(Preamble.checksum(Bytes.owning(body)));
        return Preamble.decode(Bytes.owning(body));
    }

    /** A frame's kind and content. */
    Bytes readFrame() throws IOException {
        byte[] body = new byte[in.readInt()];
        in.readInt();
        in.readFully(body);
        return Bytes.owning(body);
    }

    Refusal readRefusal() throws IOException {
        return readPreamble() instanceof Preamble.Refused refused ? refused.why() : Refusal.OTHER;
    }

    /** Whether the other side closes, after whatever it still says. */
    boolean isClosedByOther() throws IOException {
        byte[] ignored = new byte[4096];
        try {
            for (int n = in.read(ignored); n >= 0; n = in.read(ignored)) {
                Arrays.fill(ignored, (byte) 0);
            }
            return true;
        } catch (EOFException | SocketException closed) { // reset: it had not read all that was sent
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
