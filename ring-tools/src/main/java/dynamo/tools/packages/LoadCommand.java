package dynamo.tools.packages;

import com.google.common.collect.ImmutableList;
import dynamo.tools.Invocation;
import dynamo.tools.http.Endpoint;
import dynamo.tools.http.HttpConnection;
import dynamo.tools.packages.Loading.Fate;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ring load}. */
@Command(
        name = "load",
        header = "Write every package of a Debian index as a JSON document.",
        description = {
            "",
            "The key is name/version/architecture. Each document is written at w=2, and again under the same request id until "
                    + "it is acknowledged, for three minutes. A line a second on stderr tells how far it is.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class LoadCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "INDEX", description = "a Packages file, not compressed")
    private Path index = Path.of("Packages");

    @Option(
            names = "--acknowledged",
            required = true,
            paramLabel = "FILE",
            description = "gets the keys that were acknowledged")
    private Path acknowledged = Path.of("acknowledged");

    @Option(
            names = "--urls",
            split = ",",
            defaultValue = "http://127.0.0.1:8080",
            description = "data ports of the nodes")
    private List<String> urls = List.of();

    @Option(names = "--bucket", defaultValue = "packages", description = "default: ${DEFAULT-VALUE}")
    private String bucket = "packages";

    @Option(names = "--connections", defaultValue = "32", description = "default: ${DEFAULT-VALUE}")
    private int connections;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        ImmutableList<Endpoint> servers = urls.stream().map(Endpoint::parse).collect(ImmutableList.toImmutableList());
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, HttpConnection.waiting());
        long start = System.nanoTime();
        try (PackageIndex packages = new PackageIndex(index);
                Writer paths = Files.newBufferedWriter(acknowledged)) {
            Loading loading = new Loading(packages, paths);
            String run = Long.toHexString(ThreadLocalRandom.current().nextLong());
            ImmutableList<DocumentWriter> writers = IntStream.range(0, connections)
                    .mapToObj(i -> new DocumentWriter(
                            group.next(), servers, i % servers.size(), loading, bucket, run + "-" + i))
                    .collect(ImmutableList.toImmutableList());
            group.next().execute(() -> writers.forEach(DocumentWriter::start));
            await(loading);
            group.next().submit(() -> writers.forEach(DocumentWriter::close)).get();
            return report(loading, (System.nanoTime() - start) / 1e9);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private void await(Loading loading) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                loading.done().get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException notYet) {
                err().println("acknowledged " + loading.count(Fate.ACKNOWLEDGED));
            }
        }
    }

    private int report(Loading loading, double seconds) {
        int acks = loading.count(Fate.ACKNOWLEDGED);
        out().printf(
                        Locale.ROOT,
                        "acknowledged %d in %.1f s (%.0f/s), retried %d, unknown %d, refused %d%n",
                        acks,
                        seconds,
                        acks / seconds,
                        loading.retried(),
                        loading.count(Fate.UNKNOWN),
                        loading.count(Fate.REFUSED));
        out().println("failed attempts: " + (loading.failures().isEmpty() ? "none" : loading.failures()));
        return loading.count(Fate.REFUSED) + loading.count(Fate.UNKNOWN) > 0 ? 1 : 0;
    }

    private PrintWriter out() {
        return Invocation.of(spec).getOut();
    }

    private PrintWriter err() {
        return Invocation.of(spec).getErr();
    }
}
