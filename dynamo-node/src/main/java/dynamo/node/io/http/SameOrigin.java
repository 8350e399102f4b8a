package dynamo.node.io.http;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;

/** A page of another origin must not change anything from its reader's browser, which reaches ports that the page does not. */
final class SameOrigin {
    private SameOrigin() {}

    /** The route, with all of its methods but GET and HEAD for pages of this port only; and for all that are no pages. */
    static Route guard(Route route) {
        ImmutableMap.Builder<String, Route.Handler> guarded = ImmutableMap.builder();
        for (Map.Entry<String, Route.Handler> method : route.methods().entrySet()) {
            boolean isSafe = method.getKey().equals("GET") || method.getKey().equals("HEAD");
            guarded.put(method.getKey(), isSafe ? method.getValue() : guard(method.getValue()));
        }
        return new Route(route.template(), guarded.buildOrThrow());
    }

    private static Route.Handler guard(Route.Handler handler) {
        return (head, path) -> {
            Optional<String> origin = head.header(Headers.ORIGIN);
            String host = head.header(Headers.HOST).orElse("");
            if (origin.isPresent() && !origin.get().endsWith("://" + host)) {
                throw Refusal.of(403, "a page of another origin may not do this");
            }
            return handler.accept(head, path);
        };
    }
}
