package dynamo.tools.data;

import dynamo.client.DynamoClient;
import dynamo.client.Read;
import dynamo.contract.Key;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.tools.console.Format;
import dynamo.tools.console.Quantity;
import dynamo.version.Content;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ring get}. */
@Command(
        name = "get",
        description = {
            "",
            "Writes the value to the standard output, byte for byte; on a terminal also says on stderr what it is, with the "
                    + "context to write the next one. -o json gives value, type, metadata and context as a document.",
            "",
            "Ends with 1 when nothing is stored, or when there are siblings: ring siblings shows them."
        },
        footer = {"", "Examples:", "  ring get cart alice", "  ring get photos cat --quorum all > cat.png"})
public final class GetCommand extends DataCommand {

    @Option(names = "--sibling", paramLabel = "ID", description = "this one of several")
    private @Nullable String sibling;

    @Override
    boolean isWrite() {
        return false;
    }

    @Override
    int call(DynamoClient client, Key key) throws IOException {
        Read<Content.Value> read =
                sibling == null ? client.get(key, options()) : client.getSibling(key, sibling, options());
        if (settings().format() == Format.JSON) {
            out().println(ReadDocument.of(key, read));
            out().flush();
            return read.single().isPresent() ? Exit.GOOD : Exit.DEGRADED;
        }
        if (read instanceof Read.Absent<Content.Value> absent) {
            throw Failure.degraded(name() + (absent.context().isNone() ? " holds nothing" : " is deleted"), "");
        }
        if (read instanceof Read.Siblings<Content.Value> siblings) {
            throw Failure.degraded(
                    name() + " has " + siblings.values().size() + " siblings",
                    "see them: ring siblings " + name().replaceFirst("/", " ") + "; get one: --sibling ID");
        }
        return show((Read.Single<Content.Value>) read);
    }

    private int show(Read.Single<Content.Value> read) throws IOException {
        Content.Value value = read.value().value().orElseThrow(() -> Failure.degraded(name() + " is deleted", ""));
        boolean isTerminal = surroundings().isOutTerminal();
        String what = value.contentType() + ", " + Quantity.count(value.bytes().length(), "byte");
        if (isTerminal && !ValueText.isHarmless(value.bytes())) {
            throw Failure.degraded(what + " are not for a terminal", "send them to a file: ring get ... > FILE");
        }
        out().flush();
        surroundings().bytes().write(value.bytes().toArray());
        surroundings().bytes().flush();
        if (isTerminal) {
            if (!value.bytes().asUtf8().endsWith("\n")) {
                out().println();
                out().flush();
            }
            String meta = value.metadata().isEmpty() ? "" : ", " + value.metadata();
            String context =
                    read.context().isNone() ? "" : "; context " + read.context().token();
            note(what + meta + "; " + read.info().replicas() + ", from "
                    + read.info().node() + context);
        }
        return Exit.GOOD;
    }
}
