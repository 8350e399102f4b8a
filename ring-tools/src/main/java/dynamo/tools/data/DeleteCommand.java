package dynamo.tools.data;

import dynamo.client.DynamoClient;
import dynamo.contract.Key;
import dynamo.tools.console.Exit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ring delete}. */
@Command(
        name = "delete",
        description = {
            "",
            "With the context of a read it deletes exactly what that read showed, and leaves what was written since; without, "
                    + "whatever the node sees."
        },
        footer = {"", "Example:", "  ring delete cart alice"})
public final class DeleteCommand extends DataCommand {

    @Option(names = "--context", paramLabel = "C", description = "delete what the read with this context showed")
    private @Nullable String context;

    @Override
    boolean isWrite() {
        return true;
    }

    @Override
    int call(DynamoClient client, Key key) {
        var written = client.delete(key, Contexts.of(context, false), options());
        print(WriteReport.of("deleted", name().replaceFirst("/", " "), written, page(), paint()));
        return Exit.GOOD;
    }
}
