package dynamo.node.io.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.contract.ErrorCode;
import dynamo.contract.Failure;
import dynamo.contract.Outcome;
import dynamo.version.Bytes;
import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Why a request failed, as RFC 9457 tells it, with our members {@code code, requestId, retryable, outcome}.
 *
 * @param quorum answers needed and received, where a quorum was missed
 * @param headers that go with the answer
 * @param partitions that a cluster's health complains of; mostly empty
 */
record Problem(
        int status,
        String code,
        String detail,
        boolean retryable,
        Outcome outcome,
        Optional<int[]> quorum,
        ImmutableMap<String, String> headers,
        ImmutableList<Integer> partitions) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonFactory JSON = new JsonFactory();
    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_AFTER_SECONDS = "1";

    /** A refusal that wrote nothing and would be repeated. */
    static Problem of(int status, String code, String detail) {
        return new Problem(
                status,
                code,
                detail,
                false,
                Outcome.NOT_APPLIED,
                Optional.empty(),
                ImmutableMap.of(),
                ImmutableList.of());
    }

    /** The code is the status, in HTTP's own words. */
    static Problem of(int status, String detail) {
        return of(status, Status.code(status), detail);
    }

    static Problem badRequest(String detail) {
        return of(400, "bad-request", detail);
    }

    static Problem of(Failure failure) {
        ErrorCode code = failure.code();
        Problem problem = new Problem(
                status(code),
                code.text(),
                failure.detail(),
                code.retryable(),
                code.outcome(),
                isQuorum(failure) ? Optional.of(new int[] {failure.required(), failure.received()}) : Optional.empty(),
                ImmutableMap.of(),
                ImmutableList.of());
        return problem.status == 429 || problem.status == 503
                ? problem.with(RETRY_AFTER, RETRY_AFTER_SECONDS)
                : problem;
    }

    static Problem overloaded(String detail) {
        return of(Failure.of(ErrorCode.OVERLOADED, detail));
    }

    /** A bug of ours. Says nothing of it; the log does. */
    static Problem internal() {
        return of(Failure.of(ErrorCode.INTERNAL, "the node failed to answer; its log says why"));
    }

    Problem with(String header, String value) {
        ImmutableMap<String, String> more = ImmutableMap.<String, String>builder()
                .putAll(headers)
                .put(header, value)
                .buildOrThrow();
        return new Problem(status, code, detail, retryable, outcome, quorum, more, partitions);
    }

    Problem naming(ImmutableList<Integer> named) {
        return new Problem(status, code, detail, retryable, outcome, quorum, headers, named);
    }

    /** Too many connections is nobody's request yet: 503 as a whole, not 429 for this one. */
    Problem withStatus(int other) {
        return new Problem(other, code, detail, retryable, outcome, quorum, headers, partitions);
    }

    private static boolean isQuorum(Failure failure) {
        return failure.required() > 0;
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST -> 400;
            case PRECONDITION_FAILED -> 412;
            case TOO_MANY_SIBLINGS, RING_CHANGE_REFUSED, PLAN_UNKNOWN -> 409;
            case OVERLOADED -> 429;
            case INTERNAL -> 500;
            case QUORUM_NOT_AVAILABLE, STARTING, DRAINING -> 503;
            case QUORUM_TIMEOUT -> 504;
            case DISK_FULL -> 507;
        };
    }

    /** @param instance the path that was asked for */
    Bytes document(String instance, String requestId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator to = JSON.createGenerator(bytes)) {
            to.writeStartObject();
            to.writeStringField("type", "about:blank");
            to.writeStringField("title", Status.reason(status));
            to.writeNumberField("status", status);
            to.writeStringField("detail", detail);
            to.writeStringField("instance", instance);
            to.writeStringField("code", code);
            to.writeStringField("requestId", requestId);
            to.writeBooleanField("retryable", retryable);
            to.writeStringField("outcome", outcome.text());
            if (quorum.isPresent()) {
                to.writeNumberField("required", quorum.get()[0]);
                to.writeNumberField("received", quorum.get()[1]);
            }
            if (!partitions.isEmpty()) {
                to.writeArrayFieldStart("partitions");
                for (int partition : partitions) {
                    to.writeNumber(partition);
                }
                to.writeEndArray();
            }
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writes to memory: cannot happen
        }
        return Bytes.owning(bytes.toByteArray());
    }

    Answer answer(Exchange exchange) {
        Answer answer = exchange.answer(status).header(Headers.CACHE_CONTROL, Headers.NO_STORE);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer.header(AsciiString.cached(header.getKey()), header.getValue());
        }
        return answer.body(MEDIA_TYPE, document(exchange.path(), exchange.requestId()));
    }
}
