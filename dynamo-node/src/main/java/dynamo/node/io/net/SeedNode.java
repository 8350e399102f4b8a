package dynamo.node.io.net;

import com.google.common.net.HostAndPort;
import dynamo.node.io.net.Preamble.Introduce;
import dynamo.node.io.net.Preamble.Refused;
import dynamo.version.Bytes;
import dynamo.version.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A node of an existing cluster, of which a new one knows the address and the secret only: it is asked what cluster that is.
 *
 * <p>Threading: blocks, so it is for no loop.
 */
public final class SeedNode {

    /** It answered, and would answer the same if it were asked again. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    private final HostAndPort address;
    private final long secretDigest;

    /** @param secretDigest {@link TransportConfig#secretDigest} */
    public SeedNode(HostAndPort address, long secretDigest) {
        this.address = address;
        this.secretDigest = secretDigest;
    }

    /**
     * @param patience for all of it, but the lookup of a name
     * @throws IOException when nobody answers, or not in time: another try makes sense
     */
    public Introduction ask(Duration patience) throws IOException, RefusedException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Socket socket = new Socket()) {
            InetSocketAddress place = new InetSocketAddress(address.getHost(), address.getPort());
            socket.connect(place, millisUntil(deadline));
            socket.getOutputStream().write(new Introduce(secretDigest).encode().toArray());
            return answer(readPreamble(socket, deadline));
        }
    }

    private static Introduction answer(Preamble preamble) throws RefusedException {
        if (preamble instanceof Introduction introduction) {
            return introduction;
        }
        if (preamble instanceof Refused refused) {
            throw new RefusedException((refused.why().text() + ' ' + refused.detail()).strip());
        }
        throw strange();
    }

    private static Preamble readPreamble(Socket socket, long deadline) throws IOException, RefusedException {
        ByteBuffer head = read(Preamble.HEAD_BYTES, socket, deadline);
        int magic = head.getInt();
        int length = Short.toUnsignedInt(head.getShort());
        if (magic != Preamble.MAGIC || length > Preamble.BODY_BYTES_MAX) {
            throw strange();
        }
        Bytes body = Bytes.owning(read(length, socket, deadline).array());
        int checksum = read(Preamble.CHECKSUM_BYTES, socket, deadline).getInt();
        try {
            if (checksum == Preamble.checksum(body)) {
                return Preamble.decode(body);
            }
        } catch (MalformedException notOurs) {
            throw strange();
        }
        throw strange();
    }

    private static RefusedException strange() {
        return new RefusedException("what answers there is no node of this program, or of another version");
    }

    private static ByteBuffer read(int bytes, Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] read = new byte[bytes];
        for (int filled = 0; filled < bytes; ) {
            socket.setSoTimeout(millisUntil(deadline));
            int more = in.read(read, filled, bytes - filled);
            if (more < 0) {
                throw new EOFException("it closed the connection");
            }
            filled += more;
        }
        return ByteBuffer.wrap(read);
    }

    private static int millisUntil(long deadline) throws SocketTimeoutException {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
