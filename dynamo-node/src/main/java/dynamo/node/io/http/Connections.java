package dynamo.node.io.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections of a port: how many there may be, and which of them waited too long. Any thread. */
final class Connections {
    /** Refused connections that may linger for their answer; beyond them there is none. */
    private static final int REFUSED_MAX = 64;

    private final int max;
    private final HttpEvents events;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger served = new AtomicInteger();

    /** What becomes of a new connection. */
    enum Admission {
        SERVED,
        /** Answered that there are too many. */
        REFUSED,
        /** Closed without a word: too many are being refused. */
        DROPPED
    }

    Connections(int max, HttpEvents events) {
        this.max = max;
        this.events = events;
    }

    Admission add(Connection connection) {
        if (open.size() >= max + REFUSED_MAX) {
            events.onConnectionRefused();
            return Admission.DROPPED;
        }
        open.add(connection);
        if (served.incrementAndGet() <= max) {
            events.onConnections(served.get());
            return Admission.SERVED;
        }
        served.decrementAndGet();
        events.onConnectionRefused();
        return Admission.REFUSED;
    }

    void remove(Connection connection, Admission admission) {
        open.remove(connection);
        if (admission == Admission.SERVED) {
            events.onConnections(served.decrementAndGet());
        }
    }

    /** One look at every connection in place of a timer for every request. */
    void wakeOverdue(long nowNanos) {
        for (Connection connection : open) {
            if (connection.isOverdue(nowNanos)) {
                connection.wake();
            }
        }
    }

    void closeIdle() {
        open.forEach(Connection::closeWhenIdle);
    }

    void closeAll() {
        open.forEach(Connection::close);
    }
}
