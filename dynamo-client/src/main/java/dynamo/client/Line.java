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
    private static final int AT_ONCE_MAX = 64 * 1024;

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
        for (ByteBuffer each : bytes) {
            while (each.hasRemaining()) {
                int count = channel.write(next(each));
                each.position(each.position() + count);
                if (count == 0) {
                    await(SelectionKey.OP_WRITE, deadlineNanos);
                }
            }
        }
    }

    /** Java copies a buffer of the heap into one outside of it, of the same size, and keeps that for the thread. */
    private static ByteBuffer next(ByteBuffer buffer) {
        return buffer.slice(buffer.position(), Math.min(buffer.remaining(), AT_ONCE_MAX));
    }

    /** At least one byte, or -1 at the end. */
    int read(ByteBuffer into, long deadlineNanos) throws IOException {
        while (true) {
            int count = channel.read(next(into));
            if (count != 0) {
                into.position(into.position() + Math.max(0, count));
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

    /** Whether bytes or the end can be read before the deadline. */
    boolean awaitBytes(long deadlineNanos) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        return select(deadlineNanos);
    }

    /** Whether it is the first of the two, at a selector of which both wait, that can be read. */
    static boolean isFirst(Line one, Line other, long deadlineNanos) throws IOException {
        one.key.interestOps(SelectionKey.OP_READ);
        SelectionKey guest = other.channel.register(one.selector, SelectionKey.OP_READ);
        try {
            if (!one.select(deadlineNanos)) {
                throw new SocketTimeoutException("no answer in time");
            }
            return one.selector.selectedKeys().contains(one.key);
        } finally {
            guest.cancel();
            one.selector.selectNow(); // takes the cancelled key off
        }
    }

    private void await(int operation, long deadlineNanos) throws IOException {
        key.interestOps(operation);
        if (!select(deadlineNanos)) {
            throw new SocketTimeoutException("no answer in time");
        }
    }

    /** False when the time is over. A selector may wake without a reason. */
    private boolean select(long deadlineNanos) throws IOException {
        int ready = 0;
        while (ready == 0) {
            long millis = (deadlineNanos - System.nanoTime() + 999_999) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            selector.selectedKeys().clear();
            ready = selector.select(millis);
            if (Thread.currentThread().isInterrupted()) {
                throw new ClosedByInterruptException();
            }
        }
        return true;
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
