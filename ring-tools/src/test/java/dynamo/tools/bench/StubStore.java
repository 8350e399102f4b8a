package dynamo.tools.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dynamo.version.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store of one process that keeps the contract's rules of contexts, and counts who breaks them. */
final class StubStore implements AutoCloseable {

    private record Held(Bytes value, int version, int siblings) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    final AtomicInteger blindWrites = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();

    /** Every so many requests are answered with 503; 0 for none. */
    volatile int refusedEvery;

    /** Every so many requests are carried out and not answered. */
    volatile int lostEvery;

    /** Every so many requests are answered with 429. */
    volatile int shedEvery;

    /** So many of the first requests are told that the node is just starting. */
    volatile int startingFor;

    final AtomicInteger repeated = new AtomicInteger();
    private final Map<String, String> named = new ConcurrentHashMap<>();

    StubStore() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/kv/bench/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int keys() {
        return held.size();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String key = exchange.getRequestURI().getPath();
        int request = requests.incrementAndGet();
        if (request <= startingFor) {
            byte[] problem = "{\"code\":\"starting\",\"outcome\":\"not_applied\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, problem.length);
            exchange.getResponseBody().write(problem);
        } else if (isEvery(shedEvery, request)) {
            exchange.sendResponseHeaders(429, -1);
        } else if (isEvery(lostEvery, request)) {
            if (!exchange.getRequestMethod().equals("GET")) {
                store(exchange, key, sent);
            }
        } else if (isEvery(refusedEvery, request)) {
            exchange.sendResponseHeaders(503, -1);
        } else if (exchange.getRequestMethod().equals("GET")) {
            get(exchange, held.get(key));
        } else {
            put(exchange, key, sent);
        }
        exchange.close();
    }

    private static boolean isEvery(int count, int request) {
        return count > 0 && request % count == 0;
    }

    private static void get(HttpExchange exchange, @Nullable Held found) throws IOException {
        if (found == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("Causal-Context", "v" + found.version());
        exchange.getResponseHeaders().set("ETag", "\"" + found.value().hashCode() + "\"");
        exchange.sendResponseHeaders(
                found.siblings() > 1 ? 300 : 200, found.value().length());
        exchange.getResponseBody().write(found.value().toArray());
    }

    private void put(HttpExchange exchange, String key, byte[] sent) throws IOException {
        boolean isLoad = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        if (isLoad && held.containsKey(key)) {
            exchange.sendResponseHeaders(412, -1);
            return;
        }
        Held now = store(exchange, key, sent);
        if (now.siblings() == 1) {
            exchange.getResponseHeaders().set("Causal-Context", "v" + now.version());
        }
        exchange.getResponseHeaders().set("Dynamo-Siblings", Integer.toString(now.siblings()));
        exchange.sendResponseHeaders(204, -1);
    }

    /** A request of a name that is known is the same write, if it says the same. */
    private Held store(HttpExchange exchange, String key, byte[] sent) {
        String context = exchange.getRequestHeaders().getFirst("Causal-Context");
        String id = exchange.getRequestHeaders().getFirst("Request-Id");
        Bytes value = Bytes.owning(sent);
        return held.compute(key, (k, before) -> {
            String earlier = named.put(id, key + value.asUtf8());
            if (earlier != null && earlier.equals(key + value.asUtf8()) && before != null) {
                repeated.incrementAndGet();
                return before;
            }
            if (before == null) {
                return new Held(value, 1, 1);
            }
            if (context == null) {
                blindWrites.incrementAndGet();
            }
            boolean isCovered = ("v" + before.version()).equals(context);
            return new Held(value, before.version() + 1, isCovered ? 1 : before.siblings() + 1);
        });
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
