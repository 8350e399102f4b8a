package dynamo.tools.data;

import com.google.common.collect.ImmutableSortedMap;
import dynamo.client.DynamoClient;
import dynamo.client.Written;
import dynamo.contract.Key;
import dynamo.tools.console.Exit;
import dynamo.tools.console.Failure;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ring put}. */
@Command(
        name = "put",
        description = {
            "",
            "The value is the third argument, or a file's content, or what comes on the standard input. Without a context the "
                    + "value is concurrent with what is stored: it stands beside it as a sibling. With the context of a read it "
                    + "replaces exactly what that read showed; with --overwrite whatever the node sees."
        },
        footer = {
            "",
            "Examples:",
            "  ring put cart alice '{\"milk\":1}'",
            "  ring put cart alice '{\"milk\":2}' --context AQI...    (what ring get or ring siblings showed)",
            "  ring put photos cat --type image/png < cat.png"
        })
public final class PutCommand extends DataCommand {
    private static final String OCTETS = "application/octet-stream";

    @Parameters(index = "2", arity = "0..1", paramLabel = "VALUE", description = "as text")
    private @Nullable String value;

    @Option(names = "--file", paramLabel = "FILE", description = "has the value")
    private @Nullable Path file;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "content type (of VALUE: application/json for an object or array, else text/plain; of a file: "
                            + OCTETS + ")")
    private @Nullable String type;

    @Option(names = "--meta", paramLabel = "NAME=TEXT", description = "metadata, kept with the value; repeatable")
    private Map<String, String> meta = new LinkedHashMap<>();

    @Option(names = "--context", paramLabel = "C", description = "replace what the read with this context showed")
    private @Nullable String context;

    @Option(names = "--overwrite", description = "replace whatever is there")
    private boolean isOverwriting;

    @Override
    boolean isWrite() {
        return true;
    }

    @Override
    int call(DynamoClient client, Key key) throws IOException {
        Written written = client.put(key, content(), Contexts.of(context, isOverwriting), options());
        String arguments = name().replaceFirst("/", " ");
        print(WriteReport.of("stored", arguments, written, page(), paint()));
        return Exit.GOOD;
    }

    private Content.Value content() throws IOException {
        if (value != null && file != null) {
            throw Failure.usage("the value is given twice", "give VALUE or --file");
        }
        Bytes bytes = value != null ? Bytes.utf8(value) : Bytes.owning(read());
        ImmutableSortedMap.Builder<String, String> metadata = ImmutableSortedMap.naturalOrder();
        meta.forEach((name, text) -> metadata.put(name.toLowerCase(Locale.ROOT), text));
        try {
            return new Content.Value(bytes, type(), metadata.buildOrThrow());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "");
        }
    }

    private byte[] read() throws IOException {
        if (file != null) {
            if (!Files.isReadable(file)) {
                throw Failure.usage("cannot read " + file, "name another file");
            }
            return Files.readAllBytes(file);
        }
        if (surroundings().isInTerminal()) {
            throw Failure.usage("no value is given", "give VALUE or --file, or send one to the standard input");
        }
        return surroundings().in().readAllBytes();
    }

    private String type() {
        if (type != null) {
            return type;
        }
        if (value == null) {
            return OCTETS;
        }
        boolean isJson =
                ValueText.json(value).filter(node -> node.isContainerNode()).isPresent();
        return isJson ? "application/json" : "text/plain; charset=utf-8";
    }
}
