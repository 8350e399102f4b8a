package dynamo.tools.packages;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dynamo.tools.Invocation;
import dynamo.tools.http.Endpoint;
import dynamo.tools.http.HttpConnection;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ring verify}. */
@Command(
        name = "verify",
        header = "Read back from every node what ring load wrote, and compare every byte.",
        description = {
            "",
            "Reads at r=2. Ends with 1 when a single acknowledged document is not there as it was written.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "INDEX", description = "the Packages file that was loaded")
    private Path index = Path.of("Packages");

    @Option(names = "--acknowledged", required = true, paramLabel = "FILE", description = "what ring load noted")
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
        ImmutableSet<String> paths = ImmutableSet.copyOf(Files.readAllLines(acknowledged));
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, HttpConnection.waiting());
        boolean isWhole = true;
        try {
            for (String url : urls) {
                isWhole &= verify(group, Endpoint.parse(url), paths);
            }
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return isWhole ? 0 : 1;
    }

    private boolean verify(MultiThreadIoEventLoopGroup group, Endpoint server, ImmutableSet<String> paths)
            throws IOException, InterruptedException, ExecutionException {
        long start = System.nanoTime();
        try (PackageIndex packages = new PackageIndex(index)) {
            Verifying verifying = new Verifying(packages, paths);
            ImmutableList<DocumentReader> readers = IntStream.range(0, connections)
                    .mapToObj(i -> new DocumentReader(group.next(), server, verifying, bucket))
                    .collect(ImmutableList.toImmutableList());
            group.next().execute(() -> readers.forEach(DocumentReader::start));
            verifying.done().get();
            group.next().submit(() -> readers.forEach(DocumentReader::close)).get();
            double seconds = (System.nanoTime() - start) / 1e9;
            out().printf(Locale.ROOT, "%s: %s of %d in %.1f s%n", server, verifying.found(), paths.size(), seconds);
            verifying.examples().forEach(example -> out().println("  " + example));
            return verifying.isWhole();
        }
    }

    private PrintWriter out() {
        return Invocation.of(spec).getOut();
    }
}
