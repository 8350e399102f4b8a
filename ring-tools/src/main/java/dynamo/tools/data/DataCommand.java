package dynamo.tools.data;

import dynamo.client.CallOptions;
import dynamo.client.DynamoClient;
import dynamo.client.DynamoException;
import dynamo.contract.Key;
import dynamo.contract.Outcome;
import dynamo.tools.command.RingCommand;
import dynamo.tools.console.Failure;
import dynamo.version.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one key. */
abstract class DataCommand extends RingCommand {
    private static final int SERVER_ERRORS = 500;
    private static final int DISK_FULL = 507;

    @Parameters(index = "0", paramLabel = "BUCKET", description = "of the key")
    private String bucket = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "as text")
    private String key = "";

    @Option(
            names = {"-q", "--quorum"},
            paramLabel = "Q",
            description = "replicas that must answer: 1 to n, one, quorum or all (quorum)")
    private @Nullable String quorum;

    @Option(names = "--strict", description = "only the key's homes count, not those that stand in for them")
    private boolean isStrict;

    /** @return the exit code */
    abstract int call(DynamoClient client, Key of) throws IOException;

    /** Whether a failure may have changed something. */
    abstract boolean isWrite();

    @Override
    public final Integer call() throws IOException {
        try (DynamoClient client = DynamoClient.builder()
                .seeds(settings().data())
                .rounds(1)
                .routing(false)
                .hedging(false)
                .build()) {
            return call(client, key());
        } catch (DynamoException e) {
            throw failure(e);
        }
    }

    private Key key() {
        try {
            return new Key(bucket, Bytes.utf8(key));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "");
        }
    }

    final String name() {
        return bucket + "/" + key;
    }

    final CallOptions options() {
        try {
            CallOptions options = CallOptions.DEFAULT.withTimeout(settings().timeout());
            options = quorum == null ? options : options.withQuorum(quorum);
            return isStrict ? options.strict() : options;
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "for a key --timeout is 0.1 to 60 seconds");
        }
    }

    private Failure failure(DynamoException e) {
        String what = e.getMessage() + (isWrite() ? " (" + e.outcome().text() + ")" : "");
        boolean isUnknown = isWrite() && e.outcome() != Outcome.NOT_APPLIED;
        String next = isUnknown
                ? "it may be there or come yet: read before you write again"
                : switch (e.code()) {
                    case DynamoException.UNREACHABLE -> "name the data ports of nodes that run: --data HOST:PORT";
                    case "no-such-route" -> "is that a data port (8080 as a rule)?";
                    case "bad-context" -> "contexts come with ring get and ring siblings, and belong to one key";
                    case "quorum-not-available", "quorum-timeout" ->
                        "see who is away: ring status, ring locate " + bucket + " " + key;
                    default -> e.retryable() ? "try again" : "";
                };
        boolean cannotServe = e.status() == 0 || e.status() >= SERVER_ERRORS && e.status() != DISK_FULL;
        return cannotServe ? Failure.unreachable(what, next) : Failure.refused(e.code(), what, next);
    }
}
