package dynamo.tools.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.ImmutableList;
import dynamo.client.NodeAddress;
import dynamo.tools.console.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The admin ports of a cluster's nodes: asks the first, and the next where one cannot be reached.
 *
 * <p>A change that was sent and not answered is not sent to another node: it may have been made. HttpURLConnection, for it
 * starts in a tenth of the time that the JDK's newer client takes, and a command asks once or twice.
 */
public final class AdminPort {
    private static final JsonMapper JSON = new JsonMapper();
    /** A machine that is away says nothing, and the next one waits. */
    private static final int CONNECT_MILLIS_MAX = 2000;

    private final ImmutableList<NodeAddress> nodes;
    private final int timeoutMillis;
    private final Consumer<String> note;

    /** @param note hears of nodes that were passed over */
    public AdminPort(ImmutableList<NodeAddress> nodes, Duration timeout, Consumer<String> note) {
        this.nodes = nodes;
        this.timeoutMillis = (int) timeout.toMillis();
        this.note = note;
    }

    public ImmutableList<NodeAddress> nodes() {
        return nodes;
    }

    /** A good answer, or a {@link Failure}. */
    public AdminAnswer get(String path) {
        return checked(ask("GET", path, ""), path);
    }

    /** Likewise; of a node of its own, without going to another. */
    public AdminAnswer get(NodeAddress node, String path) {
        return of(node).get(path);
    }

    /** One of them, alone. */
    public AdminPort of(NodeAddress node) {
        return new AdminPort(ImmutableList.of(node), Duration.ofMillis(timeoutMillis), note);
    }

    public AdminAnswer post(String path, JsonNode body) {
        return checked(ask("POST", path, body.toString()), path);
    }

    public AdminAnswer delete(String path) {
        return checked(ask("DELETE", path, ""), path);
    }

    /** Any answer. */
    public AdminAnswer ask(String method, String path, String body) {
        List<String> silent = new ArrayList<>();
        for (NodeAddress node : nodes) {
            try {
                AdminAnswer answer = ask(node, method, path, body);
                silent.forEach(each -> note.accept(each + "; asked " + node));
                return answer;
            } catch (IOException e) {
                if (!method.equals("GET") && !isUnsent(e)) {
                    throw Failure.unreachable(
                            node + " " + why(e) + ", so it is not known whether this was done",
                            "see what there is now: ring status, ring plan");
                }
                silent.add(node + " " + why(e));
            }
        }
        throw Failure.unreachable(
                String.join(", ", silent),
                nodes.size() == 1
                        ? "start that node, or name the admin port of another: --node HOST:PORT"
                        : "start one of them, or name another: --node HOST:PORT");
    }

    private AdminAnswer ask(NodeAddress node, String method, String path, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) new URL("http", bare(node), node.port(), path).openConnection();
        connection.setConnectTimeout(Math.min(timeoutMillis, CONNECT_MILLIS_MAX));
        connection.setReadTimeout(timeoutMillis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", "application/json, text/plain;q=0.5, */*;q=0.1");
        if (!body.isEmpty()) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(bytes.length); // also: no repetition behind our back
            connection.setRequestProperty("Content-Type", "application/json");
            connection.connect();
            try (OutputStream to = connection.getOutputStream()) {
                to.write(bytes);
            }
        }
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("does not speak HTTP");
        }
        String text = text(status < 400 ? connection.getInputStream() : connection.getErrorStream());
        long date = connection.getDate();
        return new AdminAnswer(
                node,
                status,
                text,
                document(text),
                date == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(date)));
    }

    /** The brackets of an IPv6 address are put on again by URL itself. */
    private static String bare(NodeAddress node) {
        return node.host().replaceAll("[\\[\\]]", "");
    }

    private static String text(@Nullable InputStream body) throws IOException {
        if (body == null) {
            return "";
        }
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode document(String text) {
        try {
            return text.startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static AdminAnswer checked(AdminAnswer answer, String path) {
        if (answer.isGood()) {
            return answer;
        }
        String name = path.replaceAll("\\?.*", "");
        if (answer.status() == 404 || answer.status() == 405) {
            throw Failure.refused(
                    answer.code(),
                    answer.from() + " knows no " + name,
                    "is it an admin port (8081 as a rule), and of this tool's version?");
        }
        String what = answer.detail().isEmpty() ? "answers " + answer.status() : "says: " + answer.detail();
        if (answer.status() >= 500) {
            throw Failure.unreachable(answer.from() + " " + what, "try again, or another node: --node HOST:PORT");
        }
        throw Failure.refused(
                answer.code(), answer.detail().isEmpty() ? answer.from() + " " + what : answer.detail(), "");
    }

    private static boolean isUnsent(IOException e) {
        return e instanceof ConnectException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException
                || e instanceof SocketTimeoutException
                        && String.valueOf(e.getMessage()).contains("onnect timed out");
    }

    private static String why(IOException e) {
        if (e instanceof ConnectException) {
            return "refuses the connection";
        }
        if (e instanceof UnknownHostException) {
            return "is an unknown host";
        }
        if (e instanceof SocketTimeoutException) {
            return "does not answer in time";
        }
        return "gives no answer (" + e.getMessage() + ")";
    }
}
