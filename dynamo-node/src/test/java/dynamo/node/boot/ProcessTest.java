package dynamo.node.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as its operator meets it: a process, signals, exit codes. */
@Timeout(120)
class ProcessTest {

    private static final String SECRET = "a secret of the cluster";
    private static final String EXIT_PROMPTLY = "the process did not end in time";

    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void sigterm_ends_it_with_0_and_the_value_is_there_again() throws Exception {
        Map<String, String> ports = serving(run("node1"));
        put(ports, "kept");
        started.get(0).destroy();

        assertThat(exitCode(started.get(0))).isZero();
        assertThat(get(serving(run("node1")))).isEqualTo("kept");
    }

    @Test
    void an_acknowledged_value_outlives_sigkill() throws Exception {
        put(serving(run("node1")), "kept");
        started.get(0).destroyForcibly().waitFor();

        assertThat(get(serving(run("node1")))).isEqualTo("kept");
    }

    @Test
    void an_operator_s_drain_ends_it_with_0() throws Exception {
        Map<String, String> ports = serving(run("node1"));

        HttpResponse<String> drain = send(HttpRequest.newBuilder(uri(ports, "admin", "/v1/drain"))
                .POST(BodyPublishers.noBody())
                .build());

        assertThat(drain.statusCode()).isBetween(200, 299);
        assertThat(exitCode(started.get(0))).isZero();
    }

    @Test
    void each_reason_not_to_start_has_its_code_and_one_line() throws Exception {
        Map<String, String> ports = serving(run("node1"));
        String taken =
                Splitter.on(':').splitToList(ports.getOrDefault("data", "")).get(1);

        assertThat(ended(run("node1")))
                .isEqualTo("75 " + dir.resolve("data") + " is in use by process "
                        + started.get(0).pid());
        assertThat(ended(run("node1", "other", taken))).startsWith("69 cannot listen at 127.0.0.1:" + taken);
        started.get(0).destroyForcibly().waitFor();
        assertThat(ended(run("node2")))
                .isEqualTo("78 " + dir.resolve("data") + " belongs to node node1, this is node2");
    }

    @Test
    void a_node_that_joins_is_of_the_cluster_and_one_that_may_not_says_why() throws Exception {
        serving(run("node1", "data", "0", "--set", "cluster.secret=" + SECRET, "--set", "cluster.id=shop"));
        String seed = Files.readAllLines(dir.resolve("ports")).get(2).replaceFirst("peer=", "");

        Process joined = run("node2", "data2", "0", "--set", "cluster.secret=" + SECRET, "--join", seed);
        assertThat(joined.inputReader(StandardCharsets.UTF_8).readLine()).startsWith("node node2 of cluster shop:");
        assertThat(ended(run("node3", "data3", "0", "--set", "cluster.secret=" + SECRET + "x", "--join", seed)))
                .isEqualTo("78 " + seed
                        + " lets this node not join: the cluster secret is another one: cluster.secret must"
                        + " be the same on all nodes");
    }

    private Process run(String node) throws IOException {
        return run(node, "data", "0");
    }

    private Process run(String node, String dataDir, String dataPort, String... more) throws IOException {
        Files.deleteIfExists(dir.resolve("ports"));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dynamo.node.boot.Main",
                "--node-id",
                node,
                "--data-dir",
                dir.resolve(dataDir).toString(),
                "--data-port",
                dataPort,
                "--admin-port",
                "0",
                "--peer-port",
                "0",
                "--set",
                "log.level=error",
                "--ports-file",
                dir.resolve("ports").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    /** Its ports, once it serves. */
    private Map<String, String> serving(Process process) throws Exception {
        String greeting = process.inputReader(StandardCharsets.UTF_8).readLine(); // said when all ports are bound
        Map<String, String> ports = Splitter.on('\n')
                .omitEmptyStrings()
                .withKeyValueSeparator('=')
                .split(Files.readString(dir.resolve("ports")));
        assertThat(greeting).contains(ports.values());
        HttpRequest ready =
                HttpRequest.newBuilder(uri(ports, "admin", "/health/ready")).build();
        int status = send(ready).statusCode();
        while (status == 503) {
            status = send(ready).statusCode();
        }
        assertThat(status).isEqualTo(200);
        return ports;
    }

    private void put(Map<String, String> ports, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(ports, "data", "/v1/kv/b/k"))
                .PUT(BodyPublishers.ofString(value))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(204);
    }

    private String get(Map<String, String> ports) throws Exception {
        return send(HttpRequest.newBuilder(uri(ports, "data", "/v1/kv/b/k")).build())
                .body();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private static URI uri(Map<String, String> ports, String port, String path) {
        return URI.create("http://" + ports.get(port) + path);
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(EXIT_PROMPTLY).isTrue();
        return process.exitValue();
    }

    /** Exit code and what it said last. */
    private static String ended(Process process) throws IOException, InterruptedException {
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = exitCode(process);
        List<String> lines = Splitter.on('\n').omitEmptyStrings().splitToList(said);
        assertThat(lines).as(said).hasSize(1);
        return code + " " + lines.get(0).replaceFirst("^dynamo-node: ", "");
    }
}
