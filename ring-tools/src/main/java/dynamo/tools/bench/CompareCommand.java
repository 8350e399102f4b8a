package dynamo.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableList;
import dynamo.tools.Invocation;
import dynamo.tools.Output;
import dynamo.tools.http.Endpoint;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ring compare}. */
@Command(
        name = "compare",
        header = "Count the keys of ring bench that are not the same at every node.",
        description = {
            "",
            "Asks each node for its own copy (r=1) and compares entity tags, which name the live values. Where a node is no home "
                    + "of a key it answers for the homes. With repair.read-repair=true the question may mend what it finds.",
            "Ends with 1 when a key differs.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class CompareCommand implements Callable<Integer> {

    private static final int KEYS_AT_ONCE = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String NO_ANSWER = "no answer";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--urls",
            split = ",",
            defaultValue = "http://127.0.0.1:8080",
            description = "data ports of the nodes")
    private List<String> urls = List.of();

    @Option(names = "--keys", defaultValue = "10000", description = "the first so many (default: ${DEFAULT-VALUE})")
    private int keys;

    @Option(names = "--bucket", defaultValue = "bench", description = "default: ${DEFAULT-VALUE}")
    private String bucket = "bench";

    @Option(names = "-o", defaultValue = "table", description = "table or json")
    private Output output = Output.TABLE;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    @Override
    public Integer call() {
        ImmutableList<Endpoint> servers = urls.stream().map(Endpoint::parse).collect(ImmutableList.toImmutableList());
        int differing = 0;
        int unanswered = 0;
        for (int from = 0; from < keys; from += KEYS_AT_ONCE) {
            List<List<CompletableFuture<String>>> asked = new ArrayList<>();
            for (int key = from; key < Math.min(keys, from + KEYS_AT_ONCE); key++) {
                asked.add(ask(servers, Plan.keyName(key)));
            }
            for (List<CompletableFuture<String>> ofKey : asked) {
                List<String> tags =
                        ofKey.stream().map(CompletableFuture::join).distinct().toList();
                unanswered += tags.contains(NO_ANSWER) ? 1 : 0;
                differing += tags.size() > 1 ? 1 : 0;
            }
        }
        print(differing, unanswered);
        return differing + unanswered > 0 ? 1 : 0;
    }

    private List<CompletableFuture<String>> ask(ImmutableList<Endpoint> servers, String key) {
        List<CompletableFuture<String>> tags = new ArrayList<>();
        for (Endpoint server : servers) {
            URI uri = URI.create(server.url() + "/v1/kv/" + bucket + "/" + key + "?r=1");
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET().build();
            tags.add(client.sendAsync(request, BodyHandlers.discarding())
                    .thenApply(CompareCommand::tag)
                    .exceptionally(failed -> NO_ANSWER));
        }
        return tags;
    }

    private static String tag(HttpResponse<Void> answer) {
        return switch (answer.statusCode()) {
            case 200, 300 -> answer.headers().firstValue("ETag").orElse(NO_ANSWER);
            case 404 -> "none";
            default -> NO_ANSWER;
        };
    }

    private void print(int differing, int unanswered) {
        PrintWriter out = Invocation.of(spec).getOut();
        out.println(
                output == Output.JSON
                        ? JsonNodeFactory.instance
                                .objectNode()
                                .put("keys", keys)
                                .put("differing", differing)
                                .put("unanswered", unanswered)
                                .toString()
                        : String.format(
                                Locale.ROOT,
                                "%,d keys: %,d differ, %,d had no answer from some node",
                                keys,
                                differing,
                                unanswered));
        out.flush();
    }
}
