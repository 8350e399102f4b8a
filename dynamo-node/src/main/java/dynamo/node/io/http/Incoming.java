package dynamo.node.io.http;

import dynamo.version.Bytes;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way in: head, then body, then it is served; each step may refuse it, which answers its exchange.
 *
 * <p>Threading: its connection's.
 */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    private static final Bytes NO_BODY = Bytes.EMPTY;

    private final Port port;
    private final Exchange exchange;
    private @Nullable Call call;
    private @Nullable BodyCollector body;
    private boolean bodyPending;
    private boolean expectsContinue;
    private boolean isOldClient;
    /** Until the framing is known to be sound, nothing after this request can be trusted. */
    private boolean endsConnection = true;

    Incoming(Port port, Exchange exchange) {
        this.port = port;
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Whether some of the body is still to come. */
    boolean isBodyPending() {
        return bodyPending;
    }

    /** Whether the client waits for a word before it sends the body. */
    boolean expectsContinue() {
        return expectsContinue;
    }

    /** Whether it must be told that the connection stays. */
    boolean isOldClient() {
        return isOldClient;
    }

    /** Whether the connection is to end with the answer. */
    boolean endsConnection() {
        return endsConnection;
    }

    void endConnection() {
        endsConnection = true;
    }

    /** Bytes of the body that have come. */
    int received() {
        return body == null ? 0 : body.length();
    }

    /** @return whether the body is wanted; if not, the request was answered */
    boolean takeHead(HttpRequest request) {
        bodyPending = !(request instanceof LastHttpContent);
        return isTaken(() -> {
            RequestHead.checkFraming(request);
            isOldClient = request.protocolVersion().minorVersion() == 0;
            endsConnection = !HttpUtil.isKeepAlive(request);
            exchange.onNamed(RequestHead.requestId(request, port.names()));
            RequestHead head = RequestHead.of(request, exchange.id());
            exchange.onHead(head);
            endsConnection |= !isDroppable(head);
            Call accepted = port.router().accept(head, exchange);
            body = new BodyCollector(exchange, accepted, head);
            if (!exchange.tryHold(1)) {
                throw new Refusal(Problem.overloaded("the node holds too many bytes of requests and answers"));
            }
            call = accepted;
            expectsContinue = head.expectsContinue();
            endsConnection = !HttpUtil.isKeepAlive(request);
        });
    }

    /** Whether the rest of a refused request is short, and surely comes. */
    private static boolean isDroppable(RequestHead head) {
        return !head.expectsContinue()
                && head.announced() != RequestHead.CHUNKED
                && head.announced() <= HttpConfig.DROPPED_BYTES_MAX;
    }

    /** Part of a body that nobody wants any more. */
    void drop(HttpContent part) {
        bodyPending &= !(part instanceof LastHttpContent);
    }

    /** @return whether the body is whole now */
    boolean takeBody(HttpContent part) {
        boolean isLast = part instanceof LastHttpContent;
        bodyPending &= !isLast;
        boolean isTaken = isTaken(() -> {
            if (part.decoderResult().isFailure()) {
                bodyPending = true; // where it ends cannot be told
                throw Refusal.badRequest("the body is not well-formed");
            }
            if (body != null) {
                body.add(part.content());
            }
        });
        return isTaken && isLast;
    }

    void serve() {
        Bytes whole = body == null ? NO_BODY : body.body();
        body = null;
        isTaken(() -> {
            if (call != null) {
                call.action().run(exchange, whole);
            }
        });
    }

    private boolean isTaken(Runnable step) {
        try {
            step.run();
            return true;
        } catch (Refusal refusal) {
            endsConnection |= call != null && bodyPending;
            exchange.refuse(refusal.problem());
        } catch (RuntimeException bug) {
            LOG.error("a request could not be handled", bug);
            endsConnection = true;
            exchange.refuse(Problem.internal());
        }
        return false;
    }
}
