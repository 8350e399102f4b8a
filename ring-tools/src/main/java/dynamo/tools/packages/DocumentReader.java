package dynamo.tools.packages;

import com.google.common.collect.ImmutableList;
import dynamo.tools.http.Endpoint;
import dynamo.tools.http.HttpAnswer;
import dynamo.tools.http.RoamingConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one document after the other from one node, and compares. What has no answer is asked again, a few times.
 *
 * <p>Threading: the loop's thread.
 */
final class DocumentReader implements RoamingConnection.User {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int ATTEMPTS_MAX = 20;

    private final Verifying verifying;
    private final String target;
    private final RoamingConnection connection;
    private @Nullable Document document;
    private int attempts;

    DocumentReader(EventLoop loop, Endpoint server, Verifying verifying, String bucket) {
        this.verifying = verifying;
        target = "/v1/kv/" + bucket + "/";
        connection = new RoamingConnection(loop, ImmutableList.of(server), 0, 1 << 20, REQUEST_TIMEOUT, this);
    }

    void start() {
        connection.connect();
    }

    void close() {
        connection.close();
    }

    @Override
    public void onIdle() {
        if (document == null) {
            Optional<Document> following = verifying.next();
            if (following.isEmpty()) {
                return;
            }
            document = following.get();
            attempts = 0;
        }
        attempts++;
        ByteBuf request = PooledByteBufAllocator.DEFAULT.directBuffer(512);
        String head = "GET " + target + document.path() + "?r=2 HTTP/1.1\r\nHost: " + connection.server() + "\r\n\r\n";
        request.writeCharSequence(head, StandardCharsets.US_ASCII);
        connection.send(request);
    }

    @Override
    public void onAnswer(HttpAnswer answer) {
        if (document == null) {
            return;
        }
        switch (answer.status()) {
            case 200 -> end(answer.body().equals(document.json()) ? Verifying.IDENTICAL : "different");
            case 300 -> end("siblings");
            case 404 -> end("missing");
            default -> failed("HTTP " + answer.status());
        }
    }

    @Override
    public void onDisconnected() {}

    @Override
    public void onLost(String why) {
        failed(why);
    }

    private void failed(String why) {
        if (attempts >= ATTEMPTS_MAX) {
            end("not answered (" + why + ")");
        }
    }

    private void end(String found) {
        if (document != null) {
            String path = document.path();
            document = null;
            verifying.ended(path, found);
        }
    }
}
