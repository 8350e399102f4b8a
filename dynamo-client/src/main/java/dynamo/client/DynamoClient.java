package dynamo.client;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dynamo.contract.Key;
import dynamo.contract.RequestId;
import dynamo.version.Content;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A client of the cluster, which waits for each answer.
 *
 * <p>Failure: every call throws {@link DynamoException}, and {@link IllegalArgumentException} for what no node would take.
 * Threading: any number of threads may share a client; each call uses a connection of its own.
 */
public final class DynamoClient implements AutoCloseable {
    public static final int PORT_DEFAULT = 8080;

    private static final Duration TRY_TIMEOUT = Duration.ofSeconds(2);
    private static final String META = "dynamo-meta-";

    private final Tries tries;

    private DynamoClient(ImmutableList<NodeAddress> seeds) {
        tries = new Tries(seeds, TRY_TIMEOUT);
    }

    /** Opens no connection yet. */
    public static DynamoClient connect(List<NodeAddress> seeds) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("a client wants at least one seed");
        }
        return new DynamoClient(ImmutableList.copyOf(seeds));
    }

    public Read get(Key key) {
        return get(key, CallOptions.DEFAULT);
    }

    public Read get(Key key, CallOptions options) {
        HttpRequest request = head("GET", key, "r", options).build();
        return Answers.read(tries.send(request, options.timeout()));
    }

    /** One sibling by its name, as a read of many showed it. Comes without a context. */
    public Read getSibling(Key key, String sibling, CallOptions options) {
        HttpRequest request = head("GET", key, "r", options, "sibling", sibling).build();
        return Answers.read(tries.send(request, options.timeout()));
    }

    public Written put(Key key, Content.Value value, CausalContext context) {
        return put(key, value, context, CallOptions.DEFAULT);
    }

    public Written put(Key key, Content.Value value, CausalContext context, CallOptions options) {
        HttpRequest.Builder head = withContext(head("PUT", key, "w", options), context);
        head.header("Content-Type", value.contentType());
        for (Map.Entry<String, String> entry : value.metadata().entrySet()) {
            head.header(META + entry.getKey(), entry.getValue());
        }
        return Answers.written(tries.send(head.build(value.bytes()), options.timeout()));
    }

    /** Without a context it supersedes what the coordinator sees. */
    public Written delete(Key key, CausalContext context) {
        return delete(key, context, CallOptions.DEFAULT);
    }

    public Written delete(Key key, CausalContext context, CallOptions options) {
        HttpRequest.Builder head = withContext(head("DELETE", key, "w", options), context);
        return Answers.written(tries.send(head.build(), options.timeout()));
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

    @Override
    public void close() {
        tries.close();
    }
}
