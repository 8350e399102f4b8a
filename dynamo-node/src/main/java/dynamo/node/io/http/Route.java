package dynamo.node.io.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * One path of the contract and what its methods do.
 *
 * @param template with up to two parameters at its end; the last takes the rest of the path, slashes included, when it
 *     is the second
 */
record Route(String template, ImmutableMap<String, Handler> methods) {

    /** Accepts a request by its head, or throws a {@link Refusal}. */
    interface Handler {
        /** @param parameters as they stand in the path */
        Call accept(RequestHead head, ImmutableList<String> parameters);
    }

    /** The parameters, when the path is one of this route's. */
    Optional<ImmutableList<String>> match(String path) {
        int open = template.indexOf('{');
        if (open < 0) {
            return path.equals(template) ? Optional.of(ImmutableList.of()) : Optional.empty();
        }
        if (!path.regionMatches(0, template, 0, open)) {
            return Optional.empty();
        }
        boolean hasTwo = template.indexOf('{', open + 1) > 0;
        int slash = path.indexOf('/', open);
        if (hasTwo != slash >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                hasTwo
                        ? ImmutableList.of(path.substring(open, slash), path.substring(slash + 1))
                        : ImmutableList.of(path.substring(open)));
    }
}
