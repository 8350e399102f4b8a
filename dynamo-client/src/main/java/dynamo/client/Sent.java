package dynamo.client;

import java.io.IOException;

/** A request at one node, which has not answered yet. Threading: one thread at a time. */
final class Sent {
    private final ClientNode node;
    private final Connection connection;
    private final Connections connections;

    private Sent(ClientNode node, Connection connection, Connections connections) {
        this.node = node;
        this.connection = connection;
        this.connections = connections;
    }

    /** An exception: the node may have the request when {@code connected} ran. */
    static Sent to(ClientNode node, HttpRequest request, Connections connections, long deadline, Runnable connected)
            throws IOException {
        Connection connection = connections.take(node.address(), deadline);
        connected.run();
        node.onSent();
        Sent sent = new Sent(node, connection, connections);
        try {
            connection.send(request, deadline);
            return sent;
        } catch (IOException | RuntimeException | Error e) {
            sent.giveUp();
            throw e;
        }
    }

    ClientNode node() {
        return node;
    }

    /** False when the time is over, and nothing came. */
    boolean awaitAnswer(long deadline) throws IOException {
        return connection.await(deadline);
    }

    /** The one of two whose answer begins first. */
    static Sent first(Sent one, Sent other, long deadline) throws IOException {
        return Connection.isFirst(one.connection, other.connection, deadline) ? one : other;
    }

    HttpAnswer answer(long deadline) throws IOException {
        HttpAnswer answer;
        try {
            answer = connection.receive(deadline);
        } catch (IOException | RuntimeException | Error e) {
            giveUp();
            throw e;
        }
        node.onEnded();
        if (answer.isLast()) {
            connection.close();
        } else {
            connections.giveBack(node.address(), connection);
        }
        return answer;
    }

    /** Nobody waits for its answer any more. */
    void giveUp() {
        node.onEnded();
        connection.close();
    }
}
