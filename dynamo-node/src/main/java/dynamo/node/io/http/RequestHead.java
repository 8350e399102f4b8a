package dynamo.node.io.http;

import dynamo.contract.RequestId;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;

/**
 * A request without its body, as sound as HTTP wants it.
 *
 * @param announced the body's length; {@link #CHUNKED} or {@link #NONE} where it is not told
 * @param expectsContinue whether the client waits for {@code 100 Continue} before it sends the body
 */
record RequestHead(
        String method,
        Target target,
        HttpHeaders headers,
        RequestId requestId,
        long announced,
        boolean expectsContinue) {
    static final long NONE = -1;
    static final long CHUNKED = -2;

    /** Where a request ends is doubtful, so nothing after it can be trusted. */
    static void checkFraming(HttpRequest request) {
        DecoderResult result = request.decoderResult();
        if (result.isFailure()) {
            throw new Refusal(undecodable(result.cause()));
        }
        if (request.protocolVersion().majorVersion() != 1) {
            throw Refusal.of(505, "this port speaks HTTP/1.1");
        }
        HttpHeaders headers = request.headers();
        if (headers.size() > HttpConfig.HEADERS_MAX) {
            throw Refusal.of(431, "more than " + HttpConfig.HEADERS_MAX + " headers");
        }
        if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) { // the decoder would give a GET a body for it
            throw Refusal.badRequest("this port speaks no WebSocket");
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.size() > 1 || codings.size() == 1 && !codings.get(0).equalsIgnoreCase("chunked")) {
            throw Refusal.of(501, "the only transfer coding is chunked");
        }
        checkHost(request, headers.getAll(Headers.HOST));
    }

    private static void checkHost(HttpRequest request, List<String> hosts) {
        boolean mayLack = request.protocolVersion().minorVersion() == 0;
        if (hosts.size() > 1 || hosts.isEmpty() && !mayLack) {
            throw Refusal.badRequest("a request has one Host header, not " + hosts.size());
        }
        if (hosts.size() == 1 && hosts.get(0).chars().anyMatch(c -> c <= ' ' || c > '~' || ",/@?#\\".indexOf(c) >= 0)) {
            throw Refusal.badRequest("the Host header is no host");
        }
    }

    private static Problem undecodable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(414, "the request line has more than " + HttpConfig.LINE_BYTES_MAX + " bytes");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(431, "the headers have more than " + HttpConfig.HEADER_BYTES_MAX + " bytes");
        }
        return Problem.badRequest("this is no well-formed HTTP/1.1 request");
    }

    static RequestHead of(HttpRequest request, RequestId requestId) {
        HttpHeaders headers = request.headers();
        return new RequestHead(
                request.method().name(),
                Target.of(request.uri()),
                headers,
                requestId,
                announced(headers),
                expectsContinue(headers.getAll(Headers.EXPECT)));
    }

    private static long announced(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return CHUNKED;
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? NONE : Long.parseLong(length); // checked by the decoder
    }

    private static boolean expectsContinue(List<String> expectations) {
        for (String expectation : expectations) {
            if (!expectation.equalsIgnoreCase("100-continue")) {
                throw Refusal.of(417, "the only expectation is 100-continue");
            }
        }
        return !expectations.isEmpty();
    }

    /** The one name the client gave; made up when it gave none. */
    static RequestId requestId(HttpRequest request, RequestNames names) {
        List<String> given = request.headers().getAll(Headers.REQUEST_ID);
        if (given.isEmpty()) {
            return names.next();
        }
        if (given.size() > 1 || !RequestId.isValid(given.get(0))) {
            throw Refusal.badRequest(
                    "Request-Id is one name of 1 to " + RequestId.CHARS_MAX + " visible ASCII characters");
        }
        return new RequestId(given.get(0), true);
    }

    /** A header that may be given once. */
    Optional<String> header(AsciiString name) {
        List<String> lines = headers.getAll(name);
        if (lines.size() > 1) {
            throw Refusal.badRequest(name + " is given twice");
        }
        return lines.stream().findFirst();
    }
}
