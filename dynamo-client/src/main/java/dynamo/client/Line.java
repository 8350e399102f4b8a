package dynamo.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket whose every wait, that of a write too, ends at a deadline: a node that was stopped with its connections open
 * takes neither bytes nor farewells.
 *
 * <p>Threading: one thread at a time.
 */
final class Line implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    private Line(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, 0);
    }

    static Line open(NodeAddress node, long deadlineNanos) throws IOException {
        String host = node.host().startsWith("[")
                ? node.host().substring(1, node.host().length() - 1)
                : node.host();
        InetSocketAddress address = new InetSocketAddress(host, node.port());
        if (address.isUnresolved()) {
            throw new IOException("unknown host");
        }
        SocketChannel channel = SocketChannel.open();
        Line line = null;
        try {
            line = new Line(channel, Selector.open());
            if (!channel.connect(address)) {
                do {
                    line.await(SelectionKey.OP_CONNECT, deadlineNanos);
                } while (!channel.finishConnect());
            }
            return line;
        } catch (IOException e) {
            if (line != null) {
                line.close();
            }
            channel.close();
            throw e;
        }
    }

    void write(ByteBuffer[] bytes, long deadlineNanos) throws IOException {
        while (bytes[bytes.length - 1].hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, deadlineNanos);
            }
        }
    }

    /** At least one byte, or -1 at the end. */
    int read(ByteBuffer into, long deadlineNanos) throws IOException {
        while (true) {
            int count = channel.read(into);
            if (count != 0) {
                return count;
            }
            await(SelectionKey.OP_READ, deadlineNanos);
        }
    }

    /** Whether nothing came since the last answer: neither an end nor bytes nobody asked for. */
    boolean isQuiet() {
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void await(int operation, long deadlineNanos) throws IOException {
        long millis = (deadlineNanos - System.nanoTime() + 999_999) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        key.interestOps(operation);
        selector.select(millis);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
