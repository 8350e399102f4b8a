package dynamo.tools.bench;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.sun.management.OperatingSystemMXBean;
import dynamo.client.CausalContext;
import dynamo.client.DynamoClient;
import dynamo.client.NodeAddress;
import dynamo.contract.Key;
import dynamo.version.Bytes;
import dynamo.version.Content;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a get of 1 KiB costs the process that makes it: {@code ClientCost HOST:PORT ...}, with the data ports of a cluster that others
 * run. No test: figures of one machine. One thread, kept connections, rounds of each client in turn.
 */
public final class ClientCost {
    private static final int KEYS = 1_000;
    private static final int CALLS = 8_000;
    private static final int ROUNDS = 4;
    private static final int PERMILLE = 1_000;

    private ClientCost() {}

    /** A get. */
    @FunctionalInterface
    private interface Get {
        void get(int key) throws IOException, InterruptedException;
    }

    public static void main(String... nodes) throws IOException, InterruptedException {
        List<NodeAddress> seeds = Arrays.stream(nodes)
                .map(node -> NodeAddress.parse(node, DynamoClient.PORT_DEFAULT))
                .toList();
        DynamoClient routed = DynamoClient.builder().seeds(seeds).build();
        DynamoClient unhedged =
                DynamoClient.builder().seeds(seeds).hedging(false).build();
        DynamoClient plain = DynamoClient.builder()
                .seeds(seeds)
                .routing(false)
                .hedging(false)
                .build();
        Content.Value value =
                new Content.Value(Bytes.owning(new byte[1024]), "application/octet-stream", ImmutableSortedMap.of());
        for (int key = 0; key < KEYS; key++) {
            plain.put(key(key), value, CausalContext.EVERYTHING);
        }
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String url = "http://" + seeds.get(0) + "/v1/kv/cost/key";
        Map<String, Get> clients = ImmutableMap.of(
                "this client", key -> routed.get(key(key)),
                "without hedging", key -> unhedged.get(key(key)),
                "without routing and hedging", key -> plain.get(key(key)),
                "HttpURLConnection", key -> read(url + key),
                "java.net.http",
                        key -> http.send(
                                HttpRequest.newBuilder(URI.create(url + key)).build(), BodyHandlers.ofByteArray()));
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Get> client : clients.entrySet()) {
                measure(client.getKey(), client.getValue(), round);
            }
        }
        routed.close();
        unhedged.close();
        plain.close();
    }

    private static Key key(int number) {
        return new Key("cost", Bytes.utf8("key" + number));
    }

    private static void read(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        try (InputStream body = connection.getInputStream()) {
            body.readAllBytes();
        }
    }

    /** The first round warms up. */
    private static void measure(String name, Get client, int round) throws IOException, InterruptedException {
        long[] nanos = new long[CALLS];
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = process.getProcessCpuTime();
        for (int i = 0; i < CALLS; i++) {
            long began = System.nanoTime();
            client.get(i % KEYS);
            nanos[i] = System.nanoTime() - began;
        }
        cpu = process.getProcessCpuTime() - cpu;
        Arrays.sort(nanos);
        System.out.printf(
                "%d  %-28s %4d us of CPU for a get; p50 %5d us, p99 %5d us, p99.9 %5d us%n",
                round,
                name,
                cpu / CALLS / PERMILLE,
                nanos[CALLS / 2] / PERMILLE,
                nanos[CALLS / 100 * 99] / PERMILLE,
                nanos[CALLS / PERMILLE * 999] / PERMILLE);
    }
}
