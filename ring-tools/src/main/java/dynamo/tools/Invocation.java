package dynamo.tools;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** How a command was called: where it prints, and what its options are. */
public final class Invocation {

    private Invocation() {}

    /** @param spec the command's own, which picocli fills before it calls */
    public static CommandLine of(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return spec.commandLine();
    }
}
