package dynamo.tools;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port of a node that answers as it is told, and remembers what it was asked. */
public final class StubPort implements AutoCloseable {

    private record Told(int status, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public StubPort() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    /** An address where nobody answers. */
    public static String nobody() {
        StubPort port = new StubPort();
        port.close();
        return port.address();
    }

    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param request method and path, without the query */
    public StubPort on(String request, int status, String body) {
        return on(request, status, body, Map.of());
    }

    public StubPort on(String request, int status, String body, Map<String, String> headers) {
        told.put(request, new Told(status, body, headers));
        return this;
    }

    public StubPort onGet(String path, String body) {
        return on("GET " + path, 200, body);
    }

    public StubPort refusing(String request, int status, String code, String detail) {
        return on(
                request,
                status,
                "{\"status\":" + status + ",\"code\":\"" + code + "\",\"detail\":\"" + detail
                        + "\",\"outcome\":\"not_applied\"}");
    }

    /** Method, path, query and body of each. */
    public List<String> requests() {
        return requests;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add((asked + " " + body).strip());
        String context = exchange.getRequestHeaders().getFirst("Causal-Context");
        if (context != null) {
            requests.add("Causal-Context: " + context);
        }
        Told answer = told.getOrDefault(
                asked.replaceAll("\\?.*", ""), new Told(404, "{\"code\":\"no-such-route\"}", Map.of()));
        answer.headers.forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
        boolean isEmpty = answer.status == 204;
        exchange.sendResponseHeaders(answer.status, isEmpty ? -1 : bytes.length == 0 ? -1 : bytes.length);
        if (!isEmpty && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
