package dynamo.tools.command;

import dynamo.tools.Invocation;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ring} itself: what all its commands share. */
@Command(
        name = "ring",
        mixinStandardHelpOptions = true,
        header = "Looks at a cluster, changes it, reads and writes, and measures.",
        description = {"", "ring COMMAND --help tells of each, with examples."},
        footer = {
            "",
            "Exit codes: 0 good, 1 degraded or a check failed, 2 wrong usage, 3 not reachable, 4 refused by the cluster."
        },
        customSynopsis = "ring COMMAND [ARGUMENTS] [OPTIONS]",
        versionProvider = RingRoot.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class RingRoot implements Callable<Integer> {
    final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    /** Those given before the command's name. */
    @Mixin
    final Options options = new Options();

    public RingRoot(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Called where no command is named. */
    @Override
    public Integer call() {
        throw new ParameterException(Invocation.of(spec), "name a command, such as status");
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = RingRoot.class.getPackage().getImplementationVersion();
            return new String[] {"ring " + Optional.ofNullable(version).orElse("unreleased")};
        }
    }
}
