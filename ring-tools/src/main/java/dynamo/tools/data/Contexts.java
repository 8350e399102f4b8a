package dynamo.tools.data;

import dynamo.client.CausalContext;
import dynamo.tools.console.Failure;
import org.jspecify.annotations.Nullable;

/** What a write is told to replace. */
final class Contexts {
    private Contexts() {}

    static CausalContext of(@Nullable String given, boolean isOverwriting) {
        if (given != null && isOverwriting) {
            throw Failure.usage("--context and --overwrite exclude each other", "");
        }
        try {
            return isOverwriting
                    ? CausalContext.EVERYTHING
                    : given == null ? CausalContext.NONE : new CausalContext(given);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "ring get shows the context of a key");
        }
    }
}
