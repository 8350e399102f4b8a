package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/** The table of a port's routes. */
record Router(ImmutableList<Route> routes) {
    /** Methods of HTTP that no route here has; others are no methods at all. */
    private static final ImmutableSet<String> KNOWN =
            ImmutableSet.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH");

    Call accept(RequestHead head, Exchange exchange) {
        if (!KNOWN.contains(head.method())) {
            throw Refusal.of(501, "this method is not one of " + String.join(", ", KNOWN));
        }
        for (Route route : routes) {
            Optional<ImmutableList<String>> parameters =
                    route.match(head.target().path());
            if (parameters.isPresent()) {
                Route.Handler handler = handler(route, head.method());
                exchange.onRouted(route.template(), head.method());
                return handler.accept(head, parameters.get());
            }
        }
        throw new Refusal(Problem.of(404, "no-such-route", "this port has no such path"));
    }

    private static Route.Handler handler(Route route, String method) {
        Route.Handler handler = route.methods().get(method);
        if (handler == null) {
            String allowed = String.join(", ", route.methods().keySet());
            throw new Refusal(Problem.of(405, "this path has " + allowed).with("Allow", allowed));
        }
        return handler;
    }
}
