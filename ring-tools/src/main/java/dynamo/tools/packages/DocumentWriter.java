package dynamo.tools.packages;

import com.google.common.collect.ImmutableList;
import dynamo.tools.http.Endpoint;
import dynamo.tools.http.HttpAnswer;
import dynamo.tools.http.RoamingConnection;
import dynamo.tools.packages.Loading.Fate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one document after the other over one connection. A failed attempt is made again, at whatever node answers, under
 * the same request id: however often it arrives, it is one write.
 *
 * <p>Threading: the loop's thread.
 */
final class DocumentWriter implements RoamingConnection.User {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GIVE_UP = Duration.ofMinutes(3);
    private static final long RETRY_MILLIS = 100;

    private final Loading loading;
    private final String target;
    private final String run;
    private final RoamingConnection connection;
    private @Nullable Document document;
    private int number;
    private int attempts;
    private long sinceNanos;
    private boolean mayBeWritten;
    private boolean isConnected;

    /** @param run makes the request ids of this run, and this writer, its own */
    DocumentWriter(
            EventLoop loop, ImmutableList<Endpoint> servers, int first, Loading loading, String bucket, String run) {
        this.loading = loading;
        this.run = run;
        target = "/v1/kv/" + bucket + "/";
        connection = new RoamingConnection(loop, servers, first, 1 << 20, REQUEST_TIMEOUT, this);
    }

    void start() {
        connection.connect();
    }

    void close() {
        connection.close();
    }

    @Override
    public void onIdle() {
        isConnected = true;
        if (document == null) {
            next();
        } else if (attempts > 0) {
            connection.loop().schedule(this::send, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void next() {
        Optional<Document> following = loading.next();
        if (following.isEmpty()) {
            return;
        }
        document = following.get();
        number++;
        attempts = 0;
        mayBeWritten = false;
        sinceNanos = System.nanoTime();
        send();
    }

    private void send() {
        if (document == null || !isConnected) {
            return;
        }
        attempts++;
        ByteBuf request = PooledByteBufAllocator.DEFAULT.directBuffer(
                512 + document.json().length());
        String head = "PUT " + target + document.path() + "?w=2 HTTP/1.1\r\nHost: " + connection.server()
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + document.json().length() + "\r\nRequest-Id: " + run + "-" + number + "\r\n\r\n";
        request.writeCharSequence(head, StandardCharsets.US_ASCII);
        request.writeBytes(document.json().asByteBuffer());
        connection.send(request);
    }

    @Override
    public void onAnswer(HttpAnswer answer) {
        int status = answer.status();
        if (status == 204) {
            end(Fate.ACKNOWLEDGED);
            return;
        }
        mayBeWritten |= status == 500 || status == 504;
        boolean isHopeless = status >= 400 && status < 500 && status != 408 && status != 429;
        failed("HTTP " + status, isHopeless);
    }

    @Override
    public void onDisconnected() {
        isConnected = false;
    }

    @Override
    public void onLost(String why) {
        mayBeWritten = true;
        failed(why, false);
    }

    private void failed(String why, boolean isHopeless) {
        loading.failed(why);
        if (isHopeless || System.nanoTime() - sinceNanos > GIVE_UP.toNanos()) {
            end(mayBeWritten ? Fate.UNKNOWN : Fate.REFUSED);
        }
    }

    private void end(Fate fate) {
        if (document != null) {
            Document ended = document;
            document = null;
            loading.ended(ended, fate, attempts);
        }
    }
}
