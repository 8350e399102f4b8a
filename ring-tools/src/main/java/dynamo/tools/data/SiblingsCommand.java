package dynamo.tools.data;

import com.google.common.collect.ImmutableList;
import dynamo.client.CausalContext;
import dynamo.client.DynamoClient;
import dynamo.client.Read;
import dynamo.client.Versioned;
import dynamo.client.Written;
import dynamo.contract.Key;
import dynamo.tools.command.Sight;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Mark;
import dynamo.tools.console.Page;
import dynamo.version.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ring siblings}. */
@Command(
        name = "siblings",
        description = {
            "",
            "All concurrent values of a key, and the context that covers them. To make one value of them, write the merged one "
                    + "with that context, or keep one of them as it is with --keep.",
            "",
            "Ends with 1 when there is more than one value."
        },
        footer = {"", "Examples:", "  ring siblings cart alice", "  ring siblings cart alice --keep ID"})
public final class SiblingsCommand extends DataCommand {

    @Option(names = "--keep", paramLabel = "ID", description = "replace all by this one of them")
    private @Nullable String keep;

    @Override
    boolean isWrite() {
        return keep != null;
    }

    @Override
    int call(DynamoClient client, Key key) {
        Read<Content.Value> read = client.get(key, options());
        ImmutableList<Versioned<Content.Value>> values = ReadDocument.values(read);
        if (keep != null) {
            return keep(client, key, values, read.context(), keep);
        }
        boolean isOne = values.size() < 2;
        Page page = page();
        page.line(paint().mark(isOne ? Mark.GOOD : Mark.BUSY, verdict(values)));
        if (!values.isEmpty()) {
            page.gap().listing(SiblingListing.of(values));
        }
        if (!read.context().isNone()) {
            page.gap().line("context: " + read.context().token());
        }
        if (!isOne) {
            String arguments = name().replaceFirst("/", " ");
            page.line("Write the merged value: ring put " + arguments + " VALUE --context CONTEXT");
            page.line("Or keep one of them:    ring siblings " + arguments + " --keep ID");
        }
        int exit = isOne ? Exit.GOOD : Exit.DEGRADED;
        print(new Sight(page.toString(), SiblingListing.of(values), ReadDocument.of(key, read), "", exit));
        return exit;
    }

    private String verdict(ImmutableList<Versioned<Content.Value>> values) {
        return switch (values.size()) {
            case 0 -> name() + " holds nothing";
            case 1 -> name() + " has one value";
            default -> name() + " has " + values.size() + " siblings";
        };
    }

    private int keep(
            DynamoClient client,
            Key key,
            ImmutableList<Versioned<Content.Value>> values,
            CausalContext context,
            String wanted) {
        Versioned<Content.Value> kept = values.stream()
                .filter(value -> value.id().filter(wanted::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> Failure.refused(
                        "no-such-sibling", name() + " has no sibling " + wanted, "see: ring siblings " + name()));
        Written written = kept.value().isPresent()
                ? client.put(key, kept.value().get(), context, options())
                : client.delete(key, context, options());
        print(WriteReport.of("kept", name().replaceFirst("/", " "), written, page(), paint()));
        return Exit.GOOD;
    }
}
