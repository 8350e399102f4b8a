package dynamo.client;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Kept connections, per node; the one used last is used next. There are as many as calls run at once; of those that idle
 * {@value #KEPT_MAX} per node stay open.
 *
 * <p>Threading: any.
 */
final class Connections implements AutoCloseable {
    private static final int KEPT_MAX = 32;

    private final Map<NodeAddress, LinkedBlockingDeque<Connection>> idle = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /** A kept connection that still stands, or a new one. An exception: nothing was sent. */
    Connection take(NodeAddress node, long deadlineNanos) throws IOException {
        while (true) {
            Connection kept = idle(node).pollFirst();
            if (kept == null) {
                return Connection.open(node, deadlineNanos);
            }
            if (kept.isUsable()) {
                return kept;
            }
            kept.close();
        }
    }

    void giveBack(NodeAddress node, Connection connection) {
        if (!idle(node).offerFirst(connection)) {
            connection.close();
        }
        if (isClosed) {
            close();
        }
    }

    private LinkedBlockingDeque<Connection> idle(NodeAddress node) {
        return idle.computeIfAbsent(node, any -> new LinkedBlockingDeque<>(KEPT_MAX));
    }

    @Override
    public void close() {
        isClosed = true;
        for (LinkedBlockingDeque<Connection> ofNode : idle.values()) {
            for (Connection each = ofNode.pollFirst(); each != null; each = ofNode.pollFirst()) {
                each.close();
            }
        }
    }
}
