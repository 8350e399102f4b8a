package dynamo.client;

import com.google.common.collect.ImmutableMap;
import dynamo.contract.Key;
import dynamo.contract.RequestId;
import dynamo.version.Content;
import java.util.Map;
import java.util.UUID;

/** Calls as HTTP requests. */
final class Requests {
    private static final String META = "dynamo-meta-";

    private Requests() {}

    static HttpRequest get(Key key, CallOptions options) {
        return head("GET", key, "r", options).build();
    }

    static HttpRequest getSibling(Key key, String sibling, CallOptions options) {
        return head("GET", key, "r", options, "sibling", sibling).build();
    }

    static HttpRequest put(
            Key key, Content.Value value, CausalContext context, CallOptions options, boolean returnsBody) {
        HttpRequest.Builder head = withContext(
                returnsBody ? head("PUT", key, "w", options, "return", "body") : head("PUT", key, "w", options),
                context);
        head.header("Content-Type", value.contentType());
        for (Map.Entry<String, String> entry : value.metadata().entrySet()) {
            head.header(META + entry.getKey(), entry.getValue());
        }
        return head.build(value.bytes());
    }

    static HttpRequest delete(Key key, CausalContext context, CallOptions options) {
        return withContext(head("DELETE", key, "w", options), context).build();
    }

    private static HttpRequest.Builder withContext(HttpRequest.Builder head, CausalContext context) {
        return context.isNone() ? head : head.header("Causal-Context", context.token());
    }

    private static HttpRequest.Builder head(
            String method, Key key, String quorum, CallOptions options, String... parameter) {
        ImmutableMap.Builder<String, String> query = ImmutableMap.builder();
        query.put("timeout", options.timeout().toMillis() + "ms");
        options.quorum().ifPresent(wanted -> query.put(quorum, wanted));
        if (!options.isSloppy()) {
            query.put("sloppy", "false");
        }
        if (parameter.length > 0) {
            query.put(parameter[0], parameter[1]);
        }
        String id = options.requestId()
                .map(RequestId::text)
                .orElseGet(() -> UUID.randomUUID().toString());
        return new HttpRequest.Builder(method, KeyPath.of(key) + "?" + QueryText.of(query.buildOrThrow()))
                .header("Request-Id", id);
    }
}
