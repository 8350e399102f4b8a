package dynamo.node.io.http;

import dynamo.contract.RequestId;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one answer.
 *
 * <p>Threading: answered on any thread; the rest belongs to the connection's.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int INSTANCE_CHARS_MAX = 1024;

    private final Connection connection;
    private final Port port;
    private final long startNanos = System.nanoTime();
    private RequestId requestId;
    private String method = "OTHER";
    private String route = "none";
    private String path = "/";
    private boolean isHead;
    private long held;
    private boolean hasEnded;

    Exchange(Connection connection, Port port) {
        this.connection = connection;
        this.port = port;
        requestId = port.names().next();
    }

    void onNamed(RequestId named) {
        requestId = named;
    }

    void onHead(RequestHead head) {
        path = head.target().path();
        isHead = head.method().equals("HEAD");
    }

    void onRouted(String template, String known) {
        route = template;
        method = known;
    }

    RequestId id() {
        return requestId;
    }

    String requestId() {
        return requestId.text();
    }

    /** As sent, cut where it is long. */
    String path() {
        return path.length() > INSTANCE_CHARS_MAX ? path.substring(0, INSTANCE_CHARS_MAX) : path;
    }

    /** Whether the body of the answer is only spoken of. */
    boolean isHead() {
        return isHead;
    }

    /** Counts bytes this exchange will hold until it ends; false when the port holds too many already. */
    boolean tryHold(long bytes) {
        if (!port.inFlight().tryHold(bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    void hold(long bytes) {
        port.inFlight().hold(bytes);
        held += bytes;
    }

    Answer answer(int status) {
        return new Answer(status, connection.allocator(), port.commonHeaders())
                .header(Headers.REQUEST_ID, requestId.text());
    }

    /** Success, to be told anew each time. */
    Answer ok(JsonDocument document) {
        return answer(200)
                .header(Headers.CACHE_CONTROL, Headers.NO_STORE)
                .body(JsonDocument.MEDIA_TYPE, JsonDocument.bytes(document));
    }

    void send(Answer answer) {
        connection.send(this, answer);
    }

    void refuse(Problem problem) {
        send(problem.answer(this));
    }

    /**
     * Makes the answer and sends it. What goes wrong in the making is this request's misfortune, not the node's: the
     * caller may be the node's loop.
     */
    void reply(Supplier<Answer> making) {
        Answer answer;
        try {
            answer = making.get();
        } catch (Refusal refusal) {
            answer = refusal.problem().answer(this);
        } catch (RuntimeException bug) {
            LOG.error("no answer could be made for route {}", route, bug);
            answer = Problem.internal().answer(this);
        }
        send(answer);
    }

    /** Makes the answer on the connection's own thread: for a long one that the node's loop need not wait for. */
    void replyApart(Supplier<Answer> making) {
        connection.execute(() -> reply(making));
    }

    /** @param status 0 when nobody was left to be answered; the first call counts */
    void onEnded(int status) {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        port.inFlight().release(held);
        held = 0;
        port.events().onAnswered(route, method, status, System.nanoTime() - startNanos);
    }
}
