package dynamo.tools.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dynamo.version.Bytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PackagesTest {

    private static final String INDEX = """
            Package: g++
            Version: 4:12.2.0-3
            Architecture: amd64
            Description: GNU C++ compiler
             a second line
             .

            Package: 0ad
            Version: 0.0.26~rc1
            Architecture: all

            Package: g++
            Version: 4:12.2.0-3
            Architecture: amd64
            Description: the same again

            """;

    @TempDir
    Path dir;

    private final Map<String, Bytes> held = new ConcurrentHashMap<>();
    private final Map<String, String> requestIds = new TreeMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final StringWriter out = new StringWriter();
    private HttpServer server;
    private Path index;

    @BeforeEach
    void startStore() throws IOException {
        index = Files.writeString(dir.resolve("Packages"), INDEX);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/v1/kv/packages/", this::serve);
        server.start();
    }

    @AfterEach
    void stopStore() {
        server.stop(0);
    }

    @Test
    void an_index_is_read_as_documents_with_encoded_keys() throws IOException {
        try (PackageIndex packages = new PackageIndex(index)) {
            Document first = packages.next().orElseThrow();
            assertThat(first.path()).isEqualTo("g%2B%2B/4%3A12.2.0-3/amd64");
            assertThat(first.json().asUtf8())
                    .isEqualTo("{\"Package\":\"g++\",\"Version\":\"4:12.2.0-3\",\"Architecture\":\"amd64\","
                            + "\"Description\":\"GNU C++ compiler\\n a second line\\n .\"}");
            assertThat(packages.next().orElseThrow().path()).isEqualTo("0ad/0.0.26~rc1/all");
            assertThat(packages.next()).isEmpty();
        }
    }

    @Test
    void what_is_no_index_is_said() throws IOException {
        Files.writeString(index, "no fields here\n");
        assertThatThrownBy(() -> new PackageIndex(index).next()).hasMessage("not a Packages index: no fields here");
    }

    @Test
    void a_failed_write_is_made_again_under_its_request_id_and_then_verified() {
        assertThat(load()).isZero();

        assertThat(held).hasSize(2);
        assertThat(requests).hasValue(4); // each refused once
        assertThat(out.toString()).contains("acknowledged 2 in", "retried 2, unknown 0, refused 0", "{HTTP 503=2}");
        assertThat(verify()).isZero();
    }

    @Test
    void a_single_wrong_byte_is_found() {
        load();
        held.replaceAll((path, value) ->
                path.contains("0ad") ? Bytes.utf8(value.asUtf8().replace("rc1", "rc2")) : value);

        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString()).contains("{different=1, identical=1} of 2", "0ad/0.0.26~rc1/all: different");
    }

    @Test
    void a_missing_document_is_found() {
        load();
        held.clear();

        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString()).contains("{missing=2} of 2");
    }

    private int load() {
        return execute(new LoadCommand());
    }

    private int verify() {
        return execute(new VerifyCommand());
    }

    private int execute(Object command) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .execute(
                        index.toString(),
                        "--acknowledged",
                        dir.resolve("acknowledged").toString(),
                        "--urls",
                        "http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Refuses the first attempt at every document. */
    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        Bytes body = Bytes.owning(exchange.getRequestBody().readAllBytes());
        requests.incrementAndGet();
        if (exchange.getRequestMethod().equals("GET")) {
            Bytes found = held.getOrDefault(path, Bytes.EMPTY);
            exchange.sendResponseHeaders(found.isEmpty() ? 404 : 200, found.isEmpty() ? -1 : found.length());
            exchange.getResponseBody().write(found.toArray());
        } else {
            String id = exchange.getRequestHeaders().getFirst("Request-Id");
            String before = requestIds.putIfAbsent(path, id);
            boolean isRetry = id.equals(before);
            if (isRetry) {
                held.put(path, body);
            }
            exchange.sendResponseHeaders(isRetry ? 204 : 503, -1);
        }
        exchange.close();
    }
}
